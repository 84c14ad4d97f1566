import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TemplateError, parseExpression } from './expression';
import { expandLines, parseTemplate } from './template';

const scope = { size: 4, rank: 2, args: ['.5', 'blue'] };

describe('expressions', () => {
  it.each([
    ['rank', 2], ['size - 1', 3], ['(rank + 1) % size', 3], ['-1 % 3', 2], ['(0 - 1) % size', 3], ['-7 // 2', -4], ['7 / 2', 3.5], ['2 + 3 * 4', 14], ['10 - 3 - 2', 5],
    ['rank == 2', 1], ['rank != 2', 0], ['rank < size', 1], ['rank>=3', 0], ['--3', 3],
    ['sum(rank)', 6], ['max(rank * rank)', 9], ['min(5 - rank)', 2], ['sum(1)', 4], ['sum(rank == max(rank))', 1],
    ['arg[0]', '.5'], ['arg[rank - 1]', 'blue'], ['arg[0] * 2', 1], ['args', '.5 blue'],
  ])('%s is %j', (source, value) => {
    expect(parseExpression(source)(scope)).toBe(value);
  });

  it('divide and leave a remainder as in Python', () => {
    fc.assert(fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -50, max: 50 }).filter((n) => n !== 0), (a, b) => {
      const quotient = Number(parseExpression(`(0 + ${a}) // (0 + ${b})`)(scope));
      const rest = Number(parseExpression(`(0 + ${a}) % (0 + ${b})`)(scope));
      expect(quotient * b + rest).toBe(a);
      expect(b > 0 ? rest >= 0 && rest < b : rest <= 0 && rest > b).toBe(true);
    }));
  });

  it.each([
    ['', 'ends too early'], ['rank +', 'ends too early'], ['rnk', '"rnk"'], ['rank rank', '"rank"'], ['(rank', 'ends too early'], ['rank & 1', 'not understood'],
    ['constructor', '"constructor"'], ['sum rank', 'where ( was expected'], ['sum', 'ends too early'],
  ])('%j is refused', (source, reason) => {
    expect(() => parseExpression(source)).toThrow(TemplateError);
    expect(() => parseExpression(source)).toThrow(reason);
  });

  it.each([['arg[7]', 'gives 2'], ['arg[1] + 1', '"blue", which is not a number'], ['1 // (rank - 2)', 'divides by zero'], ['1 % 0', 'divides by zero']])('%j says what is missing when it is used', (source, reason) => {
    expect(() => parseExpression(source)(scope)).toThrow(reason);
  });

  it('know a rank only where one is meant', () => {
    expect(() => parseExpression('rank')({ ...scope, rank: null })).toThrow('add "each": "rank"');
    expect(parseExpression('sum(rank)')({ ...scope, rank: null })).toBe(6);
  });
});

describe('templates', () => {
  it('fill in expressions and keep doubled braces', () => {
    expect(parseTemplate('{{{rank}}} of {size}: \\d{{2}}')(scope)).toBe('{2} of 4: \\d{2}');
    expect(() => parseTemplate('a { b')).toThrow('without its other');
    expect(() => parseTemplate('a } b')).toThrow('without its other');
  });

  it('make one line for each rank that is meant', () => {
    const whole = { size: 3, rank: null, args: [] };
    expect(expandLines(['start', { each: 'rank', where: 'rank > 0', line: 'r{rank}' }, { where: 'size == 3', line: 'three' }, { where: 'size == 4', line: 'four' }], whole)).toEqual(['start', 'r1', 'r2', 'three']);
  });
});
