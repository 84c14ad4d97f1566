/// The runs before the one shown: kept for comparison, the last few, as far as memory allows.

import { createStore } from 'zustand/vanilla';
import type { Recording } from '../../trace';
import { isBusy } from './run-status';
import { runStore } from './run-store';

export interface KeptRun {
  /// From 1, in the order in which runs came to be shown.
  readonly number: number;
  /// The command, or the file that it was opened from.
  readonly name: string;
  readonly recording: Recording;
}

/// Kept at most: runs, and records of all of them.
export const MOST_KEPT = 8;
export const MOST_KEPT_RECORDS = 1_500_000;

/// The newest first; never the one that `runStore` shows.
export const historyStore = createStore<{ readonly kept: readonly KeptRun[]; readonly shown: KeptRun | null }>(() => ({ kept: [], shown: null }));

const names = new WeakMap<Recording, string>();
const numbers = new WeakMap<Recording, number>();
let count = 0;

/// Says what a recording is, before it is shown.
export function nameRecording(recording: Recording, name: string): void {
  names.set(recording, name);
}

/// Shows a kept run again; the one that was shown is kept in its place. Nothing while a run is under way.
export function showRun(recording: Recording): void {
  if (isBusy(runStore.getState().phase)) return;
  runStore.setState({ recording });
}

function described(recording: Recording): KeptRun {
  const number = numbers.get(recording) ?? ++count;
  numbers.set(recording, number);
  return { number, name: names.get(recording) ?? 'a run', recording };
}

runStore.subscribe(({ recording }, { recording: before }) => {
  if (recording === before) return;
  const { kept } = historyStore.getState();
  const shown = recording === null ? null : described(recording);
  // What did not begin is nothing to compare with.
  const worth = before !== null && before.ended && before.events.length + before.prints.length > 0 ? [described(before)] : [];
  historyStore.setState({ shown, kept: withinLimits([...worth, ...kept.filter((run) => run.recording !== recording && run.recording !== before)]) });
});

function withinLimits(runs: readonly KeptRun[]): readonly KeptRun[] {
  let room = MOST_KEPT_RECORDS;
  return runs.slice(0, MOST_KEPT).filter(({ recording: { events } }) => {
    if (events.length > room) return false;
    room -= events.length;
    return true;
  });
}
