/// Writes theme, type size and rank colours onto the document: `--cw-rank-0` … `--cw-rank-7` follow the theme everywhere.

import { RANK_COLOURS, rankColour, type Theme } from './rank-colour';

/// The theme that a choice means now.
export function resolvedTheme(choice: 'system' | Theme): Theme {
  if (choice !== 'system') return choice;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function applyTheme(theme: Theme, bigType: boolean): void {
  const root = document.documentElement;
  root.dataset['theme'] = theme;
  root.toggleAttribute('data-big', bigType);
  for (let rank = 0; rank < RANK_COLOURS; rank++) root.style.setProperty(`--cw-rank-${rank}`, rankColour(rank, theme));
}

/// Calls when the system changes its mind.
export function onSystemTheme(listener: () => void): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
