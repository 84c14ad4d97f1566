/// What is known of the run that a recording shows, beside the recording.

import { type Recording, type RunAbout, UNKNOWN_RUN } from '../../trace';

export interface KnownRun extends RunAbout {
  /// Name of the trace file it was opened from, null for a run of this page.
  readonly file: string | null;
}

const runs = new WeakMap<Recording, KnownRun>();

export function aboutOf(recording: Recording): KnownRun {
  return runs.get(recording) ?? { ...UNKNOWN_RUN, file: null };
}

/// Adds to what is known.
export function noteRun(recording: Recording, known: Partial<KnownRun>): void {
  runs.set(recording, { ...aboutOf(recording), ...known });
}
