import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pythonPieces } from './python';

const coloured = (program: string): string[] => pythonPieces(program).filter(({ kind }) => kind !== 'plain').map(({ kind, text }) => `${kind} ${text}`);

describe('Python pieces', () => {
  it('know comments, strings, keywords and numbers', () => {
    expect(coloured('import x1  # in "1"\nfor i in f(1.5e-3, .5):\n  print(f"a\\"#{i}", \'no end\n')).toEqual([
      'keyword import', 'comment # in "1"', 'keyword for', 'keyword in', 'number 1.5e-3', 'number .5', 'string f"a\\"#{i}"', "string 'no end",
    ]);
    expect(coloured('"""doc # no\n""" or inform')).toEqual(['string """doc # no\n"""', 'keyword or']);
  });

  it('lose nothing of the program', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'"\'#\\\n f1.x_é'.split(''), '"""', 'for'), maxLength: 80 }), (program) => {
      expect(pythonPieces(program).map(({ text }) => text).join('')).toBe(program);
    }));
  });
});
