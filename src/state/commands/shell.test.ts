import { describe, expect, test } from 'vitest';
import { fileOf, type ProjectFiles } from '../../project';
import { shell } from './shell';
import { splitWords } from './words';

const files: ProjectFiles = new Map([
  ['mpiEx.py', fileOf('print(1)\n')],
  ['out_0.txt', fileOf('zero\n')],
  ['out_1.txt', fileOf('one\n')],
  ['data/in.txt', fileOf('in')],
  ['a.npy', { bytes: Uint8Array.of(0, 1, 2) }],
]);

function text(line: string): string {
  const answer = shell(line, files);
  if (answer.kind !== 'answer') throw new Error(`${line}: ${answer.kind}`);
  return answer.text;
}

describe('words', () => {
  test.each([
    ['cat "a b" c\\ d', ['cat', 'a b', 'c d']],
    ["  ls   'x'y ", ['ls', 'xy']],
    ['', []],
    ['a "" b', ['a', '', 'b']],
  ])('%j', (line, words) => {
    const split = splitWords(line);
    expect(split.ok && split.words.map((word) => word.text)).toEqual(words);
  });

  test('an open quotation mark is told', () => {
    expect(text("cat 'a")).toContain('is not closed');
  });
});

describe('launch commands go to the launcher', () => {
  test.each(['aprun -n 5 python3 mpiEx.py', 'mpiexec', 'srun -n 2 x', "aprun -n 2 python3 -c 'print(1)", 'python3 mpiEx.py'])('%s', (line) => {
    expect(shell(line, files).kind).toBe('launch');
  });
});

describe('ls', () => {
  test('lists all, sorted', () => expect(text('ls').split('\n')).toEqual(['a.npy', 'data/in.txt', 'mpiEx.py', 'out_0.txt', 'out_1.txt']));
  test('takes patterns and folders', () => {
    expect(text('ls out_?.txt')).toBe('out_0.txt\nout_1.txt');
    expect(text('ls data')).toBe('data/in.txt');
  });
  test('-l tells sizes', () => expect(text('ls -l a.npy')).toBe('         3  a.npy'));
});

describe('cat', () => {
  test('shows one after another', () => expect(text('cat out_*.txt')).toBe('zero\none'));
  test('a missing file, with a guess', () => expect(text('cat MPIEX.py')).toBe('cat: there is no file MPIEX.py; did you mean mpiEx.py?'));
  test('bytes are not text', () => expect(text('cat a.npy')).toContain('not text (3 bytes)'));
  test('asks for a name', () => expect(text('cat')).toContain('which file?'));
  test('a quoted star is a name', () => expect(text("cat '*.txt'")).toContain('no file *.txt'));
});

describe('rm', () => {
  test('removes what a pattern names', () => expect(shell('rm out_*.txt', files)).toEqual({ kind: 'answer', text: '', removed: ['out_0.txt', 'out_1.txt'], copied: [] }));
  test('says what is missing and removes the rest', () => expect(shell('rm out_0.txt nope', files)).toEqual({ kind: 'answer', text: 'rm: there is no file nope', removed: ['out_0.txt'], copied: [] }));
  test('does not remove the whole project', () => expect(shell('rm -rf .', files)).toMatchObject({ removed: [] }));
});

describe('cp', () => {
  test('copies', () => expect(shell('cp mpiEx.py ./b.py', files)).toEqual({ kind: 'answer', text: '', removed: [], copied: [{ from: 'mpiEx.py', to: 'b.py' }] }));
  test('into a folder', () => expect(shell('cp mpiEx.py data/', files)).toMatchObject({ copied: [{ to: 'data/mpiEx.py' }] }));
  test.each(['cp a', 'cp a b c', 'cp nope b.py', 'cp mpiEx.py ../b.py', 'cp mpiEx.py mpiEx.py/x', 'cp mpiEx.py mpiEx.py'])('refuses %s', (line) => {
    expect(shell(line, files)).toMatchObject({ copied: [] });
    expect(text(line)).toMatch(/^cp: .+/);
  });
});

test('clear', () => expect(shell('clear', files).kind).toBe('clear'));
test('unknown commands are told what there is', () => expect(text('vim x')).toContain('there is no such command'));
test('names of Object are no commands', () => expect(text('constructor')).toContain('there is no such command'));
test('pipes are told to be missing', () => expect(text('cat mpiEx.py | wc')).toContain('without pipes'));
test('a program without launcher', () => expect(text('./mpiEx.py')).toContain('aprun -n 5 python3 mpiEx.py'));
