import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLines, tidyLines } from './compare';
import type { Comparison } from './rules';

const compare = (kind: Comparison, expected: string[], written: string[], more: { extra?: 'allowed'; tolerance?: number } = {}): readonly string[] =>
  compareLines({ compare: kind, extra: more.extra ?? 'refused', tolerance: more.tolerance ?? 1e-9 }, expected, written);

describe('exact', () => {
  it('tells the first line that differs', () => {
    expect(compare('exact', ['a', 'b'], ['a', 'b'])).toEqual([]);
    expect(compare('exact', ['a', 'b'], ['b', 'a'])).toEqual(['line 1: expected “a”, got “b”']);
    expect(compare('exact', ['Total: 3'], ['total: 3'])).toEqual(['line 1: expected “Total: 3”, got “total: 3” (only capital letters differ)']);
    expect(compare('exact', ['a b'], ['ab'])).toEqual(['line 1: expected “a b”, got “ab” (only blanks differ)']);
    expect(compare('exact', ['a', 'b', 'c'], ['a'])).toEqual(['line 2 is missing: expected “b” and 1 more line']);
    expect(compare('exact', ['a'], ['a', 'b', 'c'])).toEqual(['2 lines too many, the first is “b”']);
  });

  it('takes other lines between, if the rule does', () => {
    expect(compare('exact', ['a', 'b'], ['x', 'a', 'y', 'b'], { extra: 'allowed' })).toEqual([]);
    expect(compare('exact', ['a', 'b'], ['b', 'a'], { extra: 'allowed' })).toEqual(['the line “b” comes too early']);
    expect(compare('exact', ['a', 'z'], ['a'], { extra: 'allowed' })).toEqual(['expected a line “z”, and found none like it']);
  });
});

describe('unordered', () => {
  it('agrees in every order', () => {
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-c]{1,2}$/), { maxLength: 8 }).chain((lines) => fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length }))), ([lines, shuffled]) => {
      expect(compare('unordered', lines, shuffled)).toEqual([]);
    }));
  });

  it('puts a missing line beside the one most like it', () => {
    expect(compare('unordered', ['Hello from 0 of 2', 'Hello from 1 of 2'], ['Hello from 0 of 2', 'Hello from 1 of 3'])).toEqual(['expected a line “Hello from 1 of 2”, got “Hello from 1 of 3”']);
    expect(compare('unordered', ['Hello'], [])).toEqual(['expected a line “Hello”, and found none like it']);
    expect(compare('unordered', ['Hello'], ['quite another'])).toEqual(['expected a line “Hello”, and found none like it', '1 line too many: “quite another”']);
  });

  it('counts how often a line is there', () => {
    expect(compare('unordered', ['a', 'a'], ['a'])).toEqual(['the line “a” is there too few times']);
    expect(compare('unordered', ['a'], ['a', 'a'])).toEqual(['1 line too many, written more often than expected: “a”']);
    expect(compare('unordered', ['a'], ['a', 'b'], { extra: 'allowed' })).toEqual([]);
  });

  it('says no more than a person reads', () => {
    const findings = compare('unordered', Array.from({ length: 60 }, (_, at) => `wanted ${at}`), Array.from({ length: 60 }, () => 'z'.repeat(5000)));
    expect(findings.length).toBeLessThanOrEqual(6);
    expect(findings.join('').length).toBeLessThan(1000);
    expect(findings).toContain('56 more lines missing');
  });
});

describe('pattern', () => {
  it('matches whole lines, each once', () => {
    expect(compare('pattern', ['t = \\d+\\.\\d', 'done'], ['done', 't = 1.5'])).toEqual([]);
    expect(compare('pattern', ['\\d'], ['12'])).toEqual(['expected a line that matches “\\d”, and found none', '1 line too many: “12”']);
    expect(compare('pattern', ['a|b', 'a|b'], ['a'])).toEqual(['expected a line that matches “a|b”, and found none']);
  });
});

describe('numbers', () => {
  it('are compared by value', () => {
    expect(compare('numbers', ['sum 106'], ['sum 106.0'])).toEqual([]);
    expect(compare('numbers', ['mean: 0.3333333333'], ['mean:  0.33333333329'])).toEqual([]);
    expect(compare('numbers', ['[1, 2.5, -3]'], ['[ 1.   2.5 -3. ]'])).not.toEqual([]);
    expect(compare('numbers', ['[1 2.5 -3]'], ['[ 1.   2.5 -3. ]'])).toEqual([]);
    expect(compare('numbers', ['t 1e-3'], ['t .001'])).toEqual([]);
    expect(compare('numbers', ['x inf nan'], ['x inf nan'])).toEqual([]);
    expect(compare('numbers', ['x 2'], ['x 2.01'])).toEqual(['expected a line “x 2”, got “x 2.01”']);
    expect(compare('numbers', ['x 2'], ['x 2.01'], { tolerance: 0.1 })).toEqual([]);
    expect(compare('numbers', ['x 2'], ['y 2'])).not.toEqual([]);
    expect(compare('numbers', ['1 2'], ['12'])).not.toEqual([]);
  });
});

it('lines lose blanks at their ends and empty lines at the end', () => {
  expect(tidyLines('a  \r\n\n b\t\n\n\n')).toEqual(['a', '', ' b']);
  expect(tidyLines('')).toEqual([]);
});
