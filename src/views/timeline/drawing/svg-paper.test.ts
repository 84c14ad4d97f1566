import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SvgPaper } from './svg-paper';

const drawn = (draw: (paper: SvgPaper) => void): string => {
  const paper = new SvgPaper();
  draw(paper);
  return paper.svg(100, 50, 'a title', 'what it shows');
};

/// Elements in their order with their attributes; throws on what is not well-formed.
export function elementsOf(svg: string): readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly text: string }[] {
  const body = svg.replace(/^<\?xml[^>]*\?>\n/u, '');
  const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: string[] = [];
  let at = 0;
  for (const match of body.matchAll(/<(\/?)([a-zA-Z]+)((?: [a-zA-Z:-]+="[^"<>]*")*)(\/?)>([^<>]*)/gu)) {
    const [whole, closing, name = '', attributes = '', empty, text = ''] = match;
    expect(match.index).toBe(at);
    at += whole.length;
    for (const [reference] of `${attributes}${text}`.matchAll(/&[^;]{0,8};?/gu)) expect(['&amp;', '&lt;', '&gt;', '&quot;']).toContain(reference);
    if (closing === '/') expect(open.pop()).toBe(name);
    else {
      if (empty === '') open.push(name);
      found.push({ name, text: plain(text), attributes: Object.fromEntries([...attributes.matchAll(/ ([a-zA-Z:-]+)="([^"]*)"/gu)].map(([, key = '', value = '']) => [key, plain(value)])) });
    }
  }
  expect(at).toBe(body.length);
  expect(open).toEqual([]);
  return found;
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

test('boxes, paths and arcs', () => {
  const elements = elementsOf(drawn((paper) => {
    paper.fillStyle = 'rgba(1, 2, 3, 0.5)';
    paper.globalAlpha = 0.5;
    paper.fillRect(10, 10, -4, 6);
    paper.globalAlpha = 1;
    paper.strokeStyle = '#ff0000';
    paper.setLineDash([9, 5]);
    paper.lineWidth = 2;
    paper.beginPath();
    paper.moveTo(0, 0);
    paper.lineTo(5.12345, 5);
    paper.quadraticCurveTo(6, 6, 7, 7);
    paper.closePath();
    paper.stroke();
    paper.beginPath();
    paper.arc(20, 20, 5, 0, Math.PI * 2);
    paper.fill();
  }));
  expect(elements.slice(-3).map(({ name, attributes }) => [name, attributes])).toEqual([
    ['rect', { x: '6', y: '10', width: '4', height: '6', fill: 'rgb(1, 2, 3)', 'fill-opacity': '0.25' }],
    ['path', { d: 'M0 0L5.12 5Q6 6 7 7Z', fill: 'none', stroke: '#ff0000', 'stroke-width': '2', 'stroke-dasharray': '9 5' }],
    ['path', { d: 'M25 20A5 5 0 1 1 15 20A5 5 0 1 1 25 20', fill: 'rgb(1, 2, 3)', 'fill-opacity': '0.5' }],
  ]);
});

test('text stands where a canvas would put it', () => {
  const [text] = elementsOf(drawn((paper) => {
    paper.font = '600 20px "Segoe UI", sans-serif';
    paper.textAlign = 'center';
    paper.textBaseline = 'middle';
    paper.translate(100, 10);
    paper.fillText('a < b & "c"', 5, 6);
  })).slice(-1);
  expect(text?.text).toBe('a < b & "c"');
  expect(text?.attributes).toMatchObject({ x: '105', y: '23', 'font-size': '20', 'font-weight': '600', 'text-anchor': 'middle', 'font-family': '"Segoe UI", sans-serif' });
});

test('clips lie within each other and end with their restore', () => {
  const svg = drawn((paper) => {
    paper.save();
    paper.beginPath();
    paper.rect(0, 0, 50, 50);
    paper.clip();
    paper.fillRect(1, 1, 1, 1);
    paper.save();
    paper.beginPath();
    paper.rect(10, 10, 5, 5);
    paper.clip();
    paper.fillRect(2, 2, 1, 1);
    paper.restore();
    paper.fillRect(3, 3, 1, 1);
    paper.restore();
    paper.fillRect(4, 4, 1, 1);
  });
  const elements = elementsOf(svg);
  expect(elements.filter(({ name }) => name === 'clipPath').map(({ attributes }) => attributes)).toEqual([{ id: 'c1' }, { id: 'c2', 'clip-path': 'url(#c1)' }]);
  const drawnIn: string[] = [];
  let group = '';
  for (const line of svg.split('\n')) {
    group = /^<g clip-path="url\(#(c\d)\)">$/u.exec(line)?.[1] ?? (line === '</g>' ? '' : group);
    if (line.startsWith('<rect')) drawnIn.push(group);
  }
  expect(drawnIn).toEqual(['c1', 'c2', 'c1', '']);
});

test('restore gives back all that save kept', () => {
  const paper = new SvgPaper();
  paper.save();
  Object.assign(paper, { fillStyle: 'red', lineWidth: 9, globalAlpha: 0.1, font: '1 1px x', textAlign: 'right', textBaseline: 'top', lineJoin: 'round', lineCap: 'round' });
  paper.setLineDash([1]);
  paper.translate(5, 5);
  paper.restore();
  paper.strokeRect(0, 0, 1, 1);
  expect(elementsOf(paper.svg(1, 1, '', '')).at(-1)?.attributes).toEqual({ x: '0', y: '0', width: '1', height: '1', fill: 'none', stroke: '#000000', 'stroke-width': '1' });
});

test('any text and any number make a well-formed file', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.double(), fc.string(), (text, number, colour) => {
    const elements = elementsOf(drawn((paper) => {
      paper.fillStyle = colour;
      paper.fillText(text, number, number);
      paper.fillRect(number, 1, number, 1);
      paper.beginPath();
      paper.lineTo(number, number);
      paper.stroke();
    }));
    expect(elements.filter(({ name }) => name === 'text')).toHaveLength(1);
  }));
});
