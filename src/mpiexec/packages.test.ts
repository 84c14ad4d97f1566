import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ARCHIVE, PackageState } from '../protocol';
import { PackageShelf } from './packages';

/// The smallest library: a module that has a `dylink.0` section.
const LIBRARY = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0, 10, 8, ...new TextEncoder().encode('dylink.0'), 0]);
const archive = zipSync({ 'plot/__init__.py': new Uint8Array([35]), 'plot/fast.so': LIBRARY });
const catalog = [
  { name: 'plot', imports: ['plot', 'plotlib'], depends: ['six'], bytes: archive.length },
  { name: 'six', imports: ['six'], depends: [], bytes: archive.length },
];
const stateOf = (shelf: PackageShelf, name: string): number => {
  const entry = shelf.packages.find((each) => each.name === name);
  return entry === undefined ? -1 : (new Int32Array(entry.memory, 0, 1)[0] ?? -1);
};

describe('the shelf of packages', () => {
  it('fetches what is wanted once, with what it needs, and has its libraries compiled', async () => {
    const fetched: string[] = [];
    const shelf = new PackageShelf(catalog, async (name) => {
      fetched.push(name);
      return archive;
    });
    expect(shelf.needs(new Set(['numpy', 'plotlib']))).toEqual(['plot', 'six']);
    expect(shelf.missing(['plot', 'six'])).toEqual(['plot', 'six']);
    await Promise.all([shelf.bring(['plot', 'six']), shelf.want('plot')]);
    expect(fetched.sort()).toEqual(['plot', 'six']);
    expect(stateOf(shelf, 'plot')).toBe(PackageState.Ready);
    expect(shelf.missing(['plot'])).toEqual([]);
    expect(shelf.libraries(['plot']).map(({ path }) => path)).toEqual(['plot/fast.so']);
    expect(shelf.forRun(['six']).libraries()).toEqual(shelf.libraries(['six']));
    expect(new Uint8Array(shelf.packages[0]?.memory ?? new ArrayBuffer(8), PACKAGE_ARCHIVE)).toEqual(archive);
  });

  it('knows what may be imported before a program runs, once it is there', async () => {
    const shelf = new PackageShelf(catalog, () => Promise.resolve(archive));
    const source = 'import numpy\nimport plotlib.fast\nif x:\n    import six\n';
    expect(shelf.ahead(source, ['main.py'])).toBeNull();
    await shelf.bring(['plot', 'six']);
    expect(shelf.ahead(source, ['main.py'])).toMatchObject({ modules: ['plotlib.fast'], libraries: [{ path: 'plot/fast.so' }, { path: 'plot/fast.so' }] });
    expect(shelf.ahead(source, ['main.py', 'plotlib.py'])).toBeNull();
    expect(shelf.ahead('print(1)', [])).toBeNull();
  });

  it('says so when a package cannot be fetched, and tries again', async () => {
    let there = false;
    const shelf = new PackageShelf(catalog, () => (there ? Promise.resolve(archive) : Promise.reject(new Error('no network'))));
    await shelf.want('six');
    expect(stateOf(shelf, 'six')).toBe(PackageState.Failed);
    there = true;
    await shelf.want('six');
    expect(stateOf(shelf, 'six')).toBe(PackageState.Ready);
  });

  it('takes no bytes of another length than the catalog says, and no name that is not in it', async () => {
    const shelf = new PackageShelf(catalog, () => Promise.resolve(new Uint8Array(3)));
    await shelf.want('plot');
    expect(stateOf(shelf, 'plot')).toBe(PackageState.Failed);
    await shelf.want('torch');
    expect(stateOf(shelf, 'torch')).toBe(-1);
  });
});
