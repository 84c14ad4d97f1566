"""The matplotlib backend of a rank: draws with Agg; what is shown goes out of the rank as an image, in its place among the output."""

import io
import itertools
import json
import sys
import time

from _commworld import packages
from matplotlib import is_interactive
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

#: Dots of the image for each of the figure's own: sharp on a fine screen too.
_SCALE = 2


#: Numbers of windows: no two are the same, unlike matplotlib's, which come again when a figure was closed.
_windows = itertools.count(1)


class FigureManager(FigureManagerBase):
    """A window: shown again while it is open, it shows the figure as it is by then."""

    def __init__(self, canvas, num):
        super().__init__(canvas, num)
        self.window = next(_windows)
        self.shown = False

    def show(self):
        self.shown = True
        emit(self.canvas.figure, self.num, self.window)

    @classmethod
    def pyplot_show(cls, *, block=None):
        """What `plt.show()` does: every open figure is shown. One that blocks ends when the windows are closed, so figures are closed too."""
        for manager in Gcf.get_all_fig_managers():
            manager.show()
        if block or (block is None and not is_interactive()):
            Gcf.destroy_all()


class FigureCanvas(FigureCanvasAgg):
    """Agg's canvas, with a manager that shows. No person does anything in its window, so its event loop only lets time pass."""

    manager_class = FigureManager

    def start_event_loop(self, timeout=0):
        time.sleep(max(timeout, 0))

    def flush_events(self):
        if self.manager is not None and self.manager.shown:
            self.manager.show()


def emit(figure, number, window):
    """Draws a figure and hands it out."""
    image = io.BytesIO()
    figure.savefig(image, format='png', dpi=figure.dpi * _SCALE)
    width, height = figure.get_size_inches() * figure.dpi
    title = figure.get_label() or f'Figure {number}'
    description = {'title': title, 'alt': words(figure), 'window': window, 'width': round(width), 'height': round(height)}
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
