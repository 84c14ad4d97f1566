/// A launcher that plays a script, for tests of what judges runs. It runs nothing.

import { type LaunchRequest, type Launcher, LaunchError, type RankNow, type RunEvents, type RunResult } from '../../mpiexec/launcher';
import { ALL_RANKS, type Outcome, Stream } from '../../protocol';

export interface Script {
  /// Pieces of output in the order in which they are written: rank, text, stream.
  readonly output?: readonly (readonly [rank: number, text: string | Uint8Array, stream?: Stream])[];
  readonly outcomes?: readonly Outcome[];
  readonly files?: Readonly<Record<string, string>>;
  /// The run does not end until it is stopped; ranks are in this, as is told ten times a second.
  readonly hangs?: readonly Partial<RankNow>[] | ((tick: number) => readonly Partial<RankNow>[]);
  readonly refused?: string;
  /// The launcher lost its ranks, and says so.
  readonly lost?: string;
}

export interface ScriptedLauncher extends Pick<Launcher, 'launch'> {
  readonly requests: LaunchRequest[];
  readonly inputs: (string | null)[];
}

/// `script` is asked for each launch, with its number of ranks as `-n` says.
export function scriptedLauncher(script: (ranks: number, request: LaunchRequest) => Script): ScriptedLauncher {
  const requests: LaunchRequest[] = [];
  const inputs: (string | null)[] = [];
  return {
    requests,
    inputs,
    launch(request, events) {
      requests.push(request);
      const ranks = Number(/-n (\d+)/.exec(request.command)?.[1] ?? 1);
      const played = script(ranks, request);
      if (played.refused !== undefined) throw new LaunchError(played.refused);
      let end: (stopped: boolean) => void = () => undefined;
      let ticks: ReturnType<typeof setInterval> | undefined;
      const done = new Promise<RunResult>((resolve) => {
        end = (stopped) => {
          clearInterval(ticks);
          const result = resultOf(ranks, played, request, stopped);
          events.ended(result);
          resolve(result);
        };
      });
      queueMicrotask(() => {
        play(ranks, played, events);
        if (played.hangs === undefined) end(false);
        else ticks = tell(played.hangs, events);
      });
      return { done, stop: () => end(true), input: (line) => void inputs.push(typeof line === 'string' ? line : null) };
    },
  };
}

function play(ranks: number, script: Script, events: RunEvents): void {
  events.started({ ranks, sources: ['main.py'], epoch: 0, now: () => 0 });
  const encoder = new TextEncoder();
  events.output((script.output ?? []).map(([rank, text, stream = Stream.Stdout], at) => ({ rank, sequence: at + 1, stream, line: 0, time: at, bytes: typeof text === 'string' ? encoder.encode(text) : text })));
}

function tell(hangs: NonNullable<Script['hangs']>, events: RunEvents): ReturnType<typeof setInterval> {
  let tick = 0;
  return setInterval(() => {
    const ranks = typeof hangs === 'function' ? hangs(tick) : hangs;
    tick += 1;
    events.now(ranks.map((now, rank) => ({ rank, state: 1, call: 0, flags: 0, waitsFor: ALL_RANKS, tag: 0, context: 0, since: 0, sequence: 0, line: 0, unexpected: 0, ...now })));
  }, 100);
}

function resultOf(ranks: number, script: Script, request: LaunchRequest, stopped: boolean): RunResult {
  const outcomes = script.outcomes ?? Array.from({ length: ranks }, (): Outcome => (stopped ? { kind: 'stopped' } : { kind: 'ok', code: 0 }));
  const encoder = new TextEncoder();
  const written = Object.entries(script.files ?? {}).map(([path, text]) => [path, encoder.encode(text)] as const);
  return {
    ranks, stopped, outcomes: script.lost === undefined ? outcomes : outcomes.map(() => null),
    code: stopped ? 130 : script.lost !== undefined || outcomes.some((outcome) => outcome.kind !== 'ok') ? 1 : 0,
    notices: script.lost === undefined ? [] : [{ kind: 'failure', text: script.lost }], syntax: null, milliseconds: 1, usage: [],
    files: { ...request.files, ...Object.fromEntries(written) },
  };
}
