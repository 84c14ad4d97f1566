import { describe, expect, it } from 'vitest';
import { refusedBeside, refusedPath } from './paths';

describe('paths', () => {
  it.each(['main.py', 'data/in.txt', 'a b.txt', 'größe.py', '...', '.hidden', 'constructor', 'a/toString', 'x'.repeat(200)])('takes %j', (path) => {
    expect(refusedPath(path)).toBeNull();
  });

  it.each([
    ['', 'needs a name'],
    ['/etc/passwd', 'begins with /'],
    ['../up.py', 'the part ..'],
    ['a/../b', 'the part ..'],
    ['./a', 'the part .;'],
    ['a//b', 'empty part'],
    ['a/', 'empty part'],
    ['a\\b', 'backslash'],
    ['a\u0000b', 'control character'],
    ['a\nb', 'control character'],
    ['\ud800', 'not valid Unicode'],
    ['__proto__', 'keeps for itself'],
    ['a/__proto__/b', 'keeps for itself'],
    ['.commworld.json', 'keeps for itself'],
    ['x'.repeat(201), 'at most 200'],
  ])('refuses %j with a sentence', (path, reason) => {
    expect(refusedPath(path)).toContain(reason);
  });

  it('lets no file lie inside a file', () => {
    expect(refusedBeside('out', ['main.py', 'out.txt'])).toBeNull();
    expect(refusedBeside('out', ['out/a.txt'])).toContain('lies in a folder of that name');
    expect(refusedBeside('main.py/a', ['main.py'])).toContain('is a file, not a folder');
  });
});
