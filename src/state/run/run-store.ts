/// The run of this page: one at a time.

import { createStore } from 'zustand/vanilla';
import type { Preparation, RunResult } from '../../mpiexec/launcher';
import type { Recording } from '../../trace';
import { OutputModel } from '../output/output-model';
import type { Phase } from './run-status';

export interface RunState {
  readonly phase: Phase;
  /// Of the run under way, or the last one.
  readonly recording: Recording | null;
  readonly result: RunResult | null;
  readonly inputWanted: boolean;
  /// null until the launcher has told something.
  readonly preparation: Preparation | null;
}

export const runStore = createStore<RunState>(() => ({ phase: { kind: 'idle' }, recording: null, result: null, inputWanted: false, preparation: null }));

/// All output since the page was opened or cleared. Not in the store: it changes too often for React.
export const output = new OutputModel();
