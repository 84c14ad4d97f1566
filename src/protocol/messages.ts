/// Messages between whoever launches a run and the worker of one rank. Types only; one union each way.
///
/// The worker trusts the page; the page does not trust the worker (its program is a stranger's) and reads no more than these fields.

/// The interpreter's parts, fetched and compiled once and shared by all workers of a page.
export interface ImageParts {
  readonly interpreter: WebAssembly.Module;
  /// `python_stdlib.zip`, in shared memory where there is any.
  readonly stdlib: Uint8Array;
  /// Text of Pyodide's lock file.
  readonly lock: string;
  /// Archives (zip) whose files stand in site-packages: numpy's wheel, and upstream's mpi4py modules where set-up could get them. Of the
  /// same path, the later one's counts.
  readonly wheels: readonly Uint8Array[];
  /// numpy's compiled libraries, sorted by path within site-packages.
  readonly libraries: readonly Library[];
  /// The mpi4py package of our own, which comes before any archive: path within site-packages to text.
  readonly sources: Readonly<Record<string, string>>;
  /// What a program may import besides.
  readonly packages: readonly Package[];
}

/// A package that a program loads by importing it. Its bytes come when it is first wanted: the page fetches them, all ranks share them.
export interface Package {
  /// As PyPI names it: `python-dateutil`.
  readonly name: string;
  /// The top-level modules it has: `dateutil`.
  readonly imports: readonly string[];
  /// A `PackageState` in word 0; from byte `PACKAGE_ARCHIVE` on the archive (zip), whose files stand in site-packages.
  readonly memory: SharedArrayBuffer;
}

export const enum PackageState {
  Absent = 0,
  Ready = 1,
  /// It could not be fetched.
  Failed = 2,
}
export const PACKAGE_ARCHIVE = 8;

/// A compiled library that is linked when Python imports it, by its path within site-packages.
export interface Library {
  readonly path: string;
  readonly module: WebAssembly.Module;
}

/// `ImageParts` with the memory of an interpreter that has numpy and mpi4py imported.
export interface Image extends ImageParts {
  /// As `packMemory` of src/ranks/python/image makes it.
  readonly memory: Uint8Array;
}

/// One rank's share of a launch.
export interface RankProgram {
  /// Path of the program within the working directory, or a module name for `-m`.
  readonly program: { readonly kind: 'file'; readonly path: string } | { readonly kind: 'module'; readonly name: string } | { readonly kind: 'code'; readonly text: string };
  /// `sys.argv[1:]`.
  readonly args: readonly string[];
  /// How stdout is buffered: at line ends, not at all (`-u`), or in blocks as into a pipe.
  readonly buffering: 'line' | 'none' | 'block';
  /// `python3 -m mpi4py prog.py`: an uncaught exception calls Abort.
  readonly runMpi4py: boolean;
  readonly env: Readonly<Record<string, string>>;
  /// Whether its variables are recorded; the variable `VARIABLES_SWITCH` of `env` comes first.
  readonly variables: boolean;
}

export type ToRank =
  | { readonly kind: 'make-image'; readonly parts: ImageParts }
  | { readonly kind: 'boot'; readonly image: Image }
  /// For an interpreter that waits for its program: to import these modules, with dots, of packages on the shelf. A program that imports
  /// them has them at once, any other does not meet them.
  | { readonly kind: 'ahead'; readonly libraries: readonly Library[]; readonly modules: readonly string[] }
  | {
      readonly kind: 'run';
      readonly rank: number;
      readonly world: SharedArrayBuffer;
      readonly options: import('./world').WorldOptions;
      /// CPython's interrupt flag (byte 0; 2 is SIGINT), in memory of its own: Pyodide keeps it where a program might find it, and
      /// whoever finds it must not hold the world.
      readonly interrupt: SharedArrayBuffer;
      /// The shared file system; see `src/ranks/disk`.
      readonly disk: SharedArrayBuffer;
      /// `performance.timeOrigin + performance.now()` at the world's start, milliseconds.
      readonly epoch: number;
      readonly program: RankProgram;
      /// Names of the source files whose lines records give, in the order of `packLine`'s file index (1-based).
      readonly sources: readonly string[];
      /// Libraries of packages that are on the shelf already, compiled: a rank need not compile them again.
      readonly libraries: readonly Library[];
    };

export type FromRank =
  | { readonly kind: 'image'; readonly memory: Uint8Array }
  | { readonly kind: 'ready'; readonly milliseconds: number }
  /// The rank waits for a package's bytes: see `Package.memory`.
  | { readonly kind: 'wants'; readonly name: string }
  | { readonly kind: 'exited'; readonly rank: number; readonly usage: RankUsage; readonly outcome: Outcome }
  | { readonly kind: 'broken'; readonly sentence: string };

/// How a rank's program ended.
export type Outcome =
  | { readonly kind: 'ok'; readonly code: number }
  /// An uncaught exception; its traceback has been written to stderr. `syntax` is set for a SyntaxError in a file of the project.
  | { readonly kind: 'exception'; readonly type: string; readonly message: string; readonly file: string; readonly line: number; readonly syntax: SyntaxSpot | null }
  | { readonly kind: 'aborted'; readonly code: number }
  | { readonly kind: 'stopped' };

/// Where a SyntaxError points: 1-based lines and columns, end exclusive.
export interface SyntaxSpot {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
}

/// Measured use of one rank. Seconds and bytes.
export interface RankUsage {
  /// Wall time of the program less the time it was blocked.
  readonly busySeconds: number;
  /// Time blocked in MPI, in reads of stdin, and on the page.
  readonly blockedSeconds: number;
  readonly memoryBytes: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
}
