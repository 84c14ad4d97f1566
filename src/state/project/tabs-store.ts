/// Which files the editor shows.

import { createStore } from 'zustand/vanilla';
import type { SyntaxSpot } from '../../protocol';
import { isText, type ProjectFiles } from '../../project';

export interface TabsState {
  readonly tabs: readonly string[];
  readonly active: string | null;
  /// A place to go to; `serial` tells two requests for the same place apart. With `focus` the cursor goes there too.
  readonly goTo: { readonly path: string; readonly line: number; readonly serial: number; readonly focus: boolean } | null;
  /// The SyntaxError of the last run, until its file is changed.
  readonly mark: SyntaxSpot | null;
}

export const tabsStore = createStore<TabsState>(() => ({ tabs: [], active: null, goTo: null, mark: null }));

const MANY = 8;

/// Tabs for a project just opened: its programs; when there are none, its texts.
export function tabsFor(files: ProjectFiles, command: string): Pick<TabsState, 'tabs' | 'active'> {
  const texts = [...files].filter(([, file]) => isText(file)).map(([path]) => path);
  const programs = texts.filter((path) => path.endsWith('.py'));
  const all = programs.length > 0 ? programs : texts;
  const words = new Set(command.split(/[\s'"]+/));
  const launched = all.find((path) => words.has(path));
  const first = all.slice(0, MANY);
  // The launched program is among them, wherever it stands in the list.
  const tabs = launched === undefined || first.includes(launched) ? first : [...first.slice(0, MANY - 1), launched];
  return { tabs, active: launched ?? tabs[0] ?? null };
}

/// The tabs after files came or went: tabs of vanished files close, the neighbour becomes active.
export function tabsAfter({ tabs, active }: Pick<TabsState, 'tabs' | 'active'>, files: ProjectFiles): Pick<TabsState, 'tabs' | 'active'> {
  const left = tabs.filter((path) => files.has(path));
  if (left.length === tabs.length) return { tabs, active };
  const at = active === null ? -1 : tabs.indexOf(active);
  const next = active !== null && files.has(active) ? active : (left[Math.min(Math.max(0, at), left.length - 1)] ?? null);
  return { tabs: left, active: next };
}
