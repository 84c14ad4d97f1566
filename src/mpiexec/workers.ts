import type { FromRank, Image, ToRank } from '../protocol';

/// A worker that holds one interpreter; Web Worker or Node worker thread behind it.
export interface RankWorker {
  post(message: ToRank): void;
  /// Replaces the listener. A worker that dies by itself says `broken`.
  onMessage(listener: (message: FromRank) => void): void;
  terminate(): void;
}

/// What interpreters do that wait for a program: see `ToRank`.
export type Ahead = Omit<Extract<ToRank, { kind: 'ahead' }>, 'kind'>;

export type MakeWorker = () => RankWorker;

/// Interpreters that stand ready, so that a run need not wait for a boot. Each runs one program and is then replaced: nothing of one
/// program can be left for the next.
export class WarmPool {
  readonly #ready: RankWorker[] = [];
  readonly #waiting: { resolve(worker: RankWorker): void; reject(error: Error): void }[] = [];
  #booting = 0;
  #ahead: Ahead | null = null;
  #target = 0;

  /// `parallel`: how many boot at once; more than there are processors only makes each slower. `onWarm` is told how many of the wanted
  /// interpreters stand ready, whenever that changes for the better.
  constructor(readonly make: MakeWorker, readonly image: Image, readonly parallel: number, readonly onWarm: (ready: number, wanted: number) => void = () => {}) {}

  /// Keeps `count` interpreters ready from now on.
  warm(count: number): void {
    this.#target = count;
    while (this.#ready.length > count) this.#ready.pop()?.terminate();
    this.#fill();
  }

  /// Interpreters that wait for a program import these modules meanwhile, those that wait by now too. What was said before is forgotten.
  ahead(ahead: Ahead | null): void {
    const [before, now] = [this.#ahead, ahead].map((each) => each?.modules.join(' ') ?? '');
    this.#ahead = ahead;
    if (ahead !== null && now !== before) for (const worker of this.#ready) worker.post({ kind: 'ahead', ...ahead });
  }

  /// `count` interpreters, booted where they must be; rejects when one cannot start, having ended the others.
  async take(count: number, onProgress: (ready: number) => void): Promise<RankWorker[]> {
    let ready = 0;
    const taken = Array.from({ length: count }, async () => {
      const worker = this.#ready.pop() ?? (await new Promise<RankWorker>((resolve, reject) => {
        this.#waiting.push({ resolve, reject });
        this.#fill();
      }));
      onProgress(++ready);
      return worker;
    });
    const results = await Promise.allSettled(taken);
    const workers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure !== undefined) {
      for (const worker of workers) worker.terminate();
      throw failure.reason;
    }
    return workers;
  }

  #fill(): void {
    while (this.#booting < this.parallel && this.#booting < this.#waiting.length + Math.max(0, this.#target - this.#ready.length)) {
      this.#booting++;
      this.#boot();
    }
  }

  #boot(): void {
    const worker = this.make();
    worker.onMessage((message) => {
      if (message.kind !== 'ready' && message.kind !== 'broken') return;
      this.#booting--;
      const waiting = this.#waiting.shift();
      if (message.kind === 'broken') {
        worker.terminate();
        this.#target = Math.min(this.#target, this.#ready.length);
        waiting?.reject(new Error(message.sentence));
      } else if (waiting !== undefined) {
        waiting.resolve(worker);
      } else {
        this.#ready.push(worker);
        if (this.#ahead !== null) worker.post({ kind: 'ahead', ...this.#ahead });
        this.onWarm(this.#ready.length, this.#target);
      }
      this.#fill();
    });
    worker.post({ kind: 'boot', image: this.image });
  }
}
