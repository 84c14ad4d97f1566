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
    expect(refusal({ ...good, id: '' })).toContain('must not be empty');
    expect(refusal({ ...good, files: [['/a', new Uint8Array()]] })).toContain('begins with /');
    expect(refusal({ ...good, files: [['a', 'text']] })).toContain('must be bytes');
    expect(refusal({ ...good, files: [['a', new Uint8Array()], ['a', new Uint8Array()]] })).toContain('twice');
  });

  it('mends what is odd beside the files, for they are somebody\'s work', () => {
    const good = toStored(projectOf(starterContent(), 'p'));
    const odd = { ...good, revision: -1, command: 7, name: 'x'.repeat(101), lesson: 7, settings: { eagerLimit: NaN, buffering: 'line' }, files: Array.from({ length: 501 }, (_, at) => [`f${at}`, new Uint8Array(1)]) };
    const checked = fromStored(odd);
    if (!checked.ok) throw new Error(checked.sentence);
    expect(checked.value).toMatchObject({ id: 'p', revision: 0, command: '', name: 'x'.repeat(100), lesson: null, settings: { eagerLimit: 4096, buffering: 'line' } });
    expect(checked.value.files.size).toBe(501);
  });
});
