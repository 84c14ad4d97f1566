import { describe, expect, test } from 'vitest';
import { PANEL_BACKGROUND, RANK_COLOURS, rankColour, type Theme } from './rank-colour';

type Rgb = readonly [number, number, number];

function linear(hex: string): Rgb {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/// WCAG 2.2 contrast ratio.
function contrast(a: string, b: string): number {
  const [x, y] = [luminance(linear(a)), luminance(linear(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/// Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency (2009), severity 1.
const VISIONS: Readonly<Record<string, readonly [Rgb, Rgb, Rgb]>> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

function lab(rgb: Rgb): Rgb {
  const [r, g, b] = rgb.map((value) => Math.min(1, Math.max(0, value))) as [number, number, number];
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function difference(a: string, b: string, vision: readonly [Rgb, Rgb, Rgb]): number {
  const see = (hex: string): Rgb => {
    const [r, g, b] = linear(hex);
    return lab(vision.map((row) => row[0] * r + row[1] * g + row[2] * b) as [number, number, number]);
  };
  const [p, q] = [see(a), see(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

describe.each<Theme>(['light', 'dark', 'contrast'])('%s palette', (theme) => {
  const ranks = Array.from({ length: RANK_COLOURS }, (_, rank) => rank);

  test('reads as text on the panel', () => {
    for (const rank of ranks) expect(contrast(rankColour(rank, theme), PANEL_BACKGROUND[theme])).toBeGreaterThanOrEqual(theme === 'contrast' ? 7 : 4.5);
  });

  test.each(Object.entries(VISIONS))('the first five ranks differ under %s', (_name, vision) => {
    for (const a of ranks.slice(0, 5)) {
      for (const b of ranks.slice(0, a)) {
        expect.soft(difference(rankColour(a, theme), rankColour(b, theme), vision), `${a} and ${b}`).toBeGreaterThan(11);
      }
    }
  });

  test('repeats after the palette', () => {
    expect(rankColour(RANK_COLOURS, theme)).toBe(rankColour(0, theme));
  });
});
