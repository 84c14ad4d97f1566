/// Checks an attempt: runs it at every number of ranks the exercise names, until one run does not give what it should.

import { LaunchError, type Launcher } from '../../mpiexec/launcher';
import { type ProjectFiles, textOf } from '../../project';
import type { Exercise, Mistake } from '../types';
import { type Judgement, type Verdict, judge } from './judge';
import { type Observation, observe } from './observe';
import type { Check } from './rules';
import { parseTemplate } from './template';

export interface CheckProgress {
  /// Runs done and runs in all.
  readonly done: number;
  readonly total: number;
  /// Ranks of the run that has begun; null when all are done.
  readonly ranks: number | null;
}

export interface RunReport {
  readonly ranks: number;
  readonly command: string;
  readonly verdict: Verdict | 'not-run';
  /// Whole sentences: "With 3 ranks: expected a line …, got …."
  readonly sentences: readonly string[];
}

export interface CheckReport {
  readonly passed: boolean;
  /// In the order of the checks. After the first that fails the others are `not-run`.
  readonly runs: readonly RunReport[];
  /// The listed mistake that the failed run shows.
  readonly mistake: { readonly name: string; readonly message: string } | null;
}

const ranksOf = (size: number): string => (size === 1 ? 'With 1 rank' : `With ${size} ranks`);

/// Never rejects for what the program does; a launch command that cannot be run is told in the report too.
export async function checkAttempt(
  exercise: Exercise,
  files: ProjectFiles,
  launcher: Pick<Launcher, 'launch'>,
  onProgress: (progress: CheckProgress) => void = () => undefined,
  signal?: AbortSignal,
): Promise<CheckReport> {
  const plan = exercise.checks.flatMap((check) => check.ranks.map((size) => ({ check, size })));
  const missing = [...exercise.starter.keys()].filter((path) => !files.has(path));
  if (missing.length > 0) {
    const sentence = `Your project has no ${missing.join(' and no ')}: open the exercise first, or give your file that name.`;
    return { passed: false, mistake: null, runs: plan.map(({ check, size }, at) => ({ ranks: size, command: commandOf(check, size), verdict: at === 0 ? 'error' : 'not-run', sentences: at === 0 ? [sentence] : [] })) };
  }
  const runs: RunReport[] = [];
  let mistake: CheckReport['mistake'] = null;
  for (const { check, size } of plan) {
    const command = commandOf(check, size);
    if (runs.some(({ verdict }) => verdict !== 'passed')) {
      runs.push({ ranks: size, command, verdict: 'not-run', sentences: [] });
      continue;
    }
    onProgress({ done: runs.length, total: plan.length, ranks: size });
    const { judgement, seen } = await tried(exercise, check, size, command, files, launcher, signal);
    runs.push({ ranks: size, command, verdict: judgement.verdict, sentences: judgement.findings.map((finding) => `${ranksOf(size)}: ${finding}.`) });
    if (judgement.verdict !== 'passed' && judgement.verdict !== 'stopped') mistake = recognised(exercise.mistakes, judgement.verdict, files, seen);
  }
  onProgress({ done: plan.length, total: plan.length, ranks: null });
  return { passed: runs.every(({ verdict }) => verdict === 'passed'), runs, mistake };
}

const commandOf = (check: Check, size: number): string => parseTemplate(check.command)({ size, rank: null, args: check.args });

async function tried(
  exercise: Exercise, check: Check, size: number, command: string, files: ProjectFiles, launcher: Pick<Launcher, 'launch'>, signal: AbortSignal | undefined,
): Promise<{ judgement: Judgement; seen: Observation | null }> {
  if (signal?.aborted === true) return { judgement: { verdict: 'stopped', findings: ['the check was stopped'] }, seen: null };
  try {
    const seen = await observe(launcher, { command, files, settings: exercise.settings, input: check.input, seconds: exercise.seconds }, signal);
    return { judgement: judge(check, size, exercise.seconds, seen), seen };
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    return { judgement: { verdict: 'error', findings: [`${command} could not be run: ${error.message.replace(/\.$/, '')}`] }, seen: null };
  }
}

function recognised(mistakes: readonly Mistake[], verdict: Verdict, files: ProjectFiles, seen: Observation | null): CheckReport['mistake'] {
  // Interpreters that broke are nobody's mistake.
  if (verdict === 'error' && seen !== null && seen.result.outcomes.length > 0 && seen.result.outcomes.every((outcome) => outcome === null)) return null;
  const output = seen === null ? '' : `${seen.stdout.map(({ text }) => text).join('\n')}\n${seen.stderr}`;
  const source = [...files].filter(([path]) => path.endsWith('.py')).map(([, file]) => withoutComments(textOf(file))).join('\n');
  const found = mistakes.find(({ recognise }) =>
    (recognise.verdict === null || recognise.verdict === verdict)
    && new RegExp(recognise.output, 'mu').test(output)
    && new RegExp(recognise.source, 'mu').test(source));
  return found === undefined ? null : { name: found.name, message: found.message };
}

// The task itself often stands in comments, and must not be taken for the program.
function withoutComments(source: string): string {
  return source.replace(/^\s*#.*$/gm, '');
}
