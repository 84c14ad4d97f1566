import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromRank, Image, ImageParts } from '../protocol';
import { libraryStub } from '../ranks/python/image/borrowed-parts';
import { emptyLock } from '../ranks/python/image/lock';
import { compileLibraries, shared } from '../ranks/python/image/shared-parts';
import type { NodeWorkerData } from '../ranks/python/node.worker';
import { importsOf } from '../ranks/python/packages/imports';
import { pythonSources } from '../ranks/python/sources';
import { parseCommand, programsOf } from './command';
import type { LaunchRequest, Launcher, Preparation, Run, RunEvents } from './launcher';
import { PackageShelf, type Catalog } from './packages';
import { WarmPool, type RankWorker } from './workers';
import { WorldRun, type Ticker } from './world-run';

/// Where the command-line runner finds its parts.
export interface NodePlaces {
  /// Folder of the pyodide package, with a slash at the end.
  readonly pyodide: string;
  /// Folder of the archives that set-up fetched (`numpy.whl`, `mpi4py.zip`), with a slash at the end.
  readonly python: string;
  /// The bundled worker script, and a folder for what is made once.
  readonly worker: string;
  readonly cache: string;
}

/// The same launcher as the page's, over Node worker threads. `close` ends the interpreters it keeps warm.
export function createNodeLauncher(places: NodePlaces): Launcher & { close(): void } {
  return new NodeLauncher(places);
}

class NodeLauncher implements Launcher {
  readonly #places: NodePlaces;
  readonly #shelf: PackageShelf;
  #pool: Promise<WarmPool> | null = null;
  /// Folder of the libraries' stubs, with a slash at the end.
  #stubs = '';

  constructor(places: NodePlaces) {
    this.#places = places;
    const folder = `${places.python}packages/`;
    const { packages } = existsSync(`${folder}packages.json`) ? (JSON.parse(readFileSync(`${folder}packages.json`, 'utf8')) as Catalog) : { packages: [] };
    this.#shelf = new PackageShelf(packages, (name) => readFile(`${folder}${name}.zip`));
  }

  async prepare(ranks: number, program?: Pick<LaunchRequest, 'command' | 'files'>): Promise<void> {
    const pool = await this.#makePool();
    if (program !== undefined) {
      const command = parseCommand(program.command, Object.keys(program.files));
      await this.#shelf.bring(this.#shelf.needs(importsOf(program.files, programsOf(command))));
      pool.ahead(this.#shelf.aheadOf(command, program.files));
    }
    pool.warm(ranks);
  }

  onPreparation(listener: (progress: Preparation) => void): () => void {
    listener({ step: 'Python is ready', fraction: 1, ready: true });
    return () => {};
  }

  launch(request: LaunchRequest, events: RunEvents): Run {
    const command = parseCommand(request.command, Object.keys(request.files), request.environment);
    const needed = this.#shelf.needs(importsOf(request.files, programsOf(command)));
    const workers = Promise.all([
      this.#makePool().then((pool) => pool.take(command.ranks, () => {})),
      this.#shelf.bring(needed),
    ]);
    return new WorldRun(command, request, events, ticks, availableParallelism(), this.#shelf.forRun(needed), workers.then(([ready]) => ready));
  }

  close(): void {
    void this.#pool?.then((pool) => pool.warm(0));
  }

  #makePool(): Promise<WarmPool> {
    this.#pool ??= this.#loadImage().then((image) => new WarmPool(() => this.#makeWorker(), image, availableParallelism()));
    return this.#pool;
  }

  async #loadImage(): Promise<Image> {
    const { pyodide, python, cache } = this.#places;
    const numpy = shared(readFileSync(`${python}numpy.whl`));
    const mpi4py = `${python}mpi4py.zip`;
    const wheels = existsSync(mpi4py) ? [numpy, shared(readFileSync(mpi4py))] : [numpy];
    const libraries = await compileLibraries(numpy);
    this.#writeStubs(libraries.map((library, index) => libraryStub(library.module, index)));
    const parts: ImageParts = {
      interpreter: await WebAssembly.compile(readFileSync(`${pyodide}pyodide.asm.wasm`)),
      stdlib: shared(readFileSync(`${pyodide}python_stdlib.zip`)),
      lock: emptyLock(readFileSync(`${pyodide}pyodide-lock.json`, 'utf8')),
      wheels,
      libraries,
      sources: pythonSources,
      packages: this.#shelf.packages,
    };
    const hash = createHash('sha256').update(parts.lock).update(JSON.stringify(parts.sources));
    for (const archive of wheels) hash.update(archive);
    const key = hash.digest('hex').slice(0, 16);
    const kept = join(cache, `memory-${key}.bin`);
    if (existsSync(kept)) return { ...parts, memory: shared(readFileSync(kept)) };
    const memory = await this.#makeMemory(parts);
    for (const old of readdirSync(cache).filter((name) => name.startsWith('memory-')).map((name) => join(cache, name))) if (Date.now() - statSync(old).mtimeMs > 3_600_000) rmSync(old, { force: true });
    // Under another name first: a second runner may start at this moment.
    writeFileSync(`${kept}.${process.pid}`, memory);
    renameSync(`${kept}.${process.pid}`, kept);
    return { ...parts, memory: shared(memory) };
  }

  /// Into a folder named by what is in it, which appears whole: runners of other states of the sources use the same cache at this moment.
  #writeStubs(stubs: readonly Uint8Array[]): void {
    const hash = createHash('sha256');
    for (const stub of stubs) hash.update(stub);
    this.#stubs = join(this.#places.cache, 'stubs', `${hash.digest('hex').slice(0, 16)}/`);
    if (existsSync(this.#stubs)) return;
    const part = join(this.#places.cache, 'stubs', `${process.pid}.part`);
    mkdirSync(part, { recursive: true });
    for (const [index, stub] of stubs.entries()) writeFileSync(join(part, `${index}.wasm`), stub);
    try {
      renameSync(part, this.#stubs);
    } catch {
      // Another runner was quicker with the same.
      rmSync(part, { recursive: true, force: true });
    }
  }

  #makeMemory(parts: ImageParts): Promise<Uint8Array> {
    const worker = this.#makeWorker();
    return new Promise<Uint8Array>((resolve, reject) => {
      worker.onMessage((message) => {
        if (message.kind === 'image') resolve(message.memory);
        else if (message.kind === 'broken') reject(new Error(`Python could not start: ${message.sentence}`));
      });
      worker.post({ kind: 'make-image', parts });
    }).finally(() => worker.terminate());
  }

  #makeWorker(): RankWorker {
    const data: NodeWorkerData = { pyodide: this.#places.pyodide, stubs: this.#stubs };
    const worker = new Worker(this.#places.worker, { workerData: data, stdout: false, stderr: false });
    let listener: (message: FromRank) => void = () => {};
    worker.on('message', (message: FromRank) => listener(message));
    worker.on('error', (error) => listener({ kind: 'broken', sentence: error instanceof Error ? error.message : String(error) }));
    return {
      post: (message) => worker.postMessage(message),
      onMessage: (heard) => (listener = heard),
      terminate: () => void worker.terminate(),
    };
  }
}

const ticks: Ticker = (tick) => {
  const timer = setInterval(tick, 5);
  return () => clearInterval(timer);
};
