/// The launch-command box: its text, and the history kept across reloads.

import { createStore } from 'zustand/vanilla';
import type { JournalStore } from '../storage/journal';
import { type History, historyOf, remembered, stepped } from './history';

export interface CommandState {
  readonly text: string;
  readonly history: History;
  /// Counts up when the box should select its text: the next word typed replaces it.
  readonly select: number;
}

export const commandStore = createStore<CommandState>(() => ({ text: '', history: historyOf([]), select: 0 }));

const KEY = 'commworld.history';

export function keepHistory(local: JournalStore): void {
  commandStore.setState({ history: historyOf(restored(local.getItem(KEY))) });
  let lines = commandStore.getState().history.lines;
  commandStore.subscribe(({ history }) => {
    if (history.lines === lines) return;
    lines = history.lines;
    try {
      local.setItem(KEY, JSON.stringify(lines));
    } catch {
      // Without storage the history lives as long as the page.
    }
  });
}

export function rememberCommand(line: string): void {
  commandStore.setState(({ history }) => ({ history: remembered(history, line) }));
}

/// The text an arrow key brings up, or null at either end of the history.
export function stepCommand(step: -1 | 1): string | null {
  const { history, text } = commandStore.getState();
  const next = stepped(history, step, text);
  if (next === null) return null;
  commandStore.setState({ history: next.history, text: next.shown });
  return next.shown;
}

function restored(text: string | null): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter((line: unknown): line is string => typeof line === 'string') : [];
  } catch {
    return [];
  }
}
