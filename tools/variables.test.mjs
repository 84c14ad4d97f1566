// Variables of real runs with numpy, kept by the command-line runner.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTrace, variablesOf } from '../src/trace/index.ts';
import { runIn } from './runner-cases.mjs';

const folder = mkdtempSync(join(tmpdir(), 'commworld-variables-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program; `at(rank, moment)` are its module's variables by name: text, type, changed. */
async function watched(text, ranks, more = {}) {
  const file = join(folder, 'run.cwtrace');
  const result = await runIn({ 'prog.py': text, ...more }, ['--trace', file, '-n', String(ranks), 'prog.py'], { env: { COMMWORLD_VARIABLES: '1' } });
  const read = await readTrace(new Uint8Array(readFileSync(file)), 'run');
  if (!read.ok) throw new Error(read.sentence);
  const { recording } = read.value;
  const history = variablesOf(recording);
  const at = (rank, moment) => Object.fromEntries(history.at(rank, moment).scopes[0].variables.map(({ name, value, changed }) => [name, { ...value, changed }]));
  return { result, recording, history, at };
}

const texts = (variables) => Object.fromEntries(Object.entries(variables).map(([name, { text }]) => [name, text]));

describe('variables with numpy', () => {
  it('arrays and scalars are read as numpy has them', { timeout: 60_000 }, async () => {
    const { at, result } = await watched([
      'import numpy as np', 'from mpi4py import MPI',
      'f, i = np.array([0.5, 1.25]), np.arange(6, dtype=np.int32).reshape(2, 3)', 'single, half = np.array([0.1], np.float32), np.array([1.5], np.float16)',
      'b, c, u = np.array([True, False]), np.array([1+2j]), np.array([255], np.uint8)', 'turned, every = i.T, np.arange(20)[::5]', 'big_end = np.array([1, 2], dtype=">i4")',
      'nought, empty, scalar = np.array(7.5), np.empty((0, 3)), np.float64(2.5)', 'whole, small = np.int64(-3), np.bool_(True)', 'many = np.zeros(1000)', 'cube = np.zeros((5, 5, 5))',
      'words, objects = np.array(["ab", "c"]), np.array([None, 1], dtype=object)', 'rows = [np.array([1.0])]', 'MPI.COMM_WORLD.Barrier()',
    ].join('\n'), 1);
    expect(result.code).toBe(0);
    const found = at(0, 4);
    expect(texts(found)).toMatchObject({
      f: '[0.5, 1.25]', i: '[[0, 1, 2], [3, 4, 5]]', single: '[0.1]', half: '[1.5]', b: '[True, False]', c: '[1.0+2.0j]', u: '[255]', turned: '[[0, 3], [1, 4], [2, 5]]', every: '[0, 5, 10, 15]',
      big_end: '[1, 2]', nought: '7.5', empty: '[]', scalar: '2.5', whole: '-3', small: 'True', words: '[…]', objects: '[…]', rows: '[[1.0]]',
    });
    expect(found.i.rows).toEqual([['0', '1', '2'], ['3', '4', '5']]);
    expect([found.f.type, found.i.type, found.many.type, found.scalar.type]).toEqual(['float64 array, 2', 'int32 array, 2 × 3', 'float64 array, 1,000', 'numpy float64']);
    expect(found.many.text).toMatch(/^\[(0\.0, )+…(, 0\.0){4}\]$/);
    expect(found).not.toHaveProperty('np');
  });

  it('a buffer has changed after Recv, one element of a long array after the program wrote it', { timeout: 60_000 }, async () => {
    const { at, recording } = await watched([
      'import numpy as np', 'from mpi4py import MPI', 'comm = MPI.COMM_WORLD', 'rank = comm.rank', 'buf, long = np.zeros(2), np.zeros(300)',
      'if rank == 0: comm.Send(np.array([3.0, 4.0]), 1)', 'else: comm.Recv(buf, 0)', 'long[150] = 1', 'comm.Barrier()',
    ].join('\n'), 2);
    // Call 0 is Init, call 1 Send or Recv, call 2 Barrier.
    expect([at(1, 2).buf.text, at(1, 3).buf.text, at(1, 3).buf.changed, at(1, 4).buf.changed]).toEqual(['[0.0, 0.0]', '[3.0, 4.0]', true, false]);
    expect([at(0, 3).buf.text, at(0, 3).buf.changed, at(0, 3).rank.text, at(1, 3).rank.text]).toEqual(['[0.0, 0.0]', false, '0', '1']);
    expect([at(1, 3).long.changed, at(1, 4).long.changed]).toEqual([false, true]);
    expect(recording.faults).toEqual([]);
  });

  it('what a program had when it failed is kept', { timeout: 60_000 }, async () => {
    const { at, history, result } = await watched(['from mpi4py import MPI', 'import helper', 'x = 1', 'MPI.COMM_WORLD.Barrier()', 'x = 2', 'def fail(y): raise ValueError(y)', 'fail(3)'].join('\n'), 1, { 'helper.py': 'inside = 5\n' });
    expect(result.code).toBe(1);
    expect(texts(at(0, Infinity))).toEqual({ x: '2' });
    expect(history.at(0, Infinity).scopes).toHaveLength(1);
  });

  it('two hundred thousand calls are looked at now and then, to the end', { timeout: 120_000 }, async () => {
    const { at, history, recording } = await watched(['import numpy as np', 'from mpi4py import MPI', 'comm = MPI.COMM_SELF', 'data = np.zeros(1)', 'for turn in range(100_000):', '    comm.Send(data, 0)', '    comm.Recv(data, 0)', 'done = True'].join('\n'), 1);
    expect(recording.callsOf[0].length).toBeGreaterThan(200_000);
    expect(texts(at(0, Infinity))).toMatchObject({ turn: '99999', done: 'True' });
    expect(recording.variables.length).toBeLessThan(20_000);
    expect(history.at(0, 2 * 20 + 1).exact).toBe(true);
  });
});
