import { describe, expect, it } from 'vitest';
import { Disk, DiskError, NodeKind, ROOT, putFiles, takeFiles } from '.';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const problem = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    if (error instanceof DiskError) return error.problem;
    throw error;
  }
  return 'none';
};

describe('disk', () => {
  it('gives back what was put, in directories, through a second view', () => {
    const disk = Disk.create(0);
    const big = new Uint8Array(5_000_000).map((_, index) => index * 7);
    putFiles(disk, { 'a.txt': text('hello'), 'data/x/b.bin': big, empty: new Uint8Array() }, 1);
    const files = takeFiles(new Disk(disk.buffer));
    expect(Object.keys(files).sort()).toEqual(['a.txt', 'data/x/b.bin', 'empty']);
    expect(files['a.txt']).toEqual(text('hello'));
    expect(Buffer.compare(files['data/x/b.bin']!, big)).toBe(0);
  });

  it('appends, fills gaps with zeros and truncates', () => {
    const disk = Disk.create(0);
    const node = disk.create(ROOT, 'log', NodeKind.File, 0o644, 0);
    expect(disk.write(node, null, text('ab'), 5)).toBe(2);
    expect(disk.write(node, null, text('cd'), 6)).toBe(4);
    disk.write(node, 5000, text('z'), 7);
    expect(disk.status(node)).toMatchObject({ size: 5001, modified: 7 });
    const all = new Uint8Array(6000).fill(9);
    expect(disk.read(node, 0, all)).toBe(5001);
    expect([all[3], all[4], all[4999], all[5000], all[5001]]).toEqual([100, 0, 0, 122, 9]);
    disk.truncate(node, 3, 8);
    disk.truncate(node, 6, 9);
    expect(disk.read(node, 0, all)).toBe(6);
    expect([...all.subarray(0, 6)]).toEqual([97, 98, 99, 0, 0, 0]);
  });

  it('reuses the blocks of removed files', () => {
    const disk = Disk.create(0);
    const body = new Uint8Array(1_000_000);
    putFiles(disk, { first: body }, 0);
    const size = disk.buffer.byteLength;
    for (let round = 0; round < 20; round++) {
      putFiles(disk, { [`f${round}`]: body }, 0);
      disk.unlink(ROOT, `f${round}`);
    }
    expect(disk.buffer.byteLength).toBeLessThanOrEqual(size + 8_000_000);
    expect(Object.keys(takeFiles(disk))).toEqual(['first']);
  });

  it('keeps an open file until it is closed, as POSIX does', () => {
    const disk = Disk.create(0);
    const node = disk.create(ROOT, 'f', NodeKind.File, 0o644, 0);
    disk.open(node);
    disk.write(node, 0, text('still here'), 0);
    disk.unlink(ROOT, 'f');
    expect(disk.lookup(ROOT, 'f')).toBeNull();
    expect(disk.read(node, 0, new Uint8Array(4))).toBe(4);
    disk.close(node);
    expect(problem(() => disk.status(node))).toBe('ENOENT');
  });

  it('renames over a file and refuses what POSIX refuses', () => {
    const disk = Disk.create(0);
    putFiles(disk, { a: text('A'), b: text('B'), 'd/e/f': text('F') }, 0);
    disk.rename(disk.lookup(ROOT, 'a')!, ROOT, 'b');
    expect(takeFiles(disk)['b']).toEqual(text('A'));
    const d = disk.lookup(ROOT, 'd')!;
    expect(problem(() => disk.rename(d, disk.lookup(d, 'e')!, 'x'))).toBe('EINVAL');
    expect(problem(() => disk.removeDirectory(ROOT, 'd'))).toBe('ENOTEMPTY');
    expect(problem(() => disk.unlink(ROOT, 'd'))).toBe('EISDIR');
    expect(problem(() => disk.create(ROOT, 'b', NodeKind.File, 0, 0))).toBe('EEXIST');
    expect(problem(() => disk.create(ROOT, 'x'.repeat(300), NodeKind.File, 0, 0))).toBe('ENAMETOOLONG');
    expect(problem(() => disk.write(d, 0, text('x'), 0))).toBe('EISDIR');
  });

  it('refuses more than the disk holds and goes on working', () => {
    const disk = Disk.create(0);
    const node = disk.create(ROOT, 'huge', NodeKind.File, 0o644, 0);
    expect(problem(() => disk.truncate(node, 600 * 1024 * 1024, 0))).toBe('ENOSPC');
    disk.unlink(ROOT, 'huge');
    putFiles(disk, { small: text('ok') }, 0);
    expect(takeFiles(disk)).toEqual({ small: text('ok') });
  });
});
