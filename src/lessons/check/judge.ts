/// An observation against a check's rules: how the run fared, and what differs, in words.

import type { RankNow } from '../../mpiexec/launcher';
import { ALL_RANKS, ANY_RANK, MPI_CALLS, type Outcome, RankState, RecordFlag, unpackLine } from '../../protocol';
import { compareLines, tidyLines } from './compare';
import type { Scope } from './expression';
import { DEADLOCK_SECONDS, type Observation } from './observe';
import type { Check, Rule } from './rules';
import { expandLines, parseTemplate, scopesOfRanks } from './template';

export type Verdict = 'passed' | 'error' | 'timeout' | 'stopped' | 'output' | 'files';

export interface Judgement {
  readonly verdict: Verdict;
  /// Each without the number of ranks before it and without its full stop.
  readonly findings: readonly string[];
}

export function judge(check: Check, size: number, seconds: number, seen: Observation): Judgement {
  if (seen.ended === 'deadlock') return { verdict: 'timeout', findings: [`a deadlock, for every rank waits and none has moved for ${DEADLOCK_SECONDS} seconds${waiting(seen)}`] };
  if (seen.ended === 'time') return { verdict: 'timeout', findings: [`the program had not ended after ${seconds} seconds and was stopped${waiting(seen)}`] };
  if (seen.result.stopped) return { verdict: 'stopped', findings: ['the run was stopped'] };
  const failure = failureOf(seen);
  if (failure !== null) return { verdict: 'error', findings: [failure] };
  const scope: Scope = { size, rank: null, args: check.args };
  for (const rule of check.expect) {
    const findings = findingsOf(rule, scope, seen);
    if (findings.length > 0) return { verdict: rule.where.kind === 'files' ? 'files' : 'output', findings };
  }
  return { verdict: 'passed', findings: [] };
}

function findingsOf(rule: Rule, scope: Scope, seen: Observation): readonly string[] {
  const { where } = rule;
  if (where.kind === 'stdout') {
    const written = tidyLines(seen.stdout.map((line) => line.text).join('\n'));
    return compareLines(rule, expandLines(rule.lines, scope), written);
  }
  for (const one of scopesOfRanks(scope)) {
    const expected = expandLines(rule.lines, one);
    if (where.kind === 'each-rank') {
      const written = tidyLines(seen.stdout.filter((line) => line.rank === one.rank).map((line) => line.text).join('\n'));
      const findings = compareLines(rule, expected, written);
      if (findings.length > 0) return findings.map((finding) => `output of rank ${one.rank}: ${finding}`);
    } else {
      const findings = fileFindings(rule, parseTemplate(where.path)(one), expected, seen);
      if (findings.length > 0) return findings;
    }
  }
  return [];
}

function fileFindings(rule: Rule, path: string, expected: readonly string[], seen: Observation): readonly string[] {
  const bytes = Object.hasOwn(seen.result.files, path) ? seen.result.files[path] : undefined;
  if (bytes === undefined) return [`the file ${path} was not written`];
  return compareLines(rule, expected, tidyLines(new TextDecoder().decode(bytes.slice()))).map((finding) => `in the file ${path}: ${finding}`);
}

function failureOf({ result, stderr }: Observation): string | null {
  const failed = result.outcomes.findIndex((outcome) => outcome !== null && outcome.kind === 'exception');
  const aborted = result.outcomes.findIndex((outcome) => outcome !== null && (outcome.kind === 'aborted' || (outcome.kind === 'ok' && outcome.code !== 0)));
  const rank = failed >= 0 ? failed : aborted;
  const outcome = result.outcomes[rank];
  if (outcome !== undefined && outcome !== null) return `rank ${rank} ${ending(outcome)}`;
  if (result.code === 0) return null;
  // A rank that was ended by force has no outcome of its own; the launcher says what happened.
  const notice = result.notices.find(({ kind }) => kind === 'failure');
  if (notice !== undefined) return withoutStop(notice.text.slice(0, 500));
  const last = tidyLines(stderr).at(-1);
  return `the run ended with exit code ${result.code}${last === undefined ? '' : `: ${last.slice(0, 300)}`}`;
}

const withoutStop = (sentence: string): string => sentence.trim().replace(/\.$/, '');

function ending(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'exception': {
      const at = outcome.file === '' ? '' : ` in ${outcome.file}, line ${outcome.line}`;
      return `ended with ${outcome.type}${at}${outcome.message === '' ? '' : `: ${outcome.message.slice(0, 300)}`}`;
    }
    case 'aborted': return `called Abort with code ${outcome.code}`;
    case 'ok': return `ended with exit code ${outcome.code}`;
    case 'stopped': return 'was stopped';
  }
}

/// `; rank 0 waits in Recv for rank 2 (relay.py, line 9)`: who stood where when time was over.
function waiting({ now, sources }: Observation): string {
  const told = now.filter(({ state }) => state !== RankState.Exited && state !== RankState.Failed).map((rank) => `rank ${rank.rank} ${activity(rank)}${place(rank, sources)}`);
  if (told.length === 0) return '';
  return `; ${told.slice(0, 3).join(', ')}${told.length > 3 ? `, and ${told.length - 3} more have not ended` : ''}`;
}

function activity(now: RankNow): string {
  switch (now.state) {
    case RankState.Waiting: return `waits in ${callOf(now)}${partner(now.waitsFor)}`;
    case RankState.Finalizing: return 'has ended and waits for the others';
    case RankState.WaitingForInput: return 'waits for input';
    case RankState.Sleeping: return 'sleeps';
    default: return 'was still running';
  }
}

/// As it stands in the program: `Recv`, or `recv` for the method that takes any object.
function callOf({ call, flags }: RankNow): string {
  const name = MPI_CALLS[call] ?? 'MPI';
  return (flags & RecordFlag.Object) === 0 ? name : name.toLowerCase();
}

function partner(waitsFor: number): string {
  if (waitsFor >= 0) return ` for rank ${waitsFor}`;
  if (waitsFor === ANY_RANK) return ' for any rank';
  return waitsFor === ALL_RANKS ? ' for the other ranks' : '';
}

function place(now: RankNow, sources: readonly string[]): string {
  const { file, line } = unpackLine(now.line);
  const path = sources[file - 1];
  return line === 0 || path === undefined ? '' : ` (${path}, line ${line})`;
}
