import { expect, test } from 'vitest';
import { fileOf, launchFiles, type ProjectFiles, textOf } from '../../project';
import { mergeFiles } from './merge-files';

const launched: ProjectFiles = new Map([['a.py', fileOf('a')], ['old.txt', fileOf('old')]]);
const after = (changes: Readonly<Record<string, string>>): Readonly<Record<string, Uint8Array>> => ({
  ...launchFiles(launched),
  ...Object.fromEntries(Object.entries(changes).map(([path, text]) => [path, fileOf(text).bytes])),
});
const shown = (files: ProjectFiles): Record<string, string> => Object.fromEntries([...files].map(([path, file]) => [path, textOf(file)]));

test('what the run wrote is there and marked', () => {
  const { files, written } = mergeFiles(launched, launched, after({ 'out_0.txt': '0', 'old.txt': 'new' }));
  expect(shown(files)).toEqual({ 'a.py': 'a', 'old.txt': 'new', 'out_0.txt': '0' });
  expect([...written]).toEqual(['old.txt', 'out_0.txt']);
});

test('a program edited during the run keeps the edit', () => {
  const present = new Map(launched).set('a.py', fileOf('edited'));
  const { files, written, sentences } = mergeFiles(launched, present, after({}));
  expect(shown(files)['a.py']).toBe('edited');
  expect(written.size).toBe(0);
  expect(sentences).toEqual([]);
});

test('a file both edited and written is kept twice', () => {
  const present = new Map(launched).set('old.txt', fileOf('mine'));
  const { files, written, sentences } = mergeFiles(launched, present, after({ 'old.txt': 'theirs' }));
  expect(shown(files)).toEqual({ 'a.py': 'a', 'old.txt': 'mine', 'old.txt.run': 'theirs' });
  expect([...written]).toEqual(['old.txt.run']);
  expect(sentences).toHaveLength(1);
});

test('a file the run removed goes, unless it was edited', () => {
  const gone = { 'a.py': fileOf('a').bytes };
  expect(shown(mergeFiles(launched, launched, gone).files)).toEqual({ 'a.py': 'a' });
  const present = new Map(launched).set('old.txt', fileOf('mine'));
  expect(shown(mergeFiles(launched, present, gone).files)).toEqual({ 'a.py': 'a', 'old.txt': 'mine' });
});

test('a file removed by the person during the run stays removed', () => {
  const present = new Map([['a.py', launched.get('a.py') ?? fileOf('')]]);
  expect(shown(mergeFiles(launched, present, after({})).files)).toEqual({ 'a.py': 'a' });
});

test('paths and sizes a project cannot hold are told', () => {
  const { files, sentences } = mergeFiles(launched, launched, { ...after({ 'a.py/x': '1' }), big: new Uint8Array(40 * 1024 * 1024) });
  expect([...files.keys()]).toEqual(['a.py', 'old.txt']);
  expect(sentences).toHaveLength(2);
});

test('ten thousand files too many are one sentence', () => {
  const after = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}.txt`, new Uint8Array(1)]));
  const { sentences } = mergeFiles(new Map(), new Map(), after);
  expect(sentences).toHaveLength(1);
  expect(sentences[0]).toMatch(/f\d+\.txt \(1 bytes\), .* and \d+ more, which the run wrote, are not kept: a project holds at most/);
});
