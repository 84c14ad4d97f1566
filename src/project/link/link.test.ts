import { deflateSync, strToU8 } from 'fflate';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectContents } from '../arbitraries.test-data';
import { fileOf, textOf } from '../files';
import { type ProjectContent, DEFAULT_SETTINGS, starterContent } from '../project';
import { toBase64url } from './base64url';
import { LINK_FORMAT, LINK_UPGRADES } from './format';
import { decodeLink, encodeLink, isLink } from './link';
import { SAMPLES } from './samples.test-data';

const refusal = (fragment: string): string => {
  const decoded = decodeLink(fragment);
  return decoded.ok ? 'taken' : decoded.sentence;
};
const linkOf = (json: unknown): string => `v1.${toBase64url(deflateSync(strToU8(typeof json === 'string' ? json : JSON.stringify(json))))}`;
const project = (program: string, command: string): ProjectContent => ({ name: 'mpiEx', files: new Map([['mpiEx.py', fileOf(program)]]), command, settings: DEFAULT_SETTINGS, lesson: null });

describe('a link', () => {
  it('gives back every project, order of files included', () => {
    fc.assert(fc.property(projectContents, (content) => {
      const decoded = decodeLink(encodeLink(content));
      expect(decoded).toEqual({ ok: true, content });
      expect(decoded.ok && [...decoded.content.files.keys()]).toEqual([...content.files.keys()]);
    }), { numRuns: 100 });
  });

  it('needs no escaping in an address, with or without its #', () => {
    const fragment = encodeLink(starterContent());
    expect(fragment).toMatch(/^v1\.[A-Za-z0-9_-]+$/);
    expect(decodeLink(`#${fragment}`)).toEqual(decodeLink(fragment));
    expect(isLink(`#${fragment}`)).toBe(true);
    expect(isLink('#timeline')).toBe(false);
  });

  it.each(SAMPLES)('made long ago opens: $made', ({ fragment, name, command, files, settings, lesson }) => {
    const decoded = decodeLink(fragment);
    if (!decoded.ok) throw new Error(decoded.sentence);
    const { content } = decoded;
    expect({ ...content, files: Object.fromEntries([...content.files].map(([path, file]) => [path, textOf(file)])) }).toEqual({ name, command, files, settings, lesson });
  });

  it('has a step from every format to the next, and a sample of every format', () => {
    expect(LINK_UPGRADES.length).toBe(LINK_FORMAT - 1);
    for (let format = 1; format <= LINK_FORMAT; format += 1) expect(SAMPLES.some(({ fragment }) => fragment.startsWith(`v${format}.`))).toBe(true);
  });

  it('holds a lecture program of thirty lines in well under 2,000 characters', () => {
    // Of the length and kind of the lecture's longest: a broadcast, a gather and a reduction.
    const program = `from mpi4py import MPI
import numpy as np

comm = MPI.COMM_WORLD
rank = comm.Get_rank()
size = comm.Get_size()

weights = np.zeros((3,))
if rank == 0:
  weights[0] = 10
  weights[1] = 11
  weights[2] = 12
weights = comm.bcast(weights, root=0)
print("Rank %d holds the weights %s" % (rank, str(weights)))

sample = np.random.random((3,))
samples = comm.gather(sample, root=0)
print("Rank %d sees the samples %s" % (rank, str(samples)))

# A long training would stand here
score = np.random.random((1,))
print("Rank %d reached the score %s" % (rank, str(score)))
if rank == 0:
  best = np.zeros((1,))
  comm.Reduce(score, best, op=MPI.MAX, root=0)
  print("the best score is %s" % (str(best)))
else:
  comm.Reduce(score, None, op=MPI.MAX, root=0)
`;
    const fragment = encodeLink(project(program, 'aprun -n 3 python3 mpiEx.py'));
    expect(fragment.length).toBeLessThan(1000);
  });

  it('survives what messengers append', () => {
    const fragment = encodeLink(starterContent());
    for (const tail of ['.', ')', '>', '\n', '",', '**']) expect(decodeLink(fragment + tail)).toEqual(decodeLink(fragment));
  });

  it('is refused in one sentence when it is not one', () => {
    const good = encodeLink(starterContent());
    expect(refusal('')).toContain('does not hold a Commworld project');
    expect(refusal('#section-2')).toContain('does not hold');
    expect(refusal('v2.abc')).toContain('newer Commworld');
    expect(refusal('v0.abc')).toContain('never was');
    expect(refusal('v1.')).toContain('damaged');
    expect(refusal('v1.!!!')).toContain('damaged');
    expect(refusal(linkOf('not json'))).toContain('not a project');
    expect(refusal(linkOf('null'))).toContain('cannot be opened');
    expect(refusal(linkOf([]))).toContain('cannot be opened');
    expect(refusal(linkOf({ n: 'x', c: 1, f: [] }))).toContain('launch command must be text');
    expect(refusal(linkOf({ n: 'x'.repeat(101), c: '', f: [] }))).toContain('at most 100 characters');
    expect(refusal(linkOf({ n: 'x', c: '', f: [['a', 'b', 2]] }))).toContain('pair of name and text');
    expect(refusal(linkOf({ n: 'x', c: '', f: [['a', '!', 1]] }))).toContain('not base64');
    expect(refusal(linkOf({ n: 'x', c: '', f: [], s: { eagerLimit: -1 } }))).toContain('must not be negative');
    expect(refusal(linkOf({ n: 'x', c: '', f: [['../a', '']] }))).toContain('the part ..');
    expect(refusal(linkOf({ n: 'x', c: '', f: [['a', ''], ['a', '']] }))).toContain('twice');
    expect(refusal(linkOf({ n: 'x', c: '', f: [['a/__proto__', '']] }))).toContain('keeps for itself');
    expect(refusal(`v1.${'A'.repeat(2_000_001)}`)).toContain('at most 2000000');
    for (let length = 0; length < good.length - 1; length += 1) expect(refusal(good.slice(0, length))).not.toBe('taken');
  });

  it('cannot reach a prototype', () => {
    for (const json of ['{"__proto__":{"n":"x","c":"","f":[]}}', '{"n":"x","c":"","f":[],"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}']) {
      decodeLink(linkOf(json));
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    }
    expect(refusal(linkOf('{"n":"x","c":"","f":{"__proto__":["a","b"]}}'))).toContain('must be a list');
    const decoded = decodeLink(linkOf({ n: 'x', c: '', f: [['constructor', 'y']] }));
    expect(decoded.ok && [...decoded.content.files.keys()]).toEqual(['constructor']);
  });

  it('of a thousand million zeros is refused before they are unpacked', () => {
    // Deflate of a run of zeros repeats itself: one block of 16 MiB of zeros, without its end, is a stretch that can be repeated.
    const zeros = deflateSync(new Uint8Array(2 ** 24), { level: 9 });
    const long = new Uint8Array(1_000_000);
    long.set(zeros.subarray(0, 64));
    for (let at = 64; at < long.length; at += 1) long[at] = zeros[64 + (at % 1024)] ?? 0;
    const began = performance.now();
    expect(refusal(`v1.${toBase64url(long)}`)).toContain('more than 8 MB');
    expect(refusal(`v1.${toBase64url(zeros)}`)).toContain('more than 8 MB');
    // A gigabyte takes seconds to unpack; what is looked at here is that it was not.
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('never throws on damaged characters', () => {
    const good = encodeLink(starterContent());
    fc.assert(fc.property(fc.nat(good.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
      const decoded = decodeLink(good.slice(0, at) + character + good.slice(at + 1));
      expect(decoded.ok || decoded.sentence.length > 10).toBe(true);
    }), { numRuns: 300 });
    fc.assert(fc.property(fc.string(), (text) => {
      decodeLink(`v1.${text}`);
      decodeLink(text);
    }));
  });

  it('is not made of what could not be opened again', () => {
    let state = 1;
    const noise = Uint8Array.from({ length: 2_500_000 }, () => {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      return state >>> 16;
    });
    expect(() => encodeLink({ ...starterContent(), files: new Map([['noise.bin', { bytes: noise }]]) })).toThrow(/zip/);
    expect(() => encodeLink({ ...starterContent(), name: 'x'.repeat(101) })).toThrow('at most 100 characters');
  });
});
