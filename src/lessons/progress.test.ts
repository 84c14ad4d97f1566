import { describe, expect, it } from 'vitest';
import { NO_PROGRESS, afterCheck, afterHint, afterSolution, maySeeSolution, parseProgress, progressOf } from './progress';

const passed = { passed: true, runs: [] };
const failed = { passed: false, runs: [] };
const stopped = { passed: false, runs: [{ ranks: 1, command: '', verdict: 'stopped' as const, sentences: [] }] };

describe('progress', () => {
  it('remembers the attempt that passed first', () => {
    const after = [failed, stopped, passed, failed, passed].reduce((progress, report) => afterCheck(progress, 'a', report), {});
    expect(after).toEqual({ a: { ...NO_PROGRESS, attempts: 4, passedAt: 2 } });
  });

  it('does not close hints again', () => {
    expect(progressOf(afterHint(afterHint({}, 'a', 2), 'a', 1), 'a').hints).toBe(2);
  });

  it('offers the solution after a try with all hints open, or when solved', () => {
    expect(maySeeSolution(NO_PROGRESS, 0)).toBe(false);
    expect(maySeeSolution({ ...NO_PROGRESS, attempts: 1 }, 2)).toBe(false);
    expect(maySeeSolution({ ...NO_PROGRESS, hints: 2 }, 2)).toBe(false);
    expect(maySeeSolution({ ...NO_PROGRESS, attempts: 1, hints: 2 }, 2)).toBe(true);
    expect(maySeeSolution({ ...NO_PROGRESS, attempts: 1, passedAt: 1 }, 2)).toBe(true);
    expect(progressOf(afterSolution({}, 'a'), 'a').solutionSeen).toBe(true);
  });

  it('comes back from storage, or not at all', () => {
    const some = afterCheck({}, 'a', failed);
    expect(parseProgress(structuredClone(some))).toEqual(some);
    expect(parseProgress({ a: { attempts: -1 } })).toEqual({});
    expect(parseProgress('x')).toEqual({});
    expect(progressOf({}, 'constructor')).toBe(NO_PROGRESS);
  });
});
