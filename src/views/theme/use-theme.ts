import { useSyncExternalStore } from 'react';
import { onSystemTheme, resolvedTheme } from './apply-theme';
import type { Theme } from './rank-colour';

/// The theme shown now, following the system when that is the choice.
export function useTheme(choice: 'system' | Theme): Theme {
  return useSyncExternalStore(onSystemTheme, () => resolvedTheme(choice));
}
