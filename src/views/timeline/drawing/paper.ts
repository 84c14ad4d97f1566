/// What drawing needs of a canvas context, and the colours it draws with.

import { rankColour, type Theme } from '../../theme';

export type Paper = Pick<
  CanvasRenderingContext2D,
  | 'save' | 'restore' | 'beginPath' | 'closePath' | 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'arc' | 'rect' | 'clip' | 'fill' | 'stroke'
  | 'fillRect' | 'strokeRect' | 'fillText' | 'setLineDash'
  | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'globalAlpha' | 'font' | 'textAlign' | 'textBaseline' | 'lineJoin' | 'lineCap'
>;

export interface Palette {
  readonly theme: Theme;
  readonly background: string;
  readonly stripe: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly bar: string;
  readonly collective: string;
  readonly collectiveFill: string;
  readonly quiet: string;
  readonly quietFill: string;
  readonly danger: string;
  readonly cursor: string;
  readonly select: string;
  /// How dark hatching and the like are over the background, 0 to 1.
  readonly hatch: number;
  /// How much a call's box is filled with its rank's colour, and a line of computing, 0 to 1.
  readonly tint: number;
  readonly thread: number;
  rank(rank: number): string;
}

export function paletteOf(theme: Theme): Palette {
  const rank = (of: number): string => rankColour(of, theme);
  switch (theme) {
    case 'light': return {
      theme, background: '#ffffff', stripe: '#f5f7fa', text: '#1b2430', muted: '#566272', line: '#d4dae2', bar: '#ffffff',
      collective: '#6b46c1', collectiveFill: 'rgba(107, 70, 193, 0.11)', quiet: '#6b7686', quietFill: 'rgba(90, 105, 125, 0.08)',
      danger: '#b3261e', cursor: '#1b2430', select: '#d97706', hatch: 0.62, tint: 0.2, thread: 0.45, rank,
    };
    case 'dark': return {
      theme, background: '#14181f', stripe: '#191f28', text: '#e6ebf2', muted: '#9aa7b8', line: '#2c3542', bar: '#14181f',
      collective: '#b79cff', collectiveFill: 'rgba(183, 156, 255, 0.14)', quiet: '#8593a6', quietFill: 'rgba(150, 165, 190, 0.09)',
      danger: '#ff8a80', cursor: '#e6ebf2', select: '#fbbf24', hatch: 0.62, tint: 0.24, thread: 0.5, rank,
    };
    case 'contrast': return {
      theme, background: '#000000', stripe: '#0d0d0d', text: '#ffffff', muted: '#e4e8ee', line: '#6b7280', bar: '#000000',
      collective: '#d9c2ff', collectiveFill: 'rgba(217, 194, 255, 0.1)', quiet: '#c3ccd8', quietFill: 'rgba(195, 204, 216, 0.06)',
      danger: '#ff9a92', cursor: '#ffffff', select: '#ffe14d', hatch: 1, tint: 0.32, thread: 1, rank,
    };
  }
}

const FAMILY = 'ui-sans-serif, system-ui, "Segoe UI", Roboto, sans-serif';

export function fontOf(size: number, weight = 400): string {
  return `${weight} ${Math.round(size * 10) / 10}px ${FAMILY}`;
}

/// Widths of letters as shares of the font's size, a little generous: of a common sans-serif, half-bold.
const NARROW = /[.,:;'|!()[\]{}ijlI1 ft·]/u;
const WIDE = /[mwMWO@%←→…–]/u;

function letterWidth(letter: string): number {
  if (NARROW.test(letter)) return letter === '1' ? 0.6 : 0.4;
  return WIDE.test(letter) ? 0.95 : /[A-Z]/u.test(letter) ? 0.7 : 0.63;
}

/// Width of a text, CSS pixels, estimated: enough to tell whether a label fits. A canvas would measure it; other papers cannot.
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return width * size;
}

/// `text` cut with "…" to fit `width`; empty when not even a few letters do.
export function fitted(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  let kept = '';
  let used = letterWidth('…') * size;
  for (const letter of text) {
    used += letterWidth(letter) * size;
    if (used > width) break;
    kept += letter;
  }
  return kept.length < 3 ? '' : `${kept.trimEnd()}…`;
}
