import { PACKAGE_ARCHIVE, PackageState, type Library, type Package } from '../../../protocol';
import type { PackageMount, PackagedFile } from '../files/packages';
import { readZip } from '../files/zip';
import { lendLibraries, libraryStub } from '../image/borrowed-parts';

export interface WantedOptions {
  readonly packages: readonly Package[];
  readonly libraries: readonly Library[];
  readonly site: PackageMount;
  /// Asks the page for a package's bytes.
  ask(name: string): void;
  /// Waits until `word` of `words` is no longer `value`; false when the run ends first.
  wait(words: Int32Array, value: number): boolean;
}

/// The packages that this rank's program has imported so far.
export class WantedPackages {
  readonly #options: WantedOptions;
  readonly #mounted = new Set<string>();
  /// Stubs of compiled libraries by path, made when the first package is mounted.
  #stubs: Map<string, PackagedFile> | null = null;

  constructor(options: WantedOptions) {
    this.#options = options;
  }

  /// Puts the package of a top-level module into site-packages; waits for the page to fetch it. Returns '' when it is there, null when the
  /// run ends meanwhile, and a sentence when it cannot be had.
  mount(module: string): string | null {
    const { packages, site } = this.#options;
    const wanted = packages.find(({ imports }) => imports.includes(module));
    if (wanted === undefined) return `No module named '${module}'`;
    if (this.#mounted.has(wanted.name)) return '';
    const words = new Int32Array(wanted.memory, 0, 1);
    if (Atomics.load(words, 0) !== PackageState.Ready) {
      Atomics.compareExchange(words, 0, PackageState.Failed, PackageState.Absent);
      this.#options.ask(wanted.name);
      if (!this.#options.wait(words, PackageState.Absent)) return null;
    }
    if (Atomics.load(words, 0) !== PackageState.Ready) return `${wanted.name} could not be fetched: is the network there?`;
    const files = readZip(new Uint8Array(wanted.memory, PACKAGE_ARCHIVE));
    for (const [path, stub] of this.#libraryStubs()) if (files.has(path)) files.set(path, stub);
    site.add(files);
    this.#mounted.add(wanted.name);
    return '';
  }

  /// What stands for a library that the page has compiled.
  #libraryStubs(): Map<string, PackagedFile> {
    if (this.#stubs === null) {
      const { libraries } = this.#options;
      if (libraries.length > 0) lendLibraries(libraries);
      this.#stubs = new Map(libraries.map(({ path, module }, index) => {
        const bytes = libraryStub(module, index);
        return [path, { size: bytes.length, content: () => bytes }];
      }));
    }
    return this.#stubs;
  }
}
