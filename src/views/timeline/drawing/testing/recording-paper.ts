/// For tests: a paper that writes down what is drawn on it instead of drawing.

import type { Paper } from '../paper';

export interface Drawn {
  readonly operation: string;
  readonly values: readonly unknown[];
  readonly fillStyle: string;
  readonly strokeStyle: string;
  readonly dash: readonly number[];
  readonly font: string;
  readonly textAlign: CanvasTextAlign;
}

export class RecordingPaper implements Paper {
  fillStyle = '';
  strokeStyle = '';
  lineWidth = 1;
  globalAlpha = 1;
  font = '';
  textAlign: CanvasTextAlign = 'left';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  lineJoin: CanvasLineJoin = 'miter';
  lineCap: CanvasLineCap = 'butt';
  readonly log: Drawn[] = [];
  private dash: number[] = [];
  private readonly saved: (() => void)[] = [];

  save = (): void => {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, dash } = this;
    this.saved.push(() => Object.assign(this, { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, dash }));
  };
  restore = (): void => {
    const state = this.saved.pop();
    if (state === undefined) throw new Error('restore without save');
    state();
  };
  beginPath = this.note('beginPath');
  closePath = this.note('closePath');
  moveTo = this.note('moveTo');
  lineTo = this.note('lineTo');
  quadraticCurveTo = this.note('quadraticCurveTo');
  arc = this.note('arc');
  rect = this.note('rect');
  clip = this.note('clip');
  fill = this.note('fill');
  stroke = this.note('stroke');
  fillRect = this.note('fillRect');
  strokeRect = this.note('strokeRect');
  fillText = this.note('fillText');
  setLineDash = (segments: Iterable<number>): void => void (this.dash = [...segments]);

  /// Texts drawn, in order.
  get texts(): string[] {
    return this.log.filter(({ operation }) => operation === 'fillText').map(({ values }) => String(values[0]));
  }

  /// Whether every save was restored and no dash is left on.
  get tidy(): boolean {
    return this.saved.length === 0 && this.dash.length === 0 && this.globalAlpha === 1;
  }

  private note(operation: string): (...values: unknown[]) => void {
    return (...values) => {
      for (const value of values) if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${operation} at ${values.join()}`);
      this.log.push({ operation, values, fillStyle: this.fillStyle, strokeStyle: this.strokeStyle, dash: this.dash, font: this.font, textAlign: this.textAlign });
    };
  }
}
