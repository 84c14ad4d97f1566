/// How the page looks, kept in localStorage: theme, type size, which panes are open.

import { createStore } from 'zustand/vanilla';
import type { JournalStore } from '../storage/journal';

export interface PageState {
  readonly theme: 'system' | 'light' | 'dark' | 'contrast';
  readonly bigType: boolean;
  readonly lessonsOpen: boolean;
  readonly side: 'output' | 'files';
  readonly outputView: 'merged' | 'by-rank';
  /// Sizes of the panes by group, in percent of the group.
  readonly sizes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly dialog: 'settings' | 'share' | null;
}

const INITIAL: PageState = { theme: 'system', bigType: false, lessonsOpen: true, side: 'output', outputView: 'merged', sizes: {}, dialog: null };

export const pageStore = createStore<PageState>(() => INITIAL);

const KEY = 'commworld.page';

/// Takes the look of the last visit and keeps this one's. What is stored may be of any age: each value is checked.
export function keepPage(local: JournalStore): void {
  pageStore.setState(restored(local.getItem(KEY)));
  pageStore.subscribe(({ theme, bigType, lessonsOpen, outputView, sizes }) => {
    try {
      local.setItem(KEY, JSON.stringify({ theme, bigType, lessonsOpen, outputView, sizes }));
    } catch {
      // The look of the page is not worth a message; the project's storage tells that nothing is kept.
    }
  });
}

function restored(text: string | null): Partial<PageState> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    const theme: unknown = Reflect.get(value, 'theme');
    const outputView: unknown = Reflect.get(value, 'outputView');
    const sizes: unknown = Reflect.get(value, 'sizes');
    return {
      ...(theme === 'light' || theme === 'dark' || theme === 'contrast' || theme === 'system' ? { theme } : {}),
      ...(outputView === 'merged' || outputView === 'by-rank' ? { outputView } : {}),
      ...flag(value, 'bigType'),
      ...flag(value, 'lessonsOpen'),
      ...(isSizes(sizes) ? { sizes } : {}),
    };
  } catch {
    return {};
  }
}

function flag(value: object, key: 'bigType' | 'lessonsOpen'): Partial<PageState> {
  const stored: unknown = Reflect.get(value, key);
  return typeof stored === 'boolean' ? { [key]: stored } : {};
}

function isSizes(value: unknown): value is PageState['sizes'] {
  return typeof value === 'object' && value !== null
    && Object.values(value).every((group: unknown) => typeof group === 'object' && group !== null && Object.values(group).every((size: unknown) => typeof size === 'number'));
}
