/// Command history as in a shell: newest last, no neighbours alike, a draft kept while older lines are looked at.

export const MAX_HISTORY = 200;

export interface History {
  readonly lines: readonly string[];
  /// Index into `lines` of what is shown; `lines.length` is the draft.
  readonly at: number;
  readonly draft: string;
}

export function historyOf(lines: readonly string[]): History {
  const kept = lines.slice(-MAX_HISTORY);
  return { lines: kept, at: kept.length, draft: '' };
}

/// A line was run.
export function remembered(history: History, line: string): History {
  const text = line.trim();
  if (text === '' || history.lines.at(-1) === text) return historyOf(history.lines);
  return historyOf([...history.lines, text]);
}

/// One step to older (-1) or newer (+1) lines; null at either end. `shown` is what the box holds now.
export function stepped(history: History, step: -1 | 1, shown: string): { readonly history: History; readonly shown: string } | null {
  const draft = history.at === history.lines.length ? shown : history.draft;
  let at = history.at + step;
  // The line already shown is no step.
  while (at >= 0 && at < history.lines.length && history.lines[at] === shown) at += step;
  if (at < 0 || at > history.lines.length) return null;
  const text = at === history.lines.length ? draft : history.lines[at];
  return text === undefined ? null : { history: { ...history, at, draft }, shown: text };
}
