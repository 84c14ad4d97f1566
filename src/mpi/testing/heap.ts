import { Datatype, type Host, type Segment } from '..';

/// A rank's memory for tests: one buffer, a bump allocator, and a clock. Stands in for a language.
export class Heap implements Host {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #epoch: number;
  #next = 64;
  /// The line the next call claims to be on.
  sourceLine = 1;

  constructor(bytes: number, epoch: number) {
    this.#bytes = new Uint8Array(bytes);
    this.#epoch = epoch;
  }

  memory(): Uint8Array {
    return this.#bytes;
  }

  allocate(bytes: number): number {
    const address = this.#next;
    this.#next = (address + bytes + 15) & ~15;
    if (this.#next > this.#bytes.length) throw new RangeError(`the test's memory of ${this.#bytes.length} bytes is full; give the run a larger one`);
    return address;
  }

  release(address: number): void {
    // Scratch is taken last and given back first.
    this.#next = address;
  }

  now(): number {
    return performance.timeOrigin + performance.now() - this.#epoch;
  }

  line(): number {
    return this.sourceLine;
  }

  /// The interrupt has been dealt with (a language would clear the byte).
  deafToInterrupts = false;

  interrupted(): void {
    if (!this.deafToInterrupts) throw new Error('interrupted');
  }

  /// Forgets everything allocated: for bodies that loop.
  reset(): void {
    this.#next = 64;
  }

  doubles(values: readonly number[] | number): { readonly view: Float64Array; readonly segment: Segment } {
    const count = typeof values === 'number' ? values : values.length;
    const address = this.allocate(count * 8);
    const view = new Float64Array(this.#bytes.buffer, address, count);
    if (typeof values === 'number') view.fill(-1);
    else view.set(values);
    return { view, segment: { address, count, type: Datatype.named('DOUBLE') } };
  }

  ints(values: readonly number[] | number): { readonly view: Int32Array; readonly segment: Segment } {
    const count = typeof values === 'number' ? values : values.length;
    const address = this.allocate(count * 4);
    const view = new Int32Array(this.#bytes.buffer, address, count);
    if (typeof values === 'number') view.fill(-1);
    else view.set(values);
    return { view, segment: { address, count, type: Datatype.named('INT') } };
  }

  bytes(values: Uint8Array | number): { readonly view: Uint8Array; readonly segment: Segment } {
    const count = typeof values === 'number' ? values : values.length;
    const address = this.allocate(count);
    const view = this.#bytes.subarray(address, address + count);
    if (typeof values === 'number') view.fill(0);
    else view.set(values);
    return { view, segment: { address, count, type: Datatype.named('BYTE') } };
  }

  /// Bytes as a pickled object would come.
  object(text: string): Segment {
    const { segment } = this.bytes(new TextEncoder().encode(text));
    return { ...segment, type: Datatype.PICKLE };
  }
}

/// The inverse of `object`.
export function textOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : new TextDecoder().decode(bytes);
}
