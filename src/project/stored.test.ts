import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectContents } from './arbitraries.test-data';
import { projectOf, starterContent } from './project';
import { fromStored, toStored } from './stored';

const refusal = (stored: unknown): string => {
  const checked = fromStored(stored);
  return checked.ok ? 'taken' : checked.sentence;
};

describe('the stored form', () => {
  it('survives a structured clone and comes back equal', () => {
    fc.assert(fc.property(projectContents, fc.nat(), (content, revision) => {
      const project = { ...projectOf(content, 'p'), revision };
      expect(fromStored(structuredClone(toStored(project)))).toEqual({ ok: true, value: project });
    }), { numRuns: 50 });
  });

  it('is checked on the way in', () => {
    const good = toStored(projectOf(starterContent(), 'p'));
    expect(refusal(null)).toContain('names no format');
    expect(refusal({ ...good, format: 99 })).toContain('reload the page');
    expect(refusal({ ...good, command: 7 })).toContain('launch command must be text');
    expect(refusal({ ...good, revision: -1 })).toContain('must not be negative');
    expect(refusal({ ...good, settings: { eagerLimit: 1.5, buffering: 'line' } })).toContain('whole number');
    expect(refusal({ ...good, settings: { eagerLimit: 1, buffering: 'full' } })).toContain('line, none or block');
    expect(refusal({ ...good, files: [['/a', new Uint8Array()]] })).toContain('begins with /');
    expect(refusal({ ...good, files: [['a', 'text']] })).toContain('must be bytes');
    expect(refusal({ ...good, files: [['a', new Uint8Array()], ['a', new Uint8Array()]] })).toContain('twice');
    expect(refusal({ ...good, files: Array.from({ length: 501 }, (_, i) => [`f${i}`, new Uint8Array()]) })).toContain('at most 500');
    expect(refusal({ ...good, files: [['a', new Uint8Array(33 * 2 ** 20)]] })).toContain('32 MB');
  });
});
