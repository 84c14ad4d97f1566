/// Writes theme, type size and rank colours onto the document: `--cw-rank-0` … `--cw-rank-7` follow the theme everywhere.

import { RANK_COLOURS, rankColour, type Theme } from './rank-colour';

/// The theme that a choice means now.
export function resolvedTheme(choice: 'system' | Theme): Theme {
  if (choice !== 'system') return choice;
  if (matchMedia('(forced-colors: active)').matches || matchMedia('(prefers-contrast: more)').matches) return 'contrast';
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
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)'].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
  };
}
