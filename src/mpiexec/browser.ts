import RankWorkerScript from '../ranks/python/browser.worker?worker';
import type { FromRank, Image } from '../protocol';
import { importsOf } from '../ranks/python/packages/imports';
import { loadImage, packageShelf } from './browser-image';
import { parseCommand, programsOf } from './command';
import { LaunchError, type LaunchRequest, type Launcher, type Preparation, type Run, type RunEvents } from './launcher';
import { WarmPool, type Ahead, type RankWorker } from './workers';
import { WorldRun, type Ticker } from './world-run';

/// Most interpreters kept warm between runs: 64 MB each.
const MOST_WARM = 16;

/// The launcher of a page. Throws nothing here; `prepare` and `launch` say what is wrong.
export function createLauncher(): Launcher {
  return new BrowserLauncher();
}

class BrowserLauncher implements Launcher {
  readonly #listeners = new Set<(progress: Preparation) => void>();
  #progress: Preparation = { step: 'Loading', fraction: null, ready: false };
  readonly #shelf = packageShelf();
  #pool: Promise<WarmPool> | null = null;
  #warm = 4;
  #running = 0;

  async prepare(ranks: number, program?: Pick<LaunchRequest, 'command' | 'files'>): Promise<void> {
    this.#warm = Math.min(MOST_WARM, Math.max(1, ranks));
    const pool = await this.#makePool();
    if (this.#running === 0) pool.warm(this.#warm);
    if (program !== undefined) void this.#shelf.bring(this.#packagesOf(program)).then(() => pool.ahead(this.#aheadOf(program)));
  }

  /// What interpreters may import that wait for the same program.
  #aheadOf({ command, files }: Pick<LaunchRequest, 'command' | 'files'>): Ahead | null {
    try {
      return this.#shelf.aheadOf(parseCommand(command, Object.keys(files)), files);
    } catch {
      return null;
    }
  }

  /// Packages that a program's text imports; none of a command that cannot be run.
  #packagesOf({ command, files }: Pick<LaunchRequest, 'command' | 'files'>): string[] {
    try {
      return this.#shelf.needs(importsOf(files, programsOf(parseCommand(command, Object.keys(files)))));
    } catch {
      return [];
    }
  }

  onPreparation(listener: (progress: Preparation) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#progress);
    return () => this.#listeners.delete(listener);
  }

  launch(request: LaunchRequest, events: RunEvents): Run {
    if (!globalThis.crossOriginIsolated) {
      throw new LaunchError('This page is not isolated from other sites, so its ranks cannot share memory. Reload it; if this sentence comes back, open the page in a tab of its own rather than in a frame.');
    }
    const command = parseCommand(request.command, Object.keys(request.files), request.environment);
    this.#running++;
    const workers = this.#makePool().then((pool) => pool.take(command.ranks, (ready) => this.#tell({ step: `Starting ${command.ranks} ranks`, fraction: ready / command.ranks, ready: ready === command.ranks })));
    const needed = this.#packagesOf(request);
    const missing = this.#shelf.missing(needed);
    if (missing.length > 0) this.#tell({ step: `Fetching ${missing.join(', ')}`, fraction: null, ready: false });
    const ready = Promise.all([workers, this.#shelf.bring(missing)]).then(([all]) => all);
    const run = new WorldRun(command, request, events, frames, navigator.hardwareConcurrency, this.#shelf.forRun(needed), ready);
    void run.done.then(async () => {
      this.#running--;
      this.#warm = Math.min(MOST_WARM, Math.max(command.ranks, 4));
      if (this.#running > 0) return;
      const pool = await this.#makePool().catch(() => null);
      pool?.ahead(this.#aheadOf(request));
      pool?.warm(this.#warm);
    });
    return run;
  }

  #makePool(): Promise<WarmPool> {
    this.#pool ??= loadImage(makeWorker, this.#shelf.packages, (progress) => this.#tell(progress)).then(
      (image: Image) => {
        return new WarmPool(makeWorker, image, Math.max(2, navigator.hardwareConcurrency), (ready, wanted) => this.#warmed(ready, wanted));
      },
      (error: unknown) => {
        this.#pool = null;
        this.#tell({ step: error instanceof Error ? error.message : String(error), fraction: null, ready: false });
        throw error;
      },
    );
    return this.#pool;
  }

  #warmed(ready: number, wanted: number): void {
    if (this.#running === 0) this.#tell({ step: `Warming up ranks, ${ready} of ${wanted}`, fraction: ready / wanted, ready: ready >= wanted });
    // For the benches: from here a launch of so many ranks need not wait for a boot.
    if (ready >= wanted) performance.mark('commworld:warm', { detail: wanted });
  }

  #tell(progress: Preparation): void {
    this.#progress = progress;
    for (const listener of this.#listeners) listener(progress);
  }
}

function makeWorker(): RankWorker {
  const worker = new RankWorkerScript({ name: 'rank' });
  let listener: (message: FromRank) => void = () => {};
  worker.onmessage = ({ data }: MessageEvent<FromRank>) => listener(data);
  worker.onerror = (event) => {
    event.preventDefault();
    listener({ kind: 'broken', sentence: event.message === '' ? 'its worker could not be loaded' : event.message });
  };
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (heard) => (listener = heard),
    terminate: () => worker.terminate(),
  };
}

/// A frame at a time while the page is seen; by a timer while it is not, when frames stop but ranks must not.
const frames: Ticker = (tick) => {
  let going = true;
  const next = (): void => {
    if (!going) return;
    tick();
    if (document.visibilityState === 'visible') requestAnimationFrame(next);
    else setTimeout(next, 100);
  };
  const wake = (): void => {
    if (going) tick();
  };
  document.addEventListener('visibilitychange', wake);
  requestAnimationFrame(next);
  const timer = setInterval(() => document.visibilityState !== 'visible' && wake(), 250);
  return () => {
    going = false;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', wake);
  };
};
