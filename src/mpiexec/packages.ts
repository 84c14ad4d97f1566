import { PACKAGE_ARCHIVE, PackageState, type Library, type Package } from '../protocol';
import { compileLibraries } from '../ranks/python/image/shared-parts';
import { importsAhead } from '../ranks/python/packages/imports';
import type { LaunchCommand } from './command';
import type { Ahead } from './workers';

/// What set-up says of a package that programs load by importing it (`.cache/python/packages/packages.json`).
export interface CatalogEntry {
  readonly name: string;
  readonly imports: readonly string[];
  /// Other packages of the catalog that importing this one imports.
  readonly depends: readonly string[];
  /// Bytes of its archive.
  readonly bytes: number;
}

/// `packages.json`.
export interface Catalog {
  readonly packages: readonly CatalogEntry[];
}

/// What a run needs of the shelf.
export interface RunPackages {
  /// Compiled libraries of the packages that its program's text imports. Asked when the ranks start.
  libraries(): readonly Library[];
  /// A rank waits for a package.
  want(name: string): void;
}

/// The packages that programs may import: fetched once, when one is first wanted, into memory that all ranks of all runs share.
export class PackageShelf {
  readonly packages: readonly Package[];
  readonly #catalog: readonly CatalogEntry[];
  readonly #fetch: (name: string) => Promise<Uint8Array>;
  readonly #loading = new Map<string, Promise<void>>();
  readonly #libraries = new Map<string, readonly Library[]>();

  /// `fetch` gives the bytes of a package's archive.
  constructor(catalog: readonly CatalogEntry[], fetch: (name: string) => Promise<Uint8Array>) {
    this.#catalog = catalog;
    this.#fetch = fetch;
    // Memory that nobody has written to costs addresses only.
    this.packages = catalog.map(({ name, imports, bytes }) => ({ name, imports, memory: new SharedArrayBuffer(PACKAGE_ARCHIVE + bytes) }));
  }

  /// The packages that importing these top-level modules needs.
  needs(modules: ReadonlySet<string>): string[] {
    const names = new Set<string>();
    const visit = (entry: CatalogEntry | undefined): void => {
      if (entry === undefined || names.has(entry.name)) return;
      names.add(entry.name);
      for (const other of entry.depends) visit(this.#catalog.find(({ name }) => name === other));
    };
    for (const entry of this.#catalog) if (entry.imports.some((name) => modules.has(name))) visit(entry);
    return [...names];
  }

  /// Of these packages, those not on the shelf yet.
  missing(names: readonly string[]): string[] {
    return names.filter((name) => !this.#libraries.has(name));
  }

  /// Brings packages to the shelf.
  async bring(names: readonly string[]): Promise<void> {
    // Does not reject: a rank that wants one that could not be fetched is told so where it imports it.
    await Promise.all(names.map((name) => this.want(name)));
  }

  /// The shelf as a run sees it whose program needs these packages.
  forRun(names: readonly string[]): RunPackages {
    return { libraries: () => this.libraries(names), want: (name) => void this.want(name) };
  }

  /// What interpreters that wait may import of a program's text; null when there is nothing. `own` are paths of the project: a file of its
  /// own comes before a package.
  ahead(source: string, own: readonly string[]): Ahead | null {
    const taken = new Set(own.flatMap((path) => path.split('/')).map((part) => part.replace(/\.py$/, '')));
    const modules = importsAhead(source, new Set(this.#catalog.flatMap(({ imports }) => imports).filter((name) => !taken.has(name))));
    const names = this.needs(new Set(modules.map((module) => module.replace(/\..*$/s, ''))));
    if (modules.length === 0 || this.missing(names).length > 0) return null;
    return { modules, libraries: this.libraries(names) };
  }

  /// What interpreters may import that wait for the first program of a launch.
  aheadOf(command: LaunchCommand, files: Readonly<Record<string, Uint8Array>>): Ahead | null {
    const [first] = command.programs;
    const bytes = first?.program.kind === 'file' ? files[first.program.path] : undefined;
    return bytes === undefined ? null : this.ahead(new TextDecoder().decode(bytes), Object.keys(files));
  }

  /// Compiled libraries of these packages, as far as they are on the shelf.
  libraries(names: readonly string[]): readonly Library[] {
    return names.flatMap((name) => this.#libraries.get(name) ?? []);
  }

  /// Brings one, for a rank that waits for it. A name that is not in the catalog is not answered: ranks do not ask for such.
  want(name: string): Promise<void> {
    const entry = this.packages.find((each) => each.name === name);
    if (entry === undefined) return Promise.resolve();
    let loading = this.#loading.get(name);
    if (loading === undefined) {
      loading = this.#load(entry).catch(() => {
        this.#loading.delete(name);
        this.#settle(entry, PackageState.Failed);
      });
      this.#loading.set(name, loading);
    }
    return loading;
  }

  async #load(entry: Package): Promise<void> {
    const bytes = await this.#fetch(entry.name);
    const archive = new Uint8Array(entry.memory, PACKAGE_ARCHIVE);
    if (bytes.length !== archive.length) throw new Error(`${entry.name} has another length than the catalog says`);
    archive.set(bytes);
    // Ranks that wait may begin; those that come later get the libraries compiled.
    this.#settle(entry, PackageState.Ready);
    this.#libraries.set(entry.name, await compileLibraries(archive));
  }

  #settle(entry: Package, state: PackageState): void {
    const words = new Int32Array(entry.memory, 0, 1);
    Atomics.store(words, 0, state);
    Atomics.notify(words, 0);
  }
}
