import * as fc from 'fast-check';
import { strFromU8, strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { projectContents } from './arbitraries.test-data';
import { fromZip, toZip } from './archive';
import { textOf } from './files';
import { starterContent } from './project';

const refusal = (zip: Uint8Array): string => {
  const checked = fromZip(zip, 'a.zip');
  return checked.ok ? 'taken' : checked.sentence;
};

/// The zip with a name replaced by another of the same length, in its headers: fflate would not write such a name.
const renamedWithin = (zip: Uint8Array, from: string, to: string): Uint8Array => strToU8(strFromU8(zip, true).replaceAll(from, to), true);

describe('zip', () => {
  it('gives back every project', () => {
    fc.assert(fc.property(projectContents, (content) => {
      // A name that is not Unicode cannot be kept in UTF-8 JSON other than escaped, and is: nothing may be lost.
      const checked = fromZip(toZip(content), 'x.zip');
      if (!checked.ok) throw new Error(checked.sentence);
      expect({ ...checked.value, files: new Map([...checked.value.files].sort()) }).toEqual({ ...content, files: new Map([...content.files].sort()) });
    }), { numRuns: 50 });
  });

  it('is the same bytes for the same project', () => {
    expect(toZip(starterContent())).toEqual(toZip(starterContent()));
  });

  it('opens a zip from elsewhere: common folder and side files taken off, a command proposed', () => {
    const zip = zipSync({ 'mpi-main': { 'run.py': strToU8('print(1)'), data: { 'in.txt': strToU8('7') }, '.DS_Store': strToU8('x') }, __MACOSX: { 'mpi-main': { '._run.py': strToU8('x') } } });
    const checked = fromZip(zip, 'mpi.zip');
    if (!checked.ok) throw new Error(checked.sentence);
    expect(checked.value.name).toBe('mpi');
    expect(checked.value.command).toBe('mpiexec -n 4 python3 run.py');
    expect([...checked.value.files].map(([path, file]) => [path, textOf(file)])).toEqual([['run.py', 'print(1)'], ['data/in.txt', '7']]);
  });

  it('refuses with one sentence', () => {
    const good = toZip(starterContent());
    expect(refusal(new Uint8Array())).toContain('not a zip file');
    expect(refusal(strToU8('GIF89a'))).toContain('not a zip file');
    expect(refusal(good.subarray(0, good.length - 30))).toContain('not a zip file');
    expect(refusal(zipSync({ '../../evil.py': strToU8('x'), 'b.py': strToU8('') }))).toContain('the part ..');
    expect(refusal(zipSync({ '../a.py': strToU8('x') }))).toContain('the part ..');
    expect(refusal(zipSync({ '/etc/passwd': strToU8('x') }))).toContain('begins with /');
    expect(refusal(renamedWithin(zipSync({ 'a__proto__': strToU8('x') }), 'a__proto__', '/__proto__'))).toContain('__proto__');
    expect(refusal(zipSync({}))).toContain('holds no files');
    expect(refusal(zipSync({ 'a.py': strToU8(''), '.commworld.json': strToU8('{') }))).toContain('is not JSON');
    expect(refusal(zipSync({ 'a.py': strToU8(''), '.commworld.json': strToU8('{"format":1}') }))).toContain('"name" is missing');
    expect(refusal(zipSync({ 'zeros.bin': new Uint8Array(33 * 2 ** 20) }))).toContain('larger than 32 MB');
    expect(refusal(zipSync(Object.fromEntries(Array.from({ length: 502 }, (_, i) => [`f${i}`, strToU8('')]))))).toContain('more than 500');
  });

  it('never throws on damaged bytes', () => {
    const good = toZip(starterContent());
    fc.assert(fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
      const bad = good.slice();
      bad[at] = byte;
      const checked = fromZip(bad, 'a.zip');
      expect(checked.ok || checked.sentence.length > 10).toBe(true);
    }), { numRuns: 200 });
  });
});
