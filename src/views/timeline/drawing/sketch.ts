/// A paper that keeps what is drawn on it as numbers, to be drawn later or by another thread: raster of a crowded picture takes longer than a frame.

import type { Paper } from './paper';

/// What a sketch holds, as it is sent to another thread.
export interface SketchData {
  /// An `Op` and its numbers, one after another.
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly strings: readonly string[];
  /// How many operations they are.
  readonly operations: number;
}

const enum Op {
  Save, Restore, BeginPath, ClosePath, MoveTo, LineTo, QuadraticCurveTo, Arc, Rect, Clip, Fill, Stroke, FillRect, StrokeRect, FillText, SetLineDash,
  FillStyle, StrokeStyle, LineWidth, GlobalAlpha, Font, TextAlign, TextBaseline, LineJoin, LineCap,
}

/// How many numbers follow an op; of a dash as many as the first tells.
const LENGTHS: Readonly<Record<Op, number>> = {
  [Op.Save]: 0, [Op.Restore]: 0, [Op.BeginPath]: 0, [Op.ClosePath]: 0, [Op.MoveTo]: 2, [Op.LineTo]: 2, [Op.QuadraticCurveTo]: 4, [Op.Arc]: 6, [Op.Rect]: 4, [Op.Clip]: 0,
  [Op.Fill]: 0, [Op.Stroke]: 0, [Op.FillRect]: 4, [Op.StrokeRect]: 4, [Op.FillText]: 4, [Op.SetLineDash]: 1,
  [Op.FillStyle]: 1, [Op.StrokeStyle]: 1, [Op.LineWidth]: 1, [Op.GlobalAlpha]: 1, [Op.Font]: 1, [Op.TextAlign]: 1, [Op.TextBaseline]: 1, [Op.LineJoin]: 1, [Op.LineCap]: 1,
};

/// The properties of a paper as a fresh canvas has them.
interface Style {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  lineJoin: CanvasLineJoin;
  lineCap: CanvasLineCap;
}

const FRESH: Style = {
  fillStyle: '#000000', strokeStyle: '#000000', lineWidth: 1, globalAlpha: 1, font: '10px sans-serif', textAlign: 'start', textBaseline: 'alphabetic', lineJoin: 'miter', lineCap: 'butt',
};

export class Sketch implements Paper {
  private numbers = new Float64Array(4096);
  private used = 0;
  private operations = 0;
  private readonly strings: string[] = [];
  private readonly known = new Map<string, number>();
  private style: Style = { ...FRESH };
  private readonly saved: Style[] = [];

  /// What was drawn. The sketch is not to be drawn on any more.
  take(): SketchData {
    return { numbers: this.numbers.subarray(0, this.used), strings: this.strings, operations: this.operations };
  }

  get fillStyle(): string { return this.style.fillStyle; }
  set fillStyle(value: string | CanvasGradient | CanvasPattern) {
    if (typeof value !== 'string') throw new TypeError('a sketch has plain colours only');
    if (value === this.style.fillStyle) return;
    this.style.fillStyle = value;
    this.put(Op.FillStyle, this.text(value));
  }

  get strokeStyle(): string { return this.style.strokeStyle; }
  set strokeStyle(value: string | CanvasGradient | CanvasPattern) {
    if (typeof value !== 'string') throw new TypeError('a sketch has plain colours only');
    if (value === this.style.strokeStyle) return;
    this.style.strokeStyle = value;
    this.put(Op.StrokeStyle, this.text(value));
  }

  get lineWidth(): number { return this.style.lineWidth; }
  set lineWidth(value: number) {
    if (value === this.style.lineWidth) return;
    this.style.lineWidth = value;
    this.put(Op.LineWidth, value);
  }

  get globalAlpha(): number { return this.style.globalAlpha; }
  set globalAlpha(value: number) {
    if (value === this.style.globalAlpha) return;
    this.style.globalAlpha = value;
    this.put(Op.GlobalAlpha, value);
  }

  get font(): string { return this.style.font; }
  set font(value: string) {
    if (value === this.style.font) return;
    this.style.font = value;
    this.put(Op.Font, this.text(value));
  }

  get textAlign(): CanvasTextAlign { return this.style.textAlign; }
  set textAlign(value: CanvasTextAlign) {
    if (value === this.style.textAlign) return;
    this.style.textAlign = value;
    this.put(Op.TextAlign, this.text(value));
  }

  get textBaseline(): CanvasTextBaseline { return this.style.textBaseline; }
  set textBaseline(value: CanvasTextBaseline) {
    if (value === this.style.textBaseline) return;
    this.style.textBaseline = value;
    this.put(Op.TextBaseline, this.text(value));
  }

  get lineJoin(): CanvasLineJoin { return this.style.lineJoin; }
  set lineJoin(value: CanvasLineJoin) {
    if (value === this.style.lineJoin) return;
    this.style.lineJoin = value;
    this.put(Op.LineJoin, this.text(value));
  }

  get lineCap(): CanvasLineCap { return this.style.lineCap; }
  set lineCap(value: CanvasLineCap) {
    if (value === this.style.lineCap) return;
    this.style.lineCap = value;
    this.put(Op.LineCap, this.text(value));
  }

  save(): void {
    this.saved.push({ ...this.style });
    this.put(Op.Save);
  }

  restore(): void {
    this.style = this.saved.pop() ?? this.style;
    this.put(Op.Restore);
  }

  beginPath(): void { this.put(Op.BeginPath); }
  closePath(): void { this.put(Op.ClosePath); }
  moveTo(x: number, y: number): void { this.put(Op.MoveTo, x, y); }
  lineTo(x: number, y: number): void { this.put(Op.LineTo, x, y); }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void { this.put(Op.QuadraticCurveTo, cx, cy, x, y); }
  arc(x: number, y: number, radius: number, from: number, to: number, counter = false): void { this.put(Op.Arc, x, y, radius, from, to, counter ? 1 : 0); }
  rect(x: number, y: number, width: number, height: number): void { this.put(Op.Rect, x, y, width, height); }
  fillRect(x: number, y: number, width: number, height: number): void { this.put(Op.FillRect, x, y, width, height); }
  strokeRect(x: number, y: number, width: number, height: number): void { this.put(Op.StrokeRect, x, y, width, height); }

  clip(rule?: Path2D | CanvasFillRule): void {
    plain(rule);
    this.put(Op.Clip);
  }

  fill(rule?: Path2D | CanvasFillRule): void {
    plain(rule);
    this.put(Op.Fill);
  }

  stroke(path?: Path2D): void {
    plain(path);
    this.put(Op.Stroke);
  }

  fillText(text: string, x: number, y: number, most = -1): void { this.put(Op.FillText, this.text(text), x, y, most); }

  setLineDash(segments: Iterable<number>): void {
    const all = [...segments];
    this.put(Op.SetLineDash, all.length);
    this.room(all.length);
    for (const each of all) this.numbers[this.used++] = each;
  }

  private put(op: Op, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0): void {
    this.room(7);
    this.operations++;
    const { numbers } = this;
    let at = this.used;
    numbers[at++] = op;
    const length = LENGTHS[op];
    if (length > 0) numbers[at++] = a;
    if (length > 1) numbers[at++] = b;
    if (length > 2) {
      numbers[at++] = c;
      numbers[at++] = d;
    }
    if (length > 4) {
      numbers[at++] = e;
      numbers[at++] = f;
    }
    this.used = at;
  }

  private text(value: string): number {
    const known = this.known.get(value);
    if (known !== undefined) return known;
    this.known.set(value, this.strings.length);
    return this.strings.push(value) - 1;
  }

  private room(more: number): void {
    if (this.used + more <= this.numbers.length) return;
    const longer = new Float64Array(Math.max(this.numbers.length * 2, this.used + more));
    longer.set(this.numbers);
    this.numbers = longer;
  }
}

function plain(argument: unknown): void {
  if (argument !== undefined) throw new TypeError('a sketch has plain paths only');
}

/// Draws what a sketch holds.
export function drawSketch(paper: Paper, { numbers, strings }: SketchData): void {
  const text = (at: number): string => strings[numbers[at]!] ?? '';
  for (let at = 0; at < numbers.length; ) {
    const op: Op = numbers[at]!;
    const [a, b, c, d] = [numbers[at + 1]!, numbers[at + 2]!, numbers[at + 3]!, numbers[at + 4]!];
    switch (op) {
      case Op.Save: paper.save(); break;
      case Op.Restore: paper.restore(); break;
      case Op.BeginPath: paper.beginPath(); break;
      case Op.ClosePath: paper.closePath(); break;
      case Op.MoveTo: paper.moveTo(a, b); break;
      case Op.LineTo: paper.lineTo(a, b); break;
      case Op.QuadraticCurveTo: paper.quadraticCurveTo(a, b, c, d); break;
      case Op.Arc: paper.arc(a, b, c, d, numbers[at + 5]!, numbers[at + 6] === 1); break;
      case Op.Rect: paper.rect(a, b, c, d); break;
      case Op.Clip: paper.clip(); break;
      case Op.Fill: paper.fill(); break;
      case Op.Stroke: paper.stroke(); break;
      case Op.FillRect: paper.fillRect(a, b, c, d); break;
      case Op.StrokeRect: paper.strokeRect(a, b, c, d); break;
      case Op.FillText:
        if (d < 0) paper.fillText(text(at + 1), b, c);
        else paper.fillText(text(at + 1), b, c, d);
        break;
      case Op.SetLineDash:
        paper.setLineDash([...numbers.subarray(at + 2, at + 2 + a)]);
        at += a;
        break;
      case Op.FillStyle: paper.fillStyle = text(at + 1); break;
      case Op.StrokeStyle: paper.strokeStyle = text(at + 1); break;
      case Op.LineWidth: paper.lineWidth = a; break;
      case Op.GlobalAlpha: paper.globalAlpha = a; break;
      case Op.Font: paper.font = text(at + 1); break;
      case Op.TextAlign: paper.textAlign = text(at + 1) as CanvasTextAlign; break;
      case Op.TextBaseline: paper.textBaseline = text(at + 1) as CanvasTextBaseline; break;
      case Op.LineJoin: paper.lineJoin = text(at + 1) as CanvasLineJoin; break;
      case Op.LineCap: paper.lineCap = text(at + 1) as CanvasLineCap; break;
    }
    at += 1 + LENGTHS[op];
  }
}
