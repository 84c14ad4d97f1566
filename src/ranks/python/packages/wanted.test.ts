import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ARCHIVE, PackageState, type Package } from '../../../protocol';
import type { PackagedFile } from '../files/packages';
import { WantedPackages } from './wanted';

const archive = zipSync({ 'plot/__init__.py': new TextEncoder().encode('x = 1\n'), 'plot/fast.so': new Uint8Array(3000).fill(7) });
/// The smallest library: a module that has a `dylink.0` section.
const library = new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0, 10, 8, ...new TextEncoder().encode('dylink.0'), 0]));

function shelf(): { plot: Package; put(state: PackageState): void } {
  const memory = new SharedArrayBuffer(PACKAGE_ARCHIVE + archive.length);
  return {
    plot: { name: 'plot-lib', imports: ['plot', 'plotting'], memory },
    put(state) {
      if (state === PackageState.Ready) new Uint8Array(memory, PACKAGE_ARCHIVE).set(archive);
      Atomics.store(new Int32Array(memory, 0, 1), 0, state);
    },
  };
}

function rank(plot: Package, wait: () => boolean, compiled = false): { mount(module: string): string | null; wanted: WantedPackages; asked: string[]; site: Map<string, PackagedFile>; added: number[] } {
  const [asked, site, added]: [string[], Map<string, PackagedFile>, number[]] = [[], new Map(), []];
  const wanted = new WantedPackages([plot], {
    add(files) {
      added.push(files.size);
      for (const [path, file] of files) site.set(path, file);
    },
  });
  if (compiled) wanted.lend([{ path: 'plot/fast.so', module: library }]);
  return { wanted, mount: (module) => wanted.mount(module, { ask: (name) => asked.push(name), wait }), asked, site, added };
}

describe('a package that a program imports', () => {
  it('on the shelf already is mounted, once, and nobody is asked', () => {
    const { plot, put } = shelf();
    put(PackageState.Ready);
    const { mount, asked, site, added } = rank(plot, () => true);
    expect(mount('plotting')).toBe('');
    expect(mount('plot')).toBe('');
    expect(asked).toEqual([]);
    expect(added).toEqual([2]);
    const file = site.get('plot/__init__.py');
    expect(new TextDecoder().decode(file?.content())).toBe('x = 1\n');
    expect(file?.size).toBe(6);
    expect(site.get('plot/fast.so')?.size).toBe(3000);
  });

  it('is asked for and waited for where it is not there yet', () => {
    const { plot, put } = shelf();
    const { mount, asked, site } = rank(plot, () => {
      put(PackageState.Ready);
      return true;
    });
    expect(mount('plot')).toBe('');
    expect(asked).toEqual(['plot-lib']);
    expect(site.size).toBe(2);
  });

  it('is a sentence when it cannot be fetched, and may be there the next time', () => {
    const { plot, put } = shelf();
    let state = PackageState.Failed;
    const { mount, asked } = rank(plot, () => {
      put(state);
      return true;
    });
    expect(mount('plot')).toContain('plot-lib could not be fetched');
    state = PackageState.Ready;
    expect(mount('plot')).toBe('');
    expect(asked).toEqual(['plot-lib', 'plot-lib']);
  });

  it('is mounted ahead when it is there, and then not again', () => {
    const { plot, put } = shelf();
    const { wanted, mount, asked, added } = rank(plot, () => true);
    wanted.mountReady(['plot', 'numpy']);
    expect(added).toEqual([]);
    put(PackageState.Ready);
    wanted.mountReady(['plot', 'numpy']);
    expect(mount('plot')).toBe('');
    expect([added, asked]).toEqual([[2], []]);
  });

  it('is nothing when the run ends meanwhile', () => {
    const { plot } = shelf();
    expect(rank(plot, () => false).mount('plot')).toBeNull();
  });

  it('has stubs for the libraries that the page compiled, and compiling a stub gives the library', () => {
    const { plot, put } = shelf();
    put(PackageState.Ready);
    const { Module } = WebAssembly;
    try {
      const { mount, site } = rank(plot, () => true, true);
      mount('plot');
      const stub = site.get('plot/fast.so');
      const bytes = new Uint8Array(stub?.content() ?? []);
      expect(stub?.size).toBe(bytes.length);
      expect(bytes.length).toBeLessThan(100);
      expect(new WebAssembly.Module(bytes)).toBe(library);
      expect(library).toBeInstanceOf(WebAssembly.Module);
    } finally {
      Object.assign(WebAssembly, { Module });
    }
  });
});
