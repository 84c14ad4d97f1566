/// How far a person has come. State keeps it; here is what it is and how it goes on.

import * as v from 'valibot';
import type { CheckReport } from './check/attempt';

export interface LessonProgress {
  readonly attempts: number;
  /// The attempt that passed first, from 1; null while none has.
  readonly passedAt: number | null;
  /// How many hints are open.
  readonly hints: number;
  readonly solutionSeen: boolean;
}

/// By lesson id. A lesson that is not in it has not been touched.
export type Progress = Readonly<Record<string, LessonProgress>>;

export const NO_PROGRESS: LessonProgress = { attempts: 0, passedAt: null, hints: 0, solutionSeen: false };

export function progressOf(progress: Progress, lesson: string): LessonProgress {
  return Object.hasOwn(progress, lesson) ? progress[lesson] ?? NO_PROGRESS : NO_PROGRESS;
}

const changed = (progress: Progress, lesson: string, change: Partial<LessonProgress>): Progress => ({ ...progress, [lesson]: { ...progressOf(progress, lesson), ...change } });

export function afterCheck(progress: Progress, lesson: string, report: Pick<CheckReport, 'passed' | 'runs'>): Progress {
  // A check that was stopped says nothing about the attempt.
  if (report.runs.some(({ verdict }) => verdict === 'stopped')) return progress;
  const before = progressOf(progress, lesson);
  const attempts = before.attempts + 1;
  return changed(progress, lesson, { attempts, passedAt: before.passedAt ?? (report.passed ? attempts : null) });
}

export function afterHint(progress: Progress, lesson: string, hints: number): Progress {
  return changed(progress, lesson, { hints: Math.max(hints, progressOf(progress, lesson).hints) });
}

export function afterSolution(progress: Progress, lesson: string): Progress {
  return changed(progress, lesson, { solutionSeen: true });
}

/// The solution is offered once an attempt was made and all hints are open, or the exercise is solved.
export function maySeeSolution(progress: LessonProgress, hints: number): boolean {
  return progress.passedAt !== null || progress.solutionSeen || (progress.attempts > 0 && progress.hints >= hints);
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const progressSchema = v.record(v.string(), v.object({ attempts: count, passedAt: v.nullable(count), hints: count, solutionSeen: v.boolean() }));

/// Stored progress; what is damaged counts as none.
export function parseProgress(stored: unknown): Progress {
  const parsed = v.safeParse(progressSchema, stored);
  return parsed.success ? parsed.output : {};
}
