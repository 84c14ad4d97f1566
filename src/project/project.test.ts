import { describe, expect, it } from 'vitest';
import { fileOf, textOf } from './files';
import { type Checked, type Project, launchFiles, projectOf, starterContent, withFile, withRenamed, withoutFile } from './project';

const value = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(checked.sentence);
  return checked.value;
};
const refusal = (checked: Checked<Project>): string => (checked.ok ? 'taken' : checked.sentence);

describe('a project', () => {
  const start = projectOf(starterContent(), 'p1');

  it('is changed into a new one of the next revision', () => {
    const more = value(withFile(start, 'b.py', fileOf('1')));
    expect([...more.files.keys()]).toEqual(['main.py', 'b.py']);
    expect(more.revision).toBe(1);
    expect(start.files.has('b.py')).toBe(false);
  });

  it('renames a file in its place', () => {
    const more = value(withFile(start, 'b.py', fileOf('1')));
    const renamed = value(withRenamed(more, 'main.py', 'hello.py'));
    expect([...renamed.files.keys()]).toEqual(['hello.py', 'b.py']);
    expect(refusal(withRenamed(more, 'main.py', 'b.py'))).toContain('already a file');
    expect(refusal(withRenamed(more, 'c.py', 'd.py'))).toContain('no file');
    expect(refusal(withRenamed(more, 'b.py', 'main.py/x'))).toContain('not a folder');
    expect(value(withRenamed(start, 'main.py', 'main.py/x')).files.has('main.py/x')).toBe(true);
  });

  it('refuses impossible paths', () => {
    expect(refusal(withFile(start, '../x', fileOf('')))).toContain('the part ..');
    expect(refusal(withFile(start, 'main.py/x', fileOf('')))).toContain('not a folder');
  });

  it('loses a file, and is itself when there is none to lose', () => {
    expect(withoutFile(start, 'nothing')).toBe(start);
    expect(withoutFile(start, 'main.py').files.size).toBe(0);
  });

  it('gives its files to a launch without a prototype in the way', () => {
    const files = launchFiles(new Map([['constructor', fileOf('x')]]));
    expect(Object.keys(files)).toEqual(['constructor']);
    expect('toString' in files).toBe(false);
    expect(textOf({ bytes: files['constructor'] ?? new Uint8Array() })).toBe('x');
  });
});
