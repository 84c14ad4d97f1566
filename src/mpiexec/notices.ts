import { ALL_RANKS, ANY_RANK, MPI_CALLS, RankState, RecordFlag, unpackLine, type Outcome, type RankUsage } from '../protocol';
import type { LaunchCommand } from './command';
import type { Notice, RankNow } from './launcher';

/// What is known when a run has ended.
export interface Ending {
  readonly command: LaunchCommand;
  readonly outcomes: readonly (Outcome | null)[];
  readonly usage: readonly (RankUsage | null)[];
  readonly stopped: boolean;
  readonly failedFirst: number | null;
  /// A sentence when an interpreter could not start or broke.
  readonly broken: string | null;
  /// What each rank was in at the end.
  readonly last: readonly RankNow[];
  readonly milliseconds: number;
  /// Milliseconds from the ranks' start to the end, and processors of the machine.
  readonly elapsed: number;
  readonly cores: number;
  readonly abortCode: number;
  readonly epoch: number;
  readonly sources: readonly string[];
}

/// Exit code of the launcher and the lines it writes after the program's.
export function noticesOf(ending: Ending): { code: number; notices: Notice[] } {
  const notices: Notice[] = [];
  let code = 0;
  if (ending.broken !== null) {
    notices.push({ kind: 'failure', text: `The run ended because an interpreter failed: ${ending.broken}` });
    code = 1;
  }
  if (ending.stopped) {
    notices.push({ kind: 'stopped', text: `Stopped after ${seconds(ending.milliseconds)}.` });
    notices.push(...waits(ending));
    code = 130;
  } else if (ending.failedFirst !== null) {
    const failure = failed(ending, ending.failedFirst);
    notices.push(...failure.notices);
    code = failure.code;
  }
  if (ending.command.launcher === 'aprun' && ending.usage.some((use) => use !== null)) notices.push({ kind: 'resources', text: resources(ending) });
  return { code, notices };
}

function failed(ending: Ending, rank: number): { code: number; notices: Notice[] } {
  const outcome = ending.outcomes[rank] ?? null;
  const { launcher, ranks } = ending.command;
  const others = ranks > 1 ? ' The launcher ended the other ranks, as mpiexec does when a process fails.' : '';
  if (outcome?.kind === 'exception') {
    const place = outcome.file === '' ? '' : ` (${outcome.file}, line ${outcome.line})`;
    const notices: Notice[] = [{ kind: 'failure', text: `${launcher}: rank ${rank} ended with an uncaught ${outcome.type}${place}.${others}` }];
    const alone = ending.outcomes.filter((other) => other?.kind === 'exception').length === 1;
    const protectedRun = ending.command.programs.every(({ mpi4py }) => mpi4py);
    if (ranks > 1 && alone && outcome.syntax === null && !protectedRun) {
      const program = ending.command.programs[0]?.program;
      const how = program?.kind === 'file' ? `python3 -m mpi4py ${program.path}` : 'python3 -m mpi4py';
      notices.push({
        kind: 'advice',
        text: `On a real machine, plain mpi4py would leave the other ranks hanging in any call that needs rank ${rank}; start the program with "${how}" and an uncaught exception ends them all.`,
      });
    }
    return { code: 1, notices };
  }
  if (outcome?.kind === 'ok') return { code: outcome.code, notices: [{ kind: 'failure', text: `${launcher}: rank ${rank} exited with code ${outcome.code}.${others}` }] };
  if (outcome === null && ending.abortCode === 0) return { code: 1, notices: [{ kind: 'failure', text: `${launcher}: rank ${rank} ended.${others}` }] };
  return { code: ending.abortCode & 0xff || 1, notices: [{ kind: 'failure', text: `${launcher}: rank ${rank} called Abort with code ${ending.abortCode}; every rank was ended.` }] };
}

/// Who waited for whom when the person pressed Stop.
function waits(ending: Ending): Notice[] {
  const waiting = ending.last.filter((rank) => rank.state === RankState.Waiting || rank.state === RankState.Finalizing);
  return waiting.slice(0, 16).map((rank) => ({ kind: 'advice', text: `rank ${rank.rank} was waiting ${whatFor(rank)}${where(rank, ending.sources)}.` }));
}

function whatFor(rank: RankNow): string {
  if (rank.state === RankState.Finalizing) return 'in MPI_Finalize for the other ranks to end';
  const upper = MPI_CALLS[rank.call] ?? 'a call';
  const name = (rank.flags & RecordFlag.Object) !== 0 ? upper.toLowerCase() : upper;
  const whom = rank.waitsFor === ANY_RANK ? 'any rank' : rank.waitsFor === ALL_RANKS ? 'the other ranks' : rank.waitsFor >= 0 ? `rank ${rank.waitsFor}` : 'its requests';
  return `in ${name} for ${whom}`;
}

function where(rank: RankNow, sources: readonly string[]): string {
  const { file, line } = unpackLine(rank.line);
  const path = sources[file - 1];
  return path === undefined ? '' : ` (${path}, line ${line})`;
}

/// The line that aprun (Cray ALPS) writes, from what was measured: utime is the ranks' time outside of waits, summed, at most what the
/// machine's processors can have given (a rank that waits for a processor cannot tell); stime their time in waits, summed; Rss the largest
/// memory of a rank in KiB; blocks are of 512 bytes, read and written through files and streams.
function resources({ usage, epoch, elapsed, cores }: Ending): string {
  const sum = (pick: (use: RankUsage) => number): number => usage.reduce((total, use) => total + (use === null ? 0 : pick(use)), 0);
  const most = usage.reduce((top, use) => Math.max(top, use?.memoryBytes ?? 0), 0);
  const id = Math.floor(epoch / 1000) % 1_000_000;
  return (
    `Application ${id} resources: utime ~${Math.round(Math.min(sum((use) => use.busySeconds), (cores * elapsed) / 1000))}s, stime ~${Math.round(sum((use) => use.blockedSeconds))}s, ` +
    `Rss ~${Math.round(most / 1024)}, inblocks ~${Math.ceil(sum((use) => use.bytesRead) / 512)}, outblocks ~${Math.ceil(sum((use) => use.bytesWritten) / 512)}`
  );
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
