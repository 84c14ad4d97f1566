/// A paper that writes what is drawn on it as SVG: the drawing code of the canvas makes pictures for slides and papers.
///
/// Only what other programs read too: paths, boxes and text with plain attributes; a base line is worked out, colours have no alpha of their own.

import type { Paper } from './paper';

/// A paper whose origin can be moved.
export type MovablePaper = Paper & Pick<CanvasRenderingContext2D, 'translate'>;

interface State {
  readonly fillStyle: string;
  readonly strokeStyle: string;
  readonly lineWidth: number;
  readonly globalAlpha: number;
  readonly font: string;
  readonly textAlign: CanvasTextAlign;
  readonly textBaseline: CanvasTextBaseline;
  readonly lineJoin: CanvasLineJoin;
  readonly lineCap: CanvasLineCap;
  readonly dash: readonly number[];
  readonly clipId: number;
  readonly dx: number;
  readonly dy: number;
}

export class SvgPaper implements MovablePaper {
  fillStyle = '#000000';
  strokeStyle = '#000000';
  lineWidth = 1;
  globalAlpha = 1;
  font = '400 10px sans-serif';
  textAlign: CanvasTextAlign = 'left';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  lineJoin: CanvasLineJoin = 'miter';
  lineCap: CanvasLineCap = 'butt';
  private dash: readonly number[] = [];
  /// 0 for none.
  private clipId = 0;
  private dx = 0;
  private dy = 0;
  private path = '';
  private readonly saved: State[] = [];
  private readonly clips: string[] = [];
  private readonly parts: string[] = [];
  /// The clip of the group that is open in `parts`.
  private openClip = 0;

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, lineJoin, lineCap, dash, clipId, dx, dy } = this;
    this.saved.push({ fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, lineJoin, lineCap, dash, clipId, dx, dy });
  }

  restore(): void {
    const state = this.saved.pop();
    if (state !== undefined) Object.assign(this, state);
  }

  translate(x: number, y: number): void {
    this.dx += x;
    this.dy += y;
  }

  setLineDash(segments: Iterable<number>): void {
    this.dash = [...segments];
  }

  beginPath(): void {
    this.path = '';
  }

  closePath(): void {
    this.path += 'Z';
  }

  moveTo(x: number, y: number): void {
    this.path += `M${this.point(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    this.path += `${this.path === '' ? 'M' : 'L'}${this.point(x, y)}`;
  }

  quadraticCurveTo(cpx: number, cpy: number, x: number, y: number): void {
    this.path += `Q${this.point(cpx, cpy)} ${this.point(x, y)}`;
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.path += `M${this.point(x, y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
  }

  arc(x: number, y: number, radius: number, startAngle: number, endAngle: number, counterclockwise = false): void {
    const turn = 2 * Math.PI;
    let sweep = counterclockwise ? startAngle - endAngle : endAngle - startAngle;
    const whole = sweep >= turn - 1e-9;
    if (!whole) sweep = ((sweep % turn) + turn) % turn;
    const on = (angle: number): string => this.point(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    const size = `${short(radius)} ${short(radius)} 0`;
    const way = counterclockwise ? 0 : 1;
    this.path += `${this.path === '' ? 'M' : 'L'}${on(startAngle)}`;
    // An arc that ends where it begins would be none: a circle is two halves.
    const half = startAngle + (counterclockwise ? -Math.PI : Math.PI);
    if (whole) this.path += `A${size} 1 ${way} ${on(half)}A${size} 1 ${way} ${on(startAngle)}`;
    else this.path += `A${size} ${sweep > Math.PI ? 1 : 0} ${way} ${on(endAngle)}`;
  }

  clip(): void {
    const within = this.clipId === 0 ? '' : ` clip-path="url(#c${this.clipId})"`;
    this.clips.push(`<clipPath id="c${this.clips.length + 1}"${within}><path d="${this.path}"/></clipPath>`);
    this.clipId = this.clips.length;
  }

  fill(): void {
    if (this.path !== '') this.put(`<path d="${this.path}"${this.filled()}/>`);
  }

  stroke(): void {
    if (this.path !== '') this.put(`<path d="${this.path}" fill="none"${this.stroked()}/>`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    if (width !== 0 && height !== 0) this.put(`<rect${this.box(x, y, width, height)}${this.filled()}/>`);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.put(`<rect${this.box(x, y, width, height)} fill="none"${this.stroked()}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    const { weight, size, family } = fontParts(this.font);
    const anchor = this.textAlign === 'center' ? ' text-anchor="middle"' : this.textAlign === 'right' || this.textAlign === 'end' ? ' text-anchor="end"' : '';
    const drop = this.textBaseline === 'middle' ? 0.35 : this.textBaseline === 'top' || this.textBaseline === 'hanging' ? 0.8 : this.textBaseline === 'bottom' ? -0.2 : 0;
    const at = `x="${short(x + this.dx)}" y="${short(y + this.dy + drop * size)}"`;
    this.put(`<text ${at} font-family="${escaped(family)}" font-size="${short(size)}" font-weight="${weight}"${anchor}${this.filled()} xml:space="preserve">${escaped(text)}</text>`);
  }

  /// The picture as a file of `width` × `height` CSS pixels; `title` and `description` are for those who do not see it.
  svg(width: number, height: number, title: string, description: string): string {
    const body = `${this.parts.join('\n')}${this.openClip === 0 ? '' : '\n</g>'}`;
    return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}" role="img">
<title>${escaped(title)}</title>
<desc>${escaped(description)}</desc>
<defs>${this.clips.join('')}</defs>
${body}
</svg>
`;
  }

  private put(element: string): void {
    if (this.clipId !== this.openClip) {
      if (this.openClip !== 0) this.parts.push('</g>');
      if (this.clipId !== 0) this.parts.push(`<g clip-path="url(#c${this.clipId})">`);
      this.openClip = this.clipId;
    }
    this.parts.push(element);
  }

  private point(x: number, y: number): string {
    return `${short(x + this.dx)} ${short(y + this.dy)}`;
  }

  private box(x: number, y: number, width: number, height: number): string {
    const [left, top] = [Math.min(x, x + width) + this.dx, Math.min(y, y + height) + this.dy];
    return ` x="${short(left)}" y="${short(top)}" width="${short(Math.abs(width))}" height="${short(Math.abs(height))}"`;
  }

  private filled(): string {
    const { colour, alpha } = colourParts(this.fillStyle);
    return ` fill="${escaped(colour)}"${opacity('fill-opacity', alpha * this.globalAlpha)}`;
  }

  private stroked(): string {
    const { colour, alpha } = colourParts(this.strokeStyle);
    const dash = this.dash.length === 0 ? '' : ` stroke-dasharray="${this.dash.map(short).join(' ')}"`;
    const join = this.lineJoin === 'miter' ? '' : ` stroke-linejoin="${this.lineJoin}"`;
    const cap = this.lineCap === 'butt' ? '' : ` stroke-linecap="${this.lineCap}"`;
    return ` stroke="${escaped(colour)}" stroke-width="${short(this.lineWidth)}"${dash}${join}${cap}${opacity('stroke-opacity', alpha * this.globalAlpha)}`;
  }
}

function opacity(name: string, alpha: number): string {
  return alpha >= 1 ? '' : ` ${name}="${short(Math.max(0, alpha))}"`;
}

/// At most two decimals; what is no number is 0, so that one bad point does not make the file unreadable.
function short(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 100) / 100) : '0';
}

function fontParts(font: string): { readonly weight: string; readonly size: number; readonly family: string } {
  const match = /^(\S+) ([\d.]+)px (.+)$/u.exec(font);
  return match === null ? { weight: '400', size: 10, family: 'sans-serif' } : { weight: match[1]!, size: Number(match[2]), family: match[3]! };
}

function colourParts(colour: string): { readonly colour: string; readonly alpha: number } {
  const match = /^rgba\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*([\d.]+)\s*\)$/u.exec(colour);
  return match === null ? { colour, alpha: 1 } : { colour: `rgb(${match[1]}, ${match[2]}, ${match[3]})`, alpha: Number(match[4]) };
}

/// Text for XML; characters that XML 1.0 does not have, which a program may well print, become the replacement character.
function escaped(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '\ufffd').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
