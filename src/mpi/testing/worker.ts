/// A Node worker thread that runs named test bodies, one rank at a time, until it is ended.

import { parentPort } from 'node:worker_threads';
import type { WorldOptions } from '../../protocol/world';
import { LiveScheduler, Mpi, MpiError, WorldEnded, type Settings } from '..';
import { Heap } from './heap';
import { BODIES } from './bodies';

export interface Job {
  readonly world: SharedArrayBuffer;
  readonly options: WorldOptions;
  readonly rank: number;
  readonly epoch: number;
  readonly body: string;
  readonly args: unknown;
  readonly settings: Settings;
  readonly memoryBytes: number;
  readonly cores: number;
}

export type Answer =
  | { readonly kind: 'value'; readonly rank: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly rank: number; readonly name: string; readonly message: string; readonly errorClass: number | null; readonly stack: string };

parentPort?.on('message', (job: Job) => {
  parentPort?.postMessage(run(job));
});

function run({ world, options, rank, epoch, body, args, settings, memoryBytes, cores }: Job): Answer {
  try {
    const heap = new Heap(memoryBytes, epoch);
    const mpi = new Mpi(world, options, rank, heap, LiveScheduler.for(options.ranks, cores, () => performance.now()), settings);
    const found = BODIES[body];
    if (found === undefined) throw new Error(`no test body is called ${body}`);
    mpi.initialize();
    const value = found(mpi, heap, args);
    if (!mpi.finalized) mpi.finalize();
    return { kind: 'value', rank, value };
  } catch (error) {
    if (!(error instanceof WorldEnded)) failWorld(world, options, rank);
    const known = error instanceof Error ? error : new Error(String(error));
    const detail = error instanceof MpiError ? ` (${error.detail})` : '';
    return { kind: 'error', rank, name: known.name, message: known.message + detail, errorClass: error instanceof MpiError ? error.errorClass : null, stack: known.stack ?? '' };
  }
}

// What the launcher does when a rank dies: the others must not hang.
function failWorld(world: SharedArrayBuffer, options: WorldOptions, rank: number): void {
  try {
    const mpi = new Mpi(world, options, rank, new Heap(64, 0), LiveScheduler.for(1, 1, () => performance.now()), { record: false });
    mpi.initialize();
    mpi.abort(1);
  } catch (error) {
    if (!(error instanceof WorldEnded)) throw error;
  }
}
