import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANY_RANK, MpiCall, RankState, RecordFlag, Stream, packLine } from '../../protocol';
import { DEFAULT_SETTINGS, fileOf } from '../../project';
import type { Exercise } from '../types';
import { type CheckProgress, checkAttempt } from './attempt';
import type { Check, Rule } from './rules';
import { type Script, scriptedLauncher } from './scripted-launcher.test-data';

const stdout = (lines: Rule['lines'], more: Partial<Rule> = {}): Rule => ({ where: { kind: 'stdout' }, compare: 'unordered', lines, extra: 'refused', tolerance: 1e-9, ...more });
const hello = stdout([{ each: 'rank', line: 'Hello from {rank} of {size}' }]);

const exercise = (expect: readonly Rule[], more: Partial<Exercise> = {}, check: Partial<Check> = {}): Exercise => ({
  text: '', starter: new Map(), solution: new Map(), command: '', settings: DEFAULT_SETTINGS, hints: [], mistakes: [], seconds: 5,
  checks: [{ ranks: [1, 3], command: 'mpiexec -n {size} python3 main.py', args: [], input: [], expect, ...check }],
  ...more,
});
const files = new Map([['main.py', fileOf('# Send(tag=1)\nprint("Hello")')]]);
const greeting = (ranks: number): Script => ({ output: Array.from({ length: ranks }, (_, rank) => [ranks - 1 - rank, `Hello from ${ranks - 1 - rank} of ${ranks}\n`] as const) });

describe('checkAttempt', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('runs the program once for each number of ranks and tells how far it is', async () => {
    const launcher = scriptedLauncher(greeting);
    const progress: CheckProgress[] = [];
    const report = await checkAttempt(exercise([hello]), files, launcher, (step) => progress.push(step));
    expect(report).toEqual({
      passed: true, mistake: null,
      runs: [1, 3].map((ranks) => ({ ranks, command: `mpiexec -n ${ranks} python3 main.py`, verdict: 'passed', sentences: [] })),
    });
    expect(progress).toEqual([{ done: 0, total: 2, ranks: 1 }, { done: 1, total: 2, ranks: 3 }, { done: 2, total: 2, ranks: null }]);
    expect(launcher.requests[0]?.files['main.py']).toEqual(files.get('main.py')?.bytes);
  });

  it('says what differs, with how many ranks, and runs no further', async () => {
    const report = await checkAttempt(exercise([hello], {}, { ranks: [1, 3, 5] }), files, scriptedLauncher((ranks) => ({ output: [[0, `Hello from 0 of ${ranks}\n`]] })));
    expect(report.passed).toBe(false);
    expect(report.runs.map(({ verdict }) => verdict)).toEqual(['passed', 'output', 'not-run']);
    expect(report.runs[1]?.sentences).toEqual(['With 3 ranks: expected a line “Hello from 1 of 3”, and found none like it.', 'With 3 ranks: expected a line “Hello from 2 of 3”, and found none like it.']);
  });

  it('puts the pieces of each rank together, and orders lines by when they were finished', async () => {
    const script: Script = { output: [[0, 'fi'], [1, 'second '], [0, 'rst\nlast'], [1, 'line\n'], [1, 'ignored', Stream.Stderr]] };
    const rule = stdout(['first', 'second line', 'last'], { compare: 'exact' });
    expect((await checkAttempt(exercise([rule], {}, { ranks: [2] }), files, scriptedLauncher(() => script))).runs[0]?.sentences).toEqual(['With 2 ranks: line 2: expected “second line”, got “last”.']);
    // A character of several bytes may be written in two pieces.
    const halves: Script = { output: [[0, Uint8Array.of(0xc3)], [1, 'first\n'], [0, Uint8Array.of(0xbc, 0x0a)]] };
    expect((await checkAttempt(exercise([stdout(['first', 'ü'], { compare: 'exact' })], {}, { ranks: [2] }), files, scriptedLauncher(() => halves))).passed).toBe(true);
  });

  it('looks at each rank alone', async () => {
    const rule = stdout([{ where: 'rank == size - 1', line: 'last' }], { where: { kind: 'each-rank' } });
    const run = (output: Script['output']) => checkAttempt(exercise([rule], {}, { ranks: [2] }), files, scriptedLauncher(() => ({ output: output ?? [] })));
    expect((await run([[1, 'last\n']])).passed).toBe(true);
    expect((await run([[0, 'last\n']])).runs[0]?.sentences).toEqual(['With 2 ranks: output of rank 0: 1 line too many: “last”.']);
    expect((await run([])).runs[0]?.sentences).toEqual(['With 2 ranks: output of rank 1: expected a line “last”, and found none like it.']);
  });

  it('looks into files', async () => {
    const rule = stdout(['{rank} squared is {rank * rank}'], { where: { kind: 'files', path: 'out_{rank}.txt' }, compare: 'numbers' });
    const run = (written: Record<string, string>) => checkAttempt(exercise([rule], {}, { ranks: [2] }), files, scriptedLauncher(() => ({ files: written })));
    expect((await run({ 'out_0.txt': '0.0 squared is 0\n', 'out_1.txt': '1 squared is 1.0' })).passed).toBe(true);
    const missing = await run({ 'out_0.txt': '0 squared is 0\n' });
    expect(missing.runs[0]).toMatchObject({ verdict: 'files', sentences: ['With 2 ranks: the file out_1.txt was not written.'] });
    expect((await run({ 'out_0.txt': '', 'out_1.txt': '' })).runs[0]?.sentences[0]).toContain('in the file out_0.txt: expected a line');
  });

  it('tells an exception before any difference', async () => {
    const report = await checkAttempt(exercise([hello], {}, { ranks: [2] }), files, scriptedLauncher(() => ({
      outcomes: [{ kind: 'aborted', code: 1 }, { kind: 'exception', type: 'ValueError', message: 'no', file: 'main.py', line: 7, syntax: null }],
    })));
    expect(report.runs[0]).toMatchObject({ verdict: 'error', sentences: ['With 2 ranks: rank 1 ended with ValueError in main.py, line 7: no.'] });
  });

  it('tells what the launcher says when no rank does', async () => {
    const mistakes = [{ name: 'any', file: 'x', message: '', recognise: { verdict: null, output: '', source: '' } }];
    const report = await checkAttempt(exercise([hello], { mistakes }, { ranks: [2] }), files, scriptedLauncher(() => ({ lost: 'rank 1: the interpreter ended: out of memory.' })));
    expect(report.runs[0]).toMatchObject({ verdict: 'error', sentences: ['With 2 ranks: rank 1: the interpreter ended: out of memory.'] });
    expect(report.mistake).toBeNull();
  });

  it('stops a run that takes too long and says who waited for whom', async () => {
    const waiting = { state: RankState.Waiting, call: MpiCall.Recv, line: packLine(1, 9) };
    const launcher = scriptedLauncher(() => ({ hangs: [{ ...waiting, waitsFor: 1 }, { ...waiting, waitsFor: ANY_RANK, flags: RecordFlag.Object }, { state: RankState.Finalizing }, { state: RankState.Running }] }));
    const checking = checkAttempt(exercise([hello], {}, { ranks: [4] }), files, launcher);
    await vi.advanceTimersByTimeAsync(5099);
    let over = false;
    void checking.then(() => { over = true; });
    await vi.advanceTimersByTimeAsync(0);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await checking).runs[0]).toMatchObject({
      verdict: 'timeout',
      sentences: ['With 4 ranks: the program had not ended after 5 seconds and was stopped; rank 0 waits in Recv for rank 1 (main.py, line 9), rank 1 waits in recv for any rank (main.py, line 9), rank 2 has ended and waits for the others, and 1 more have not ended.'],
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not count the time in which interpreters start', async () => {
    const hangs = (tick: number) => [{ state: RankState.Running }, { state: tick < 60 ? RankState.Starting : RankState.Running }];
    const checking = checkAttempt(exercise([hello], {}, { ranks: [2] }), files, scriptedLauncher(() => ({ hangs })));
    let over = false;
    void checking.then(() => { over = true; });
    await vi.advanceTimersByTimeAsync(11_000);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(over).toBe(true);
  });

  it('sees a deadlock when all ranks are blocked in the same calls', async () => {
    const waiting = { state: RankState.Waiting, call: MpiCall.Recv, sequence: 7 };
    const launcher = scriptedLauncher(() => ({ hangs: [{ ...waiting, waitsFor: 1 }, { ...waiting, waitsFor: 0 }, { state: RankState.Finalizing }] }));
    const checking = checkAttempt(exercise([hello], {}, { ranks: [3] }), files, launcher);
    await vi.advanceTimersByTimeAsync(2200);
    expect((await checking).runs[0]).toMatchObject({
      verdict: 'timeout',
      sentences: ['With 3 ranks: a deadlock, for every rank waits and none has moved for 2 seconds; rank 0 waits in Recv for rank 1, rank 1 waits in Recv for rank 0, rank 2 has ended and waits for the others.'],
    });
  });

  it.each([
    ['go from call to call', (tick: number) => [{ state: RankState.Waiting, sequence: tick }, { state: RankState.Waiting, sequence: 1 }]],
    ['receive messages meanwhile', (tick: number) => [{ state: RankState.Waiting, unexpected: tick }]],
    ['compute now and then', (tick: number) => [{ state: tick % 15 === 0 ? RankState.Running : RankState.Waiting, sequence: 1 }]],
    ['wait for a person', () => [{ state: RankState.WaitingForInput }, { state: RankState.Waiting }]],
    ['sleep', () => [{ state: RankState.Sleeping }, { state: RankState.Waiting }]],
  ])('takes ranks that %s for no deadlock', async (_what, hangs) => {
    const checking = checkAttempt(exercise([hello], {}, { ranks: [2] }), files, scriptedLauncher(() => ({ hangs })));
    await vi.advanceTimersByTimeAsync(5200);
    expect((await checking).runs[0]?.sentences[0]).toContain('had not ended after 5 seconds');
  });

  it('can be stopped', async () => {
    const stop = new AbortController();
    const checking = checkAttempt(exercise([hello]), files, scriptedLauncher(() => ({ hangs: [] })), undefined, stop.signal);
    await vi.advanceTimersByTimeAsync(100);
    stop.abort();
    expect((await checking).runs.map(({ verdict }) => verdict)).toEqual(['stopped', 'not-run']);
    expect((await checkAttempt(exercise([hello]), files, scriptedLauncher(greeting), undefined, stop.signal)).passed).toBe(false);
  });

  it('tells a command that cannot be run', async () => {
    const report = await checkAttempt(exercise([hello]), files, scriptedLauncher(() => ({ refused: 'There is no file main.py.' })));
    expect(report.runs[0]?.sentences).toEqual(['With 1 rank: mpiexec -n 1 python3 main.py could not be run: There is no file main.py.']);
  });

  it('runs nothing when the program is not there', async () => {
    const launcher = scriptedLauncher(greeting);
    const report = await checkAttempt(exercise([hello], { starter: new Map([['circle.py', fileOf('')]]) }), files, launcher);
    expect(report.runs.map(({ verdict, sentences }) => [verdict, ...sentences])).toEqual([['error', 'Your project has no circle.py: open the exercise first, or give your file that name.'], ['not-run']]);
    expect(launcher.requests).toEqual([]);
  });

  it('hands over arguments and input, then end of file', async () => {
    const launcher = scriptedLauncher(() => ({ output: [[0, 'a 2\n']] }));
    const report = await checkAttempt(exercise([stdout(['{arg[0]} {arg[1]}'])], {}, { ranks: [1], command: 'mpiexec -n {size} python3 main.py {args}', args: ['a', '2'], input: ['yes'] }), files, launcher);
    expect(report.passed).toBe(true);
    expect(launcher.requests[0]?.command).toBe('mpiexec -n 1 python3 main.py a 2');
    expect(launcher.inputs).toEqual(['yes', null]);
  });

  it('keeps a flood of output from filling memory', async () => {
    const flood = Array.from({ length: 300 }, () => [0, `${'x'.repeat(9999)}\n`] as const);
    const report = await checkAttempt(exercise([hello], {}, { ranks: [1] }), files, scriptedLauncher(() => ({ output: flood })));
    expect(report.runs[0]?.sentences[1]).toMatch(/^With 1 rank: 10\d lines too many/);
  });

  it('recognises the first listed mistake that the run and the program show', async () => {
    const mistake = (name: string, recognise: Partial<Exercise['mistakes'][number]['recognise']>) => ({ name, file: 'x', message: `${name}!`, recognise: { verdict: null, output: '', source: '', ...recognise } });
    const run = (mistakes: Exercise['mistakes'], script: Script) => checkAttempt(exercise([hello], { mistakes }, { ranks: [2] }), files, scriptedLauncher(() => script));
    const silent: Script = { output: [[0, 'Hallo\n']] };
    expect((await run([mistake('a', { verdict: 'error' }), mistake('b', { output: '^Hallo$' }), mistake('c', {})], silent)).mistake).toEqual({ name: 'b', message: 'b!' });
    // What stands in a comment is not the program.
    expect((await run([mistake('a', { source: 'Send' }), mistake('b', { source: 'print' })], silent)).mistake?.name).toBe('b');
    expect((await run([mistake('a', { source: 'Recv' })], silent)).mistake).toBeNull();
    expect((await run([mistake('a', {})], greeting(2))).mistake).toBeNull();
  });
});
