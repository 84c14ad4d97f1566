/// Runs a named test body on N ranks, each a Node worker thread of its own.

import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { MPI_CALLS } from '../../protocol/calls';
import { RankSlot, WorldSlot, createWorld, worldLayout, worldOptions, type WorldOptions } from '../../protocol/world';
import type { Settings } from '..';
import { RingReader } from '../transport/byte-ring';
import type { Answer, Job } from './worker';

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, '../../../node_modules/.cache/commworld-mpi-testing', String(process.pid));
const CORES = 2;
/// By `RankState`.
const STATES = ['Starting', 'Running', 'Waiting', 'WaitingForInput', 'WaitingForPage', 'Finalizing', 'Exited', 'Failed', 'Sleeping'];

export interface RunOptions {
  readonly args?: unknown;
  readonly eagerLimit?: number;
  readonly world?: Partial<WorldOptions>;
  readonly settings?: Settings;
  readonly memoryBytes?: number;
  readonly seconds?: number;
  /// Called while the ranks run, about 200 times a second.
  readonly during?: (words: Int32Array, layout: ReturnType<typeof worldLayout>) => void;
  /// Leaves the trace rings alone, as a page that is stuck.
  readonly deaf?: boolean;
}

export interface RunOutcome {
  readonly answers: readonly Answer[];
  /// Trace records of each rank, in pieces as they were taken.
  readonly traces: readonly (readonly Uint8Array<ArrayBuffer>[])[];
}

let bundle: Promise<string> | null = null;
const idle: Worker[] = [];

// Bundles the worker once a process, into a file of this process's own: test files run side by side.
function bundled(): Promise<string> {
  bundle ??= (async () => {
    const outDir = OUT;
    mkdirSync(outDir, { recursive: true });
    await build({
      configFile: false,
      root: HERE,
      logLevel: 'error',
      build: { ssr: join(HERE, 'worker.ts'), outDir, emptyOutDir: false, target: 'es2023', minify: false, rollupOptions: { output: { entryFileNames: 'worker.mjs', format: 'es' } } },
    });
    return join(outDir, 'worker.mjs');
  })();
  return bundle;
}

/// Runs `body` and returns what each rank answered, errors included. Throws when it takes longer than `seconds` (10), telling who
/// waits for whom.
export async function runRanks(ranks: number, body: string, options: RunOptions = {}): Promise<RunOutcome> {
  const path = await bundled();
  const world: WorldOptions = { ...worldOptions(ranks), ...(options.eagerLimit === undefined ? {} : { eagerLimit: options.eagerLimit }), ...options.world, ranks };
  const buffer = createWorld(world);
  const words = new Int32Array(buffer, 0, buffer.byteLength >> 2);
  const layout = worldLayout(world);
  const readers = Array.from({ length: ranks }, (_, rank) => {
    const control = layout.control(rank);
    return new RingReader(buffer, layout.trace(rank), world.traceBytes, words, control + RankSlot.TraceWritten, control + RankSlot.TraceRead);
  });
  const traces: Uint8Array<ArrayBuffer>[][] = readers.map(() => []);
  const drain = (): void => {
    for (const [rank, reader] of readers.entries()) {
      const records = reader.take();
      if (records !== null) traces[rank]?.push(records);
    }
  };
  const epoch = performance.timeOrigin + performance.now();
  const workers = Array.from({ length: ranks }, () => idle.pop() ?? new Worker(path));
  const answers: Promise<Answer>[] = workers.map((worker, rank) => {
    const job: Job = { world: buffer, options: world, rank, epoch, body, args: options.args, settings: options.settings ?? {}, memoryBytes: options.memoryBytes ?? 1 << 20, cores: CORES };
    return new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.postMessage(job);
    });
  });
  const page = setInterval(() => {
    if (options.deaf !== true) drain();
    options.during?.(words, layout);
  }, 5);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), (options.seconds ?? 10) * 1000);
  });
  try {
    const outcome = await Promise.race([Promise.all(answers), late]);
    if (outcome === 'late') {
      const report = whoWaits(words, layout, ranks);
      for (const worker of workers) void worker.terminate();
      throw new Error(`${body} on ${ranks} ranks did not end in ${options.seconds ?? 10} s:\n${report}`);
    }
    drain();
    for (const worker of workers) {
      worker.removeAllListeners('error');
      idle.push(worker);
    }
    return { answers: outcome, traces };
  } finally {
    clearInterval(page);
    clearTimeout(timer);
  }
}

/// As `runRanks`, for a body that must succeed: the values by rank.
export async function valuesOf(ranks: number, body: string, options: RunOptions = {}): Promise<unknown[]> {
  const { answers } = await runRanks(ranks, body, options);
  // The first to fail is the cause; the others were only ended by it.
  const failed = answers.filter((answer) => answer.kind === 'error');
  const cause = failed.find((answer) => answer.name !== 'WorldEnded') ?? failed[0];
  if (cause !== undefined) throw new Error(`rank ${cause.rank}: ${cause.name}: ${cause.message}\n${cause.stack}`);
  return answers.map((answer) => (answer.kind === 'value' ? answer.value : undefined));
}

/// Ends the threads; for `afterAll`.
export async function endRanks(): Promise<void> {
  await Promise.all(idle.splice(0).map((worker) => worker.terminate()));
  rmSync(OUT, { recursive: true, force: true });
  bundle = null;
}

/// Presses Stop.
export function pressStop(words: Int32Array, layout: ReturnType<typeof worldLayout>): void {
  Atomics.store(words, WorldSlot.Stop, 1);
  for (let rank = 0; rank < layout.options.ranks; rank++) {
    Atomics.add(words, layout.control(rank) + RankSlot.Doorbell, 1);
    Atomics.notify(words, layout.control(rank) + RankSlot.Doorbell);
  }
}

function whoWaits(words: Int32Array, layout: ReturnType<typeof worldLayout>, ranks: number): string {
  const lines: string[] = [];
  for (let rank = 0; rank < ranks; rank++) {
    const slot = (index: RankSlot): number => Atomics.load(words, layout.control(rank) + index);
    const inbox = (slot(RankSlot.InboxReserved) - slot(RankSlot.InboxRead)) | 0;
    lines.push(
      `rank ${rank}: ${STATES[slot(RankSlot.State)]} in ${MPI_CALLS[slot(RankSlot.Call)] || 'no call'}, waits for ${slot(RankSlot.WaitsFor)} ` +
        `tag ${slot(RankSlot.WaitTag)} context ${slot(RankSlot.WaitContext)}, ${slot(RankSlot.UnexpectedCount)} unexpected, ${inbox} bytes in its inbox`,
    );
  }
  return lines.join('\n');
}
