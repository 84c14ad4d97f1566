import { ErrorClass } from '../../protocol/errors';
import type { Datatype } from '../datatype/datatype';
import { MpiError } from '../error';
import type { Host } from '../host';
import type { Accumulator, Divisible } from './accumulator';
import { combine } from './kernels';
import type { Op, UserFunction } from './op';

/// A numeric buffer under reduction: packed bytes outside the rank's memory, so that no alignment matters and nothing of the
/// caller's is touched before the result is there. User functions get copies in the rank's memory.
export class NumericAccumulator implements Divisible {
  #value: Uint8Array;
  readonly #host: Host;
  readonly #op: Op;
  readonly #type: Datatype;
  readonly #count: number;

  /// True for a part that lies within a whole: results go there.
  readonly #within: boolean;

  /// `value`: `count` packed elements, the accumulator's own from now on.
  constructor(host: Host, op: Op, type: Datatype, count: number, value: Uint8Array, within: boolean = false) {
    this.#host = host;
    this.#op = op;
    this.#type = type;
    this.#count = count;
    this.#value = value;
    this.#within = within;
  }

  pack(): Uint8Array {
    return this.#value;
  }

  load(bytes: Uint8Array): void {
    this.#fits(bytes);
    this.#become(bytes);
  }

  copy(): NumericAccumulator {
    return new NumericAccumulator(this.#host, this.#op, this.#type, this.#count, this.#value.slice());
  }

  combine(theirs: Uint8Array, side: 'left' | 'right'): void {
    this.#fits(theirs);
    if (theirs.length === 0) return;
    const [left, inout] = side === 'left' ? [theirs, this.#value] : [this.#value, theirs];
    if (this.#op.user === null) combine(this.#op, this.#type, left, inout);
    else this.#call(this.#op.user, left, inout);
    if (inout !== this.#value) this.#become(inout);
  }

  split(count: number): NumericAccumulator[] {
    const bound = (part: number): number => Math.floor((part * this.#count) / count);
    return this.share(Array.from({ length: count }, (_, part) => bound(part + 1) - bound(part)));
  }

  share(counts: readonly number[]): NumericAccumulator[] {
    const { size } = this.#type;
    let from = 0;
    return counts.map((count) => {
      const part = this.#value.subarray(from * size, (from + count) * size);
      from += count;
      return new NumericAccumulator(this.#host, this.#op, this.#type, count, part, true);
    });
  }

  join(parts: readonly Accumulator[]): void {
    let at = 0;
    for (const part of parts) {
      const bytes = part.pack();
      if (bytes.buffer !== this.#value.buffer || bytes.byteOffset !== this.#value.byteOffset + at) this.#value.set(bytes, at);
      at += bytes.length;
    }
  }

  #become(bytes: Uint8Array): void {
    if (this.#within) this.#value.set(bytes);
    else this.#value = bytes;
  }

  #fits(bytes: Uint8Array): void {
    if (bytes.length > this.#value.length) throw new MpiError(ErrorClass.Truncate, `another rank gave ${bytes.length} bytes to the reduction where this one gave ${this.#value.length}`);
  }

  #call(user: UserFunction, left: Uint8Array, inout: Uint8Array): void {
    const type = this.#type;
    const count = Math.min(left.length, inout.length) / type.size;
    const { low, high } = type.range(count);
    // The user's function sees whole elements: gaps too, and as many extents as it may count.
    const from = Math.min(low, 0);
    const room = Math.ceil((Math.max(high, count * type.extent) - from) / 16) * 16;
    const address = this.#host.allocate(2 * room);
    const [a, b] = [address - from, address + room - from];
    try {
      type.unpack(left, this.#host.memory(), a);
      type.unpack(inout, this.#host.memory(), b);
      user(a, b, count, type);
      type.pack(this.#host.memory(), b, count, inout);
    } finally {
      this.#host.release(address);
    }
  }
}
