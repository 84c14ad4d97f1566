/// What the page and the command-line runner see of a launcher: a launch goes in, events come out.

import type { FigureDescription, Outcome, Output, RankState, RankUsage, SyntaxSpot } from '../protocol';

/// Settings of a run that the student can see and that travel with a link.
export interface RunSettings {
  /// Bytes up to which a standard send is eager; 0 makes every Send synchronous.
  readonly eagerLimit: number;
  /// How stdout is buffered unless the command says `-u`.
  readonly buffering: 'line' | 'none' | 'block';
  /// Whether the variables of each rank are recorded at its events; they are unless this says false.
  readonly variables?: boolean;
}

export interface LaunchRequest {
  /// The line as typed: `aprun -n 5 python3 mpiEx.py .001 .01`.
  readonly command: string;
  /// The working directory's files, by path relative to it.
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly settings: RunSettings;
  /// Variables of the ranks' environment; those that the command sets come first.
  readonly environment?: Readonly<Record<string, string>>;
}

/// What a rank is in at this moment, read from its control block.
export interface RankNow {
  readonly rank: number;
  readonly state: RankState;
  /// An `MpiCall`, 0 when it computes.
  readonly call: number;
  readonly flags: number;
  /// World rank waited for, `ANY_RANK`, `ALL_RANKS` or `NO_RANK`.
  readonly waitsFor: number;
  readonly tag: number;
  readonly context: number;
  /// Milliseconds since the world's start when the call began.
  readonly since: number;
  /// Sequence number at which the call began.
  readonly sequence: number;
  /// `packLine`; resolve with `sources` of `RunEvents.started`.
  readonly line: number;
  readonly unexpected: number;
}

/// Everything a launcher tells, in order, on the page's thread. Called often: do little in each.
export interface RunEvents {
  /// The world stands. `sources[i - 1]` is the path of source file i. `now()` is milliseconds since the world's start.
  started(world: { readonly ranks: number; readonly sources: readonly string[]; readonly epoch: number; now(): number }): void;
  /// Output of all ranks, sorted by sequence number within a batch and between batches as far as the rings allow.
  output(batch: readonly Output[]): void;
  /// A figure that a program shows (`plt.show()`), in its place between batches of output. Nobody need listen.
  figure?(figure: Figure): void;
  /// Whole trace records of one rank, as in `protocol/trace`. The bytes are the receiver's to keep, 8-byte aligned.
  trace(rank: number, records: Uint8Array): void;
  /// False while the listener cannot take more records: they stay in their rings, and ranks whose rings are full wait.
  traceReady?(): boolean;
  /// About 60 times a second while the run lives.
  now(ranks: readonly RankNow[]): void;
  /// Rank 0 waits for a line of input (true) or has it (false).
  inputWanted(wanted: boolean): void;
  /// The run is over, its last output delivered.
  ended(result: RunResult): void;
}

/// A figure as a rank showed it. The program is a stranger's: texts are text, the image is a PNG or claims to be.
export interface Figure extends FigureDescription {
  readonly rank: number;
  readonly sequence: number;
  /// Milliseconds since the world's start.
  readonly time: number;
  /// Source line (`packLine`), 0 when unknown.
  readonly line: number;
  readonly png: Uint8Array;
}

export interface RunResult {
  readonly ranks: number;
  /// Exit code of the launcher, as mpiexec's: 0, that of the first rank that failed, or 130 after Stop.
  readonly code: number;
  readonly stopped: boolean;
  /// By rank; null for one that was ended by force.
  readonly outcomes: readonly (Outcome | null)[];
  /// Lines the launcher itself writes after the program's: what failed and what became of the others, `Application … resources`.
  readonly notices: readonly Notice[];
  readonly syntax: SyntaxSpot | null;
  /// Wall milliseconds from launch to end.
  readonly milliseconds: number;
  readonly usage: readonly (RankUsage | null)[];
  /// Every file of the working directory as it is after the run.
  readonly files: Readonly<Record<string, Uint8Array>>;
}

export interface Notice {
  readonly kind: 'resources' | 'failure' | 'advice' | 'stopped';
  readonly text: string;
}

export interface Run {
  /// Ends the run: politely first, by force after 300 ms. `ended` follows within half a second.
  stop(): void;
  /// For rank 0's stdin: a line without its newline, or bytes as they are; null is end of file.
  input(line: string | Uint8Array | null): void;
  readonly done: Promise<RunResult>;
}

/// Progress of making or loading the interpreter image, for the status line.
export interface Preparation {
  /// A few words for a person: "Fetching Python", "Starting 5 ranks".
  readonly step: string;
  /// 0 to 1, or null when it cannot be told.
  readonly fraction: number | null;
  readonly ready: boolean;
}

export interface Launcher {
  /// Loads or makes the interpreter image and warms `ranks` interpreters; then fetches what `program`, which may be run next, imports.
  /// Safe to call again.
  prepare(ranks: number, program?: Pick<LaunchRequest, 'command' | 'files'>): Promise<void>;
  onPreparation(listener: (progress: Preparation) => void): () => void;
  /// Starts a run. Throws `LaunchError` with a sentence when the command cannot be run.
  launch(request: LaunchRequest, events: RunEvents): Run;
}

/// A launch command that cannot be run; the message is for the student.
export class LaunchError extends Error {
  override name = 'LaunchError';
}
