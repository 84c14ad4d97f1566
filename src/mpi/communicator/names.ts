import { ErrorClass } from '../../protocol/errors';
import { NAMES_BYTES, WorldSlot, worldLayout, type WorldOptions } from '../../protocol/world';
import { MpiError } from '../error';

/// Services and the ports published under them (MPI 4.1, 11.9.4), in the world's memory for all ranks to see.
export class NameTable {
  readonly #words: Int32Array;
  /// The text, in UTF-16.
  readonly #text: Uint16Array;
  readonly #at: number;

  constructor(world: SharedArrayBuffer, options: WorldOptions) {
    this.#words = new Int32Array(world, 0, world.byteLength >> 2);
    this.#at = worldLayout(options).names;
    this.#text = new Uint16Array(world, this.#at + 4, (NAMES_BYTES - 4) >> 1);
  }

  /// Throws MPI_ERR_SERVICE for a service that has been published, MPI_ERR_NO_MEM when the table is full.
  publish(service: string, port: string): void {
    this.#change((names) => {
      if (names.has(service)) throw new MpiError(ErrorClass.Service, `the service ${service} has been published already`);
      names.set(service, port);
    });
  }

  /// Throws MPI_ERR_SERVICE for a service that is not published.
  unpublish(service: string): void {
    this.#change((names) => {
      if (!names.delete(service)) throw new MpiError(ErrorClass.Service, `the service ${service} has not been published`);
    });
  }

  /// Throws MPI_ERR_NAME for a service that is not published.
  lookup(service: string): string {
    const port = this.#locked(() => this.#read().get(service));
    if (port === undefined) throw new MpiError(ErrorClass.Name, `the service ${service} has not been published`);
    return port;
  }

  #change(change: (names: Map<string, string>) => void): void {
    this.#locked(() => {
      const names = this.#read();
      change(names);
      const text = JSON.stringify([...names]);
      if (text.length > this.#text.length) throw new MpiError(ErrorClass.NoMemory, 'there is no room for another published name');
      for (let i = 0; i < text.length; i++) this.#text[i] = text.charCodeAt(i);
      this.#words[this.#at >> 2] = text.length;
    });
  }

  #read(): Map<string, string> {
    const length = this.#words[this.#at >> 2] ?? 0;
    if (length === 0) return new Map();
    return new Map(JSON.parse(String.fromCharCode(...this.#text.subarray(0, length))) as [string, string][]);
  }

  // Whoever holds the lock holds it for microseconds.
  #locked<T>(body: () => T): T {
    while (Atomics.compareExchange(this.#words, WorldSlot.NamesLock, 0, 1) !== 0);
    try {
      return body();
    } finally {
      Atomics.store(this.#words, WorldSlot.NamesLock, 0);
    }
  }
}
