/// A figure among the output as DOM.

import { commands, type Figure } from '../../state';

/// Addresses of images by figure; given back when the output model has dropped the figure.
const addresses = new WeakMap<Figure, string>();
const gone = new FinalizationRegistry<string>((address) => URL.revokeObjectURL(address));

function addressOf(figure: Figure): string {
  let address = addresses.get(figure);
  if (address === undefined) {
    address = URL.createObjectURL(new Blob([figure.png.slice()], { type: 'image/png' }));
    addresses.set(figure, address);
    gone.register(figure, address);
  }
  return address;
}

/// The image with its words for who cannot see it, its title, and a button that saves it.
export function figureNode(figure: Figure): HTMLElement {
  const element = document.createElement('figure');
  element.className = 'cw-figure';
  const caption = document.createElement('figcaption');
  const save = document.createElement('button');
  save.type = 'button';
  save.className = 'cw-button cw-plain';
  save.textContent = 'Download PNG';
  save.addEventListener('click', () => commands.downloadFigure(drawn.get(element) ?? figure));
  caption.append(document.createElement('span'), save);
  element.append(document.createElement('img'), caption);
  fillFigure(element, figure);
  return element;
}

/// What each element shows at present.
const drawn = new WeakMap<HTMLElement, Figure>();

/// The window shows another figure.
export function fillFigure(element: HTMLElement, figure: Figure): void {
  if (drawn.get(element) === figure) return;
  drawn.set(element, figure);
  const { title, alt, width, height, rank } = figure;
  const [image, name, save] = [element.querySelector('img'), element.querySelector('figcaption > span'), element.querySelector('button')];
  if (image === null || name === null || save === null) return;
  // The size is known before the image is read: the log does not jump.
  image.width = width;
  image.height = height;
  image.alt = `${title} of rank ${rank}${alt === '' ? '' : `: ${alt}`}`;
  image.src = addressOf(figure);
  name.textContent = title;
  save.setAttribute('aria-label', `Download ${title} of rank ${rank} as PNG`);
}
