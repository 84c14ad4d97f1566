import {
  INPUT_RING_BYTES, RankSlot, RankState, WorldSlot, createWorld, worldLayout, worldOptions,
  type FromRank, type Outcome, type RankProgram, type RankUsage, type WorldLayout,
} from '../protocol';
import { RingWriter } from '../mpi';
import { Disk, putFiles, takeFiles, temporaryDirectory } from '../ranks/disk';
import type { LaunchCommand } from './command';
import { FigureReader } from './figures';
import type { LaunchRequest, RankNow, Run, RunEvents, RunResult } from './launcher';
import { noticesOf } from './notices';
import type { RunPackages } from './packages';
import { WorldReader } from './rings';
import type { RankWorker } from './workers';

const SIGINT = 2;
/// How long a rank may take to end when asked, milliseconds. Then it is ended by force.
const PATIENCE = 300;
/// Output is taken from the rings in pieces of so many bytes, until this many milliseconds of a tick are spent on it: the rest of a
/// frame belongs to drawing. Ranks that print faster wait for the page.
const OUTPUT_PIECE = 16 * 1024;
const OUTPUT_TIME = 2;

/// Calls back about 60 times a second while a run lives; returns what ends it.
export type Ticker = (tick: () => void) => () => void;

/// A launch from the moment the command was understood. Ranks start when their interpreters stand; `stop` works before that too.
export class WorldRun implements Run {
  readonly done: Promise<RunResult>;
  readonly #resolve: (result: RunResult) => void;
  readonly #world: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #layout: WorldLayout;
  /// The interrupt flag of each rank's language.
  readonly #interrupts: readonly SharedArrayBuffer[];
  readonly #disk = Disk.create(Date.now());
  readonly #reader: WorldReader;
  readonly #input: RingWriter;
  readonly #figures = new FigureReader();
  readonly #began = performance.now();
  readonly #outcomes: (Outcome | null)[];
  readonly #usage: (RankUsage | null)[];
  /// Ranks whose program has not ended.
  readonly #alive = new Set<number>();
  #workers: readonly RankWorker[] = [];
  #epoch = 0;
  #stopTicking: () => void = () => {};
  #stopped = false;
  #ended = false;
  #failedFirst: number | null = null;
  #broken: string | null = null;
  /// What the ranks were in when the person pressed Stop.
  #atStop: readonly RankNow[] | null = null;
  #inputWanted = false;
  readonly #typed: (Uint8Array | null)[] = [];

  constructor(readonly command: LaunchCommand, readonly request: LaunchRequest, readonly events: RunEvents, readonly ticker: Ticker, readonly cores: number, readonly packages: RunPackages, workers: Promise<readonly RankWorker[]>) {
    let resolve: (result: RunResult) => void = () => {};
    this.done = new Promise((settle) => (resolve = settle));
    this.#resolve = resolve;
    const options = worldOptions(command.ranks, request.settings.eagerLimit);
    this.#layout = worldLayout(options);
    this.#world = createWorld(options);
    this.#words = new Int32Array(this.#world);
    this.#reader = new WorldReader(this.#world, options);
    this.#input = new RingWriter(this.#world, this.#layout.input, INPUT_RING_BYTES, this.#words, WorldSlot.InputWritten, WorldSlot.InputRead);
    this.#interrupts = Array.from({ length: command.ranks }, () => new SharedArrayBuffer(8));
    this.#outcomes = Array.from({ length: command.ranks }, () => null);
    this.#usage = Array.from({ length: command.ranks }, () => null);
    workers.then(
      (ready) => this.#start(ready),
      (error: unknown) => {
        this.#broken = error instanceof Error ? error.message : String(error);
        this.#finish();
      },
    );
  }

  stop(): void {
    if (this.#ended || this.#stopped) return;
    this.#stopped = true;
    if (this.#workers.length > 0) {
      this.#atStop = this.#ranksNow();
      this.#endWorld();
    } else {
      this.#finish();
    }
  }

  input(line: string | Uint8Array | null): void {
    this.#typed.push(typeof line === 'string' ? new TextEncoder().encode(`${line}\n`) : line);
    this.#feedInput();
  }

  #start(workers: readonly RankWorker[]): void {
    if (this.#ended) {
      for (const worker of workers) worker.terminate();
      return;
    }
    this.#workers = workers;
    putFiles(this.#disk, this.request.files, Date.now());
    // Before the ranks look: two of them could make it at once.
    temporaryDirectory(this.#disk, Date.now());
    const sources = Object.keys(this.request.files).filter((path) => path.endsWith('.py'));
    this.#epoch = performance.timeOrigin + performance.now();
    this.events.started({ ranks: workers.length, sources, epoch: this.#epoch, now: () => this.#now() });
    const programs = this.#programs();
    for (const [rank, worker] of workers.entries()) {
      this.#alive.add(rank);
      worker.onMessage((message) => this.#hear(rank, message));
    }
    for (const [rank, worker] of workers.entries()) {
      const program = programs[rank];
      const interrupt = this.#interrupts[rank];
      if (program === undefined || interrupt === undefined) throw new Error(`rank ${rank} has no program`);
      worker.post({ kind: 'run', rank, world: this.#world, options: this.#layout.options, interrupt, disk: this.#disk.buffer, epoch: this.#epoch, program, sources, libraries: this.packages.libraries() });
    }
    this.#stopTicking = this.ticker(() => this.#tick());
  }

  #programs(): RankProgram[] {
    const { buffering, variables = true } = this.request.settings;
    let rank = 0;
    return this.command.programs.flatMap((spec, number) =>
      Array.from({ length: spec.ranks }, (): RankProgram => ({
        program: spec.program,
        args: spec.args,
        buffering: spec.unbuffered ? 'none' : buffering,
        runMpi4py: spec.mpi4py,
        variables,
        env: { ...this.request.environment, ...this.command.env, ...openMpiVariables(rank++, this.command.ranks, number) },
      })),
    );
  }

  #now(): number {
    return performance.timeOrigin + performance.now() - this.#epoch;
  }

  #hear(rank: number, message: FromRank): void {
    if (!this.#alive.has(rank)) return;
    if (message.kind === 'wants') {
      void this.packages.want(message.name);
      return;
    }
    if (message.kind === 'exited') {
      // The message comes from a worker that ran a stranger's program: it speaks for its own rank only.
      this.#outcomes[rank] = message.outcome;
      this.#usage[rank] = message.usage;
    } else if (message.kind === 'broken') {
      this.#broken ??= `rank ${rank}: ${message.sentence}`;
    } else {
      return;
    }
    this.#leave(rank);
  }

  #leave(rank: number): void {
    this.#alive.delete(rank);
    const outcome = this.#outcomes[rank];
    const failed = outcome == null || outcome.kind === 'exception' || outcome.kind === 'aborted' || (outcome.kind === 'ok' && outcome.code !== 0);
    if (failed && this.#failedFirst === null && !this.#stopped) {
      this.#failedFirst = rank;
      Atomics.compareExchange(this.#words, WorldSlot.AbortedBy, 0, rank + 1);
      if (this.#alive.size > 0) this.#endWorld();
    }
    if (this.#alive.size === 0) this.#finish();
  }

  /// Asks every rank to end; after `PATIENCE` it is ended by force.
  #endWorld(): void {
    if (this.#stopped) Atomics.store(this.#words, WorldSlot.Stop, 1);
    for (const rank of this.#alive) {
      const control = this.#layout.control(rank);
      const interrupt = this.#interrupts[rank];
      if (interrupt !== undefined) Atomics.store(new Uint8Array(interrupt), 0, SIGINT);
      Atomics.store(this.#words, control + RankSlot.Interrupt, 1);
      Atomics.add(this.#words, control + RankSlot.Doorbell, 1);
      for (const slot of [RankSlot.Doorbell, RankSlot.OutputRead, RankSlot.TraceRead]) Atomics.notify(this.#words, control + slot);
    }
    Atomics.notify(this.#words, WorldSlot.InputWritten);
    setTimeout(() => {
      for (const rank of [...this.#alive]) this.#alive.delete(rank);
      this.#finish();
    }, PATIENCE);
  }

  #tick(): void {
    if (this.#ended) return;
    this.#deliver(false);
    const now = this.#ranksNow();
    this.events.now(now);
    const abortedBy = Atomics.load(this.#words, WorldSlot.AbortedBy);
    if (abortedBy > 0 && this.#failedFirst === null) {
      this.#failedFirst = abortedBy - 1;
      this.#endWorld();
    }
    const wanted = now[0]?.state === RankState.WaitingForInput && Atomics.load(this.#words, WorldSlot.InputWritten) === Atomics.load(this.#words, WorldSlot.InputRead);
    if (wanted !== this.#inputWanted) {
      this.#inputWanted = wanted;
      this.events.inputWanted(wanted);
    }
    this.#feedInput();
  }

  #deliver(last: boolean): void {
    const until = performance.now() + OUTPUT_TIME;
    do {
      const output = this.#reader.output(OUTPUT_PIECE, last);
      if (output.length === 0) break;
      for (const part of this.#figures.split(output)) {
        if (Array.isArray(part)) this.events.output(part);
        else this.events.figure?.(part);
      }
    } while (!last && performance.now() < until);
    if (!last && this.events.traceReady?.() === false) return;
    for (let rank = 0; rank < this.command.ranks; rank++) {
      const records = this.#reader.trace(rank);
      if (records !== null) this.events.trace(rank, records);
    }
  }

  #ranksNow(): RankNow[] {
    const times = new Float64Array(this.#world, 0, this.#layout.options.ranks * 32 + 64);
    return Array.from({ length: this.command.ranks }, (_, rank) => {
      const control = this.#layout.control(rank);
      const at = (slot: RankSlot): number => Atomics.load(this.#words, control + slot);
      return {
        rank,
        state: at(RankSlot.State),
        call: at(RankSlot.Call),
        flags: at(RankSlot.CallFlags),
        waitsFor: at(RankSlot.WaitsFor),
        tag: at(RankSlot.WaitTag),
        context: at(RankSlot.WaitContext),
        since: times[(control + RankSlot.CallTime) >> 1] ?? 0,
        sequence: at(RankSlot.CallSequence) >>> 0,
        line: at(RankSlot.Line) >>> 0,
        unexpected: at(RankSlot.UnexpectedCount),
      };
    });
  }

  #feedInput(): void {
    while (this.#typed.length > 0) {
      const bytes = this.#typed[0];
      if (bytes === null) {
        Atomics.store(this.#words, WorldSlot.InputClosed, 1);
      } else if (bytes !== undefined) {
        const header = new Uint8Array(4);
        // A line longer than the ring goes in pieces.
        const piece = bytes.subarray(0, INPUT_RING_BYTES / 2);
        new DataView(header.buffer).setUint32(0, piece.length, true);
        if (!this.#input.tryWrite(header, piece)) break;
        if (piece.length < bytes.length) {
          this.#typed[0] = bytes.subarray(piece.length);
          Atomics.notify(this.#words, WorldSlot.InputWritten);
          continue;
        }
      }
      this.#typed.shift();
      Atomics.notify(this.#words, WorldSlot.InputWritten);
    }
  }

  #finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopTicking();
    const last = this.#workers.length > 0 ? this.#ranksNow() : [];
    for (const worker of this.#workers) worker.terminate();
    this.#disk.breakLock();
    if (this.#workers.length > 0) {
      this.#deliver(true);
      this.events.now(last);
    }
    if (this.#inputWanted) this.events.inputWanted(false);
    const started = this.#workers.length > 0 && this.#epoch > 0;
    const milliseconds = performance.now() - this.#began;
    const ending = {
      command: this.command, outcomes: this.#outcomes, usage: this.#usage, stopped: this.#stopped, failedFirst: this.#failedFirst,
      broken: this.#broken, last: this.#atStop ?? last, milliseconds, elapsed: this.#now(), cores: this.cores, abortCode: Atomics.load(this.#words, WorldSlot.AbortCode), epoch: this.#epoch,
      sources: Object.keys(this.request.files).filter((path) => path.endsWith('.py')),
    };
    const { code, notices } = noticesOf(ending);
    const syntax = this.#outcomes.map((outcome) => (outcome?.kind === 'exception' ? outcome.syntax : null)).find((spot) => spot !== null) ?? null;
    const result: RunResult = {
      ranks: this.command.ranks, code, stopped: this.#stopped, outcomes: this.#outcomes, notices, syntax, milliseconds, usage: this.#usage,
      files: started ? takeFiles(this.#disk) : this.request.files,
    };
    this.events.ended(result);
    this.#resolve(result);
  }
}

/// What Open MPI tells its processes by environment variables; `number` is that of the program in a command with several.
function openMpiVariables(rank: number, ranks: number, number: number): Record<string, string> {
  const [own, all] = [String(rank), String(ranks)];
  return {
    OMPI_COMM_WORLD_RANK: own, OMPI_COMM_WORLD_SIZE: all, OMPI_COMM_WORLD_LOCAL_RANK: own, OMPI_COMM_WORLD_LOCAL_SIZE: all,
    OMPI_COMM_WORLD_NODE_RANK: own, OMPI_UNIVERSE_SIZE: all, OMPI_MCA_orte_app_num: String(number),
  };
}
