import { PACKAGE_ARCHIVE, PackageState, type Library, type Package } from '../../../protocol';
import type { PackageMount, PackagedFile } from '../files/packages';
import { readZip } from '../files/zip';
import { lendLibraries, libraryStub } from '../image/borrowed-parts';

/// How a running rank gets a package that is not on the shelf.
export interface Asking {
  /// Asks the page for a package's bytes.
  ask(name: string): void;
  /// Waits until `word` of `words` is no longer `value`; false when the run ends first.
  wait(words: Int32Array, value: number): boolean;
}

/// The packages that this rank's program has imported so far.
export class WantedPackages {
  readonly #packages: readonly Package[];
  readonly #site: PackageMount;
  readonly #mounted = new Set<string>();
  /// What stands for libraries that the page has compiled, by path; and these, by the number in their stub.
  readonly #stubs = new Map<string, PackagedFile>();
  readonly #lent: WebAssembly.Module[] = [];

  constructor(packages: readonly Package[], site: PackageMount) {
    this.#packages = packages;
    this.#site = site;
  }

  /// Libraries that need not be compiled again. To be told before the packages are mounted that they belong to.
  lend(libraries: readonly Library[]): void {
    if (this.#lent.length === 0 && libraries.length > 0) lendLibraries(this.#lent);
    for (const { path, module } of libraries) {
      if (this.#stubs.has(path)) continue;
      const bytes = libraryStub(module, this.#lent.push(module) - 1);
      this.#stubs.set(path, { size: bytes.length, content: () => bytes });
    }
  }

  /// Mounts all packages of these top-level modules that are on the shelf.
  mountReady(modules: readonly string[]): void {
    for (const module of modules) {
      const wanted = this.#packages.find(({ imports }) => imports.includes(module));
      if (wanted !== undefined && Atomics.load(new Int32Array(wanted.memory, 0, 1), 0) === PackageState.Ready) this.#mount(wanted);
    }
  }

  /// Puts the package of a top-level module into site-packages; waits for the page to fetch it. Returns '' when it is there, null when the
  /// run ends meanwhile, and a sentence when it cannot be had.
  mount(module: string, asking: Asking): string | null {
    const wanted = this.#packages.find(({ imports }) => imports.includes(module));
    if (wanted === undefined) return `No module named '${module}'`;
    const words = new Int32Array(wanted.memory, 0, 1);
    if (Atomics.load(words, 0) !== PackageState.Ready) {
      Atomics.compareExchange(words, 0, PackageState.Failed, PackageState.Absent);
      asking.ask(wanted.name);
      if (!asking.wait(words, PackageState.Absent)) return null;
    }
    if (Atomics.load(words, 0) !== PackageState.Ready) return `${wanted.name} could not be fetched: is the network there?`;
    this.#mount(wanted);
    return '';
  }

  #mount(wanted: Package): void {
    if (this.#mounted.has(wanted.name)) return;
    this.#mounted.add(wanted.name);
    const files = readZip(new Uint8Array(wanted.memory, PACKAGE_ARCHIVE));
    for (const [path, stub] of this.#stubs) if (files.has(path)) files.set(path, stub);
    this.#site.add(files);
  }
}
