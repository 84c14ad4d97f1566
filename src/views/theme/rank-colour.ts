/// The colours of ranks: one palette a theme, shared by output, timeline and files.
///
/// After Okabe and Ito (Color Universal Design, 2008), shifted in lightness until each reads as text (contrast ≥ 4.5) on the
/// theme's panel, with neighbours that stay apart under protanopia, deuteranopia and tritanopia; the test computes both.
/// Colour is never the only sign of a rank: whatever uses this also writes the rank.

/// `contrast`: white, yellow and light colours on black, borders and hatching at full strength.
export type Theme = 'light' | 'dark' | 'contrast';

const PALETTES: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#0063b1', '#b84300', '#00704d', '#a32a7c', '#2f3744', '#0a7a96', '#6b5900', '#9c1c2e'],
  dark: ['#5cb8f2', '#ffab40', '#2fc997', '#ee9acb', '#f2e55c', '#c6cdd8', '#7f9dff', '#ff7d5c'],
  contrast: ['#5cc8ff', '#ffb347', '#3ee6a4', '#ff9cd6', '#fff066', '#dfe6ee', '#9db2ff', '#ff9478'],
};

/// The background that the palette is made for.
export const PANEL_BACKGROUND: Readonly<Record<Theme, string>> = { light: '#ffffff', dark: '#14181f', contrast: '#000000' };

/// Number of colours before they repeat.
export const RANK_COLOURS = 8;

/// CSS colour (`#rrggbb`) of a world rank. Repeats after `RANK_COLOURS` ranks.
export function rankColour(rank: number, theme: Theme): string {
  const palette = PALETTES[theme];
  return palette[((rank % palette.length) + palette.length) % palette.length] ?? PANEL_BACKGROUND[theme];
}
