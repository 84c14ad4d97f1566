/// One run of a program, watched until it ends or its time is over: what every check judges by.
///
/// Checks of communication come by this door later: `RunEvents.trace` hands over records, which an observation can keep.

import type { Launcher, RankNow, Run, RunResult, RunSettings } from '../../mpiexec/launcher';
import { type Output, RankState, Stream } from '../../protocol';
import { type ProjectFiles, launchFiles } from '../../project';

/// A line of stdout, finished or the last.
export interface WrittenLine {
  readonly rank: number;
  readonly text: string;
}

export interface Observation {
  /// In the order in which the lines were finished.
  readonly stdout: readonly WrittenLine[];
  /// As text, all ranks.
  readonly stderr: string;
  readonly result: RunResult;
  /// Why the run was ended from here: it took longer than it may, or no rank could move; null when it ended by itself.
  readonly ended: 'time' | 'deadlock' | null;
  /// What each rank was in when it was last looked at.
  readonly now: readonly RankNow[];
  /// Paths of the source files by number, for `RankNow.line`.
  readonly sources: readonly string[];
}

export interface Experiment {
  readonly command: string;
  readonly files: ProjectFiles;
  readonly settings: RunSettings;
  readonly input: readonly string[];
  /// Seconds from when all ranks have begun.
  readonly seconds: number;
}

/// Interpreters may have to be fetched and started first; a launcher that does not get so far is given up.
const START_SECONDS = 120;
/// All ranks blocked in the same calls for so long: nothing is left that could wake one.
export const DEADLOCK_SECONDS = 2;
/// Output beyond this is dropped: a print loop without end fails by its time, not by the page's memory.
const MAX_OUTPUT_BYTES = 1_000_000;

/// Throws `LaunchError` when the command cannot be run. Stops the run when `signal` is aborted.
export async function observe(launcher: Pick<Launcher, 'launch'>, experiment: Experiment, signal?: AbortSignal): Promise<Observation> {
  const recorder = new Recorder();
  const stillness = new Stillness();
  let now: readonly RankNow[] = [];
  let sources: readonly string[] = [];
  let begun = false;
  let ended: Observation['ended'] = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let run: Run | null = null;
  const stop = (): void => run?.stop();
  const limit = (seconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      ended ??= 'time';
      stop();
    }, seconds * 1000);
  };
  try {
    limit(START_SECONDS);
    run = launcher.launch(
      { command: experiment.command, files: launchFiles(experiment.files), settings: experiment.settings },
      {
        started: (world) => {
          sources = world.sources;
        },
        output: (batch) => recorder.take(batch),
        trace: () => undefined,
        now: (ranks) => {
          // After Stop ranks leave their calls; what is to be told is what they were in before.
          if (ended !== null) return;
          now = ranks;
          // Its time is the program's own: on a cold page the last interpreter may come seconds after the first.
          if (!begun && ranks.every(({ state }) => state !== RankState.Starting)) {
            begun = true;
            limit(experiment.seconds);
          }
          if (stillness.seconds(ranks) < DEADLOCK_SECONDS) return;
          ended = 'deadlock';
          stop();
        },
        inputWanted: () => undefined,
        ended: () => undefined,
      },
    );
    for (const line of experiment.input) run.input(line);
    run.input(null);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted === true) stop();
    const result = await run.done;
    return { stdout: recorder.lines(), stderr: recorder.stderr(), result, ended, now, sources };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/// How long all ranks that have not ended have been blocked, each in one and the same call.
class Stillness {
  private picture = '';
  private since = 0;

  seconds(ranks: readonly RankNow[]): number {
    const blocked = ranks.some(({ state }) => state === RankState.Waiting) && ranks.every(({ state }) => STILL.has(state));
    const picture = blocked ? ranks.map(({ state, sequence, unexpected }) => `${state},${sequence},${unexpected}`).join(' ') : '';
    if (picture === '' || picture !== this.picture) this.since = performance.now();
    this.picture = picture;
    return (performance.now() - this.since) / 1000;
  }
}

const STILL: ReadonlySet<RankState> = new Set([RankState.Waiting, RankState.Finalizing, RankState.Exited, RankState.Failed]);

/// Puts the pieces of each rank's stdout together to lines, so that lines of two ranks are never mixed.
class Recorder {
  private readonly finished: { readonly sequence: number; readonly line: WrittenLine }[] = [];
  private readonly open = new Map<number, { decoder: TextDecoder; text: string; sequence: number }>();
  private readonly errors: string[] = [];
  private bytes = 0;

  take(batch: readonly Output[]): void {
    for (const output of batch) {
      if (this.bytes > MAX_OUTPUT_BYTES) return;
      this.bytes += output.bytes.length;
      if (output.stream === Stream.Stderr) this.errors.push(new TextDecoder().decode(output.bytes.slice()));
      else this.stdout(output);
    }
  }

  private stdout({ rank, sequence, bytes }: Output): void {
    const open = this.open.get(rank) ?? { decoder: new TextDecoder(), text: '', sequence };
    this.open.set(rank, open);
    const parts = (open.text + open.decoder.decode(bytes.slice(), { stream: true })).split('\n');
    open.text = parts.pop() ?? '';
    open.sequence = sequence;
    for (const text of parts) this.finished.push({ sequence, line: { rank, text: text.replace(/\r$/, '') } });
  }

  lines(): readonly WrittenLine[] {
    const rest = [...this.open].filter(([, { text }]) => text !== '').map(([rank, { text, sequence }]) => ({ sequence, line: { rank, text } }));
    // Stable: lines of one record keep their order.
    return [...this.finished, ...rest].sort((one, other) => one.sequence - other.sequence).map(({ line }) => line);
  }

  stderr(): string {
    return this.errors.join('');
  }
}
