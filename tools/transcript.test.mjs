import { describe, expect, it } from 'vitest';
import { difference, parse, readHeader, transcript, write } from './transcript.mjs';

describe('transcripts of programs', () => {
  it('sorts lines whose order nobody guarantees, and keeps the others', () => {
    expect(transcript({ stdout: 'b\na \n', code: 0 }, {})).toEqual(['a', 'b']);
    expect(transcript({ stdout: 'b\na\n', code: 3 }, { inOrder: true })).toEqual(['b', 'a', '[exit 3]']);
    expect(transcript({ stdout: '', code: 0 }, { inOrder: true })).toEqual([]);
    expect(transcript({ stdout: 'x', code: 0, hangs: true }, { inOrder: true })).toEqual(['x', '[hangs]']);
  });

  it('takes numbers for each other and hides names where asked', () => {
    expect(transcript({ stdout: '8  12.5\n16 -1e-3 on host\n', code: 0 }, { inOrder: true, shape: true, mask: ' on .*' })).toEqual(['# #', '# #…']);
  });

  it('reads back what it writes', () => {
    const text = write([{ run: '-n 1 a.py', lines: ['one'] }, { run: '-n 2 a.py 5', lines: [] }]);
    expect([...parse(text)]).toEqual([['-n 1 a.py', ['one']], ['-n 2 a.py 5', []]]);
  });

  it('tells a difference, and forgives numbers only as far as asked', () => {
    expect(difference(['a', 'b'], ['a', 'b'])).toBeNull();
    expect(difference(['a'], ['a', 'b'])).toContain('missing: b');
    expect(difference(['a', 'b'], ['a'])).toContain('too much: b');
    expect(difference(['pi 3.14159'], ['pi 3.14158'])).not.toBeNull();
    expect(difference(['pi 3.14159'], ['pi 3.14158'], 1e-5)).toBeNull();
    expect(difference(['pi 3.14159'], ['pi 3.15'], 1e-5)).not.toBeNull();
    expect(difference(['pie 3.14159'], ['pi 3.14159'], 1e-5)).not.toBeNull();
  });

  it('reads a header', () => {
    const header = readHeader('p.py', '# run: -n 4 p.py 1\n# run: -n 1 p.py\n# compare: in order\n# compare: numbers within 1e-9\n# stdin: 5\n');
    expect(header).toMatchObject({ runs: ['-n 4 p.py 1', '-n 1 p.py'], inOrder: true, tolerance: 1e-9, stdin: '5\n', hangs: [] });
    expect(() => readHeader('p.py', 'print()')).toThrow('names no run');
  });
});
