import { ErrorClass } from '../../protocol/errors';
import { gather, scatter } from '../datatype/copy';
import { Datatype } from '../datatype/datatype';
import type { Layout } from '../datatype/layout';
import { MpiError } from '../error';
import type { Host } from '../host';
import { combine } from '../op/kernels';
import { Op } from '../op/op';
import type { LockType } from './constants';
import { LockQueue } from './lock-queue';
import { operationOf } from './operations';
import { packet, PacketKind, type Packet } from './packet';

/// Memory that a window shows to others: `size` bytes from `address` of the rank's memory.
export interface Region {
  readonly address: number;
  readonly size: number;
}

/// First byte of data and the byte after the last, from where a layout begins.
function reach(layout: Layout): { readonly low: number; readonly high: number } {
  const { offset } = layout;
  if (layout.bytes === 0) return { low: 0, high: 0 };
  switch (layout.kind) {
    case 'run':
      return { low: offset, high: offset + layout.bytes };
    case 'loop': {
      const { low, high } = reach(layout.body);
      const last = (layout.count - 1) * layout.stride;
      return { low: offset + low + Math.min(0, last), high: offset + high + Math.max(0, last) };
    }
    case 'list': {
      let [low, high] = [Infinity, -Infinity];
      for (const part of layout.parts) {
        const one = reach(part);
        low = Math.min(low, one.low);
        high = Math.max(high, one.high);
      }
      return { low: offset + low, high: offset + high };
    }
  }
}

/// Whether all data of a layout from `place` on is in a region of `size` bytes that begins at 0.
export function fits(layout: Layout, place: number, size: number): boolean {
  if (layout.bytes === 0) return true;
  const { low, high } = reach(layout);
  return place + low >= 0 && place + high <= size;
}

/// One rank's part of a window: does what others ask of it, one after the other, so that accumulate operations are atomic, and in the order
/// in which each of them asked (MPI 4.1, 12.7.1 and 12.7.2).
export class Target {
  /// Epochs of other ranks that have ended, exposure epochs of other ranks that have begun: by rank, how many more than were waited for.
  readonly completed: number[];
  readonly posted: number[];
  /// Of a dynamic window: what is attached, by address.
  readonly attached = new Map<number, Region>();
  readonly #host: Host;
  /// Null: a dynamic window.
  readonly #region: Region | null;
  readonly #send: (to: number, packet: Packet) => void;
  readonly #locks = new LockQueue();

  constructor(host: Host, ranks: number, region: Region | null, send: (to: number, packet: Packet) => void) {
    this.#host = host;
    this.#region = region;
    this.#send = send;
    this.completed = new Array<number>(ranks).fill(0);
    this.posted = new Array<number>(ranks).fill(0);
  }

  /// Does what a packet asks.
  serve(from: number, asked: Packet): void {
    switch (asked.kind) {
      case PacketKind.Put:
      case PacketKind.Get:
      case PacketKind.Accumulate:
      case PacketKind.Fetch:
      case PacketKind.CompareAndSwap:
        this.#access(from, asked);
        return;
      case PacketKind.Flush:
        this.#send(from, packet(PacketKind.Done, asked.id));
        return;
      case PacketKind.Lock:
        this.#tell(this.#locks.request(from, asked.detail as LockType, asked.id));
        return;
      case PacketKind.Unlock:
        this.#tell(this.#locks.release(from));
        if (asked.id !== 0) this.#send(from, packet(PacketKind.Done, asked.id));
        return;
      case PacketKind.Complete:
        this.completed[from] = (this.completed[from] ?? 0) + 1;
        return;
      case PacketKind.Post:
        this.posted[from] = (this.posted[from] ?? 0) + 1;
        return;
      default:
        throw new MpiError(ErrorClass.Intern, `a window was asked for ${asked.kind}`);
    }
  }

  /// Attach. Throws MPI_ERR_RMA_ATTACH for memory that is attached already, in part or as a whole.
  attach(region: Region): void {
    for (const { address, size } of this.attached.values()) {
      if (region.address < address + size && address < region.address + region.size) throw new MpiError(ErrorClass.RmaAttach, 'the memory is attached already');
    }
    this.attached.set(region.address, region);
  }

  #tell(granted: readonly { readonly origin: number; readonly id: number }[]): void {
    for (const { origin, id } of granted) this.#send(origin, packet(PacketKind.Done, id));
  }

  #access(from: number, asked: Packet): void {
    const { kind, id, place, layout, data } = asked;
    const base = this.#base(layout, place);
    if (base === null) {
      this.#send(from, packet(PacketKind.Failed, id, ErrorClass.RmaRange));
      return;
    }
    const memory = this.#host.memory();
    if (kind === PacketKind.Put) {
      scatter(layout, data, 0, data.length, memory, base);
      return;
    }
    const before = new Uint8Array(layout.bytes);
    gather(layout, memory, base, before, 0);
    if (kind !== PacketKind.Accumulate) this.#send(from, packet(PacketKind.Data, id, 0, before));
    if (kind === PacketKind.CompareAndSwap) {
      const half = data.length / 2;
      if (before.every((byte, at) => byte === data[half + at])) scatter(layout, data, 0, half, memory, base);
    } else if (kind !== PacketKind.Get) this.#combine(asked, before, memory, base);
  }

  #combine({ detail, typeId, layout, data }: Packet, before: Uint8Array, memory: Uint8Array, base: number): void {
    const op = operationOf(detail);
    if (op === Op.NO_OP || data.length === 0) return;
    if (op === Op.REPLACE) scatter(layout, data, 0, data.length, memory, base);
    else {
      const value = before.slice(0, data.length);
      combine(op, Datatype.of(typeId), data, value);
      scatter(layout, value, 0, value.length, memory, base);
    }
  }

  // Where a layout begins in the rank's memory; null when its data is not all in the window.
  #base(layout: Layout, place: number): number | null {
    const region = this.#region;
    if (region !== null) return fits(layout, place, region.size) ? region.address + place : null;
    if (layout.bytes === 0) return place;
    for (const { address, size } of this.attached.values()) if (fits(layout, place - address, size)) return place;
    return null;
  }
}
