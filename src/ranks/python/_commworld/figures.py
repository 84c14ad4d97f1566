"""The matplotlib backend of a rank: draws with Agg; what is shown goes out of the rank as an image, in its place among the output."""

import io
import json
import sys

from _commworld import packages
from matplotlib import is_interactive
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

#: Dots of the image for each of the figure's own: sharp on a fine screen too.
_SCALE = 2


class FigureManager(FigureManagerBase):
    """A window that shows its figure once, as it is when it is shown."""

    def show(self):
        emit(self.canvas.figure, self.num)

    @classmethod
    def pyplot_show(cls, *, block=None):
        """What `plt.show()` does: every open figure is shown. One that blocks ends when the windows are closed, so figures are closed too."""
        for manager in Gcf.get_all_fig_managers():
            manager.show()
        if block or (block is None and not is_interactive()):
            Gcf.destroy_all()


class FigureCanvas(FigureCanvasAgg):
    """Agg's canvas, with a manager that shows."""

    manager_class = FigureManager


def emit(figure, number):
    """Draws a figure and hands it out."""
    image = io.BytesIO()
    figure.savefig(image, format='png', dpi=figure.dpi * _SCALE)
    width, height = figure.get_size_inches() * figure.dpi
    title = figure.get_label() or f'Figure {number}'
    description = {'title': title, 'alt': words(figure), 'width': round(width), 'height': round(height)}
    # What was printed before stands before.
    sys.stdout.flush()
    packages._show(json.dumps(description), image.getvalue())


def words(figure):
    """What a figure shows, for who cannot see it: its titles, and the labels of its axes and lines."""
    parts = [figure.get_suptitle()]
    for axes in figure.axes:
        title = axes.get_title() or axes.get_title('left') or axes.get_title('right')
        labels = [label for label in (axes.get_xlabel(), axes.get_ylabel()) if label]
        lines = [line.get_label() for line in axes.lines if not line.get_label().startswith('_')]
        part = title
        if labels:
            part += f'{" " if part else ""}({" against ".join(reversed(labels))})'
        if lines:
            part += f'{": " if part else ""}{", ".join(lines)}'
        parts.append(part)
    return '; '.join(part for part in parts if part)
