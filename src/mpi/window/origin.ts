import { ErrorClass } from '../../protocol/errors';
import type { Segment } from '../datatype/segment';
import { MpiError } from '../error';
import type { Rank } from '../rank';
import type { Waitable } from '../request/operation';
import type { Status } from '../request/status';
import type { Work } from '../request/work';
import { packet, PacketKind, type Packet } from './packet';

/// Something that has been asked of a target and is to be answered.
export class Asked implements Work {
  done = false;
  readonly waitTag = -1;
  #error: ErrorClass = ErrorClass.Success;
  readonly #rank: Rank;

  constructor(
    rank: Rank,
    /// The target's rank in the window, and its world rank.
    readonly target: number,
    readonly waitsFor: number,
    readonly context: number,
    /// Where data that comes goes; null for nowhere.
    readonly into: Segment | null,
    /// A request tells of its failure.
    readonly requested: boolean,
  ) {
    this.#rank = rank;
  }

  answer(data: Uint8Array): void {
    const { into } = this;
    if (into !== null) into.type.unpack(data, this.#rank.host.memory(), into.address);
    this.done = true;
  }

  fail(error: ErrorClass): void {
    this.#error = error;
    this.done = true;
  }

  tell(status: Status | null): ErrorClass {
    status?.clear();
    return this.#error;
  }
}

/// The side of a window that asks others: what it has asked and not heard of.
export class Origin {
  readonly #rank: Rank;
  readonly #group: readonly number[];
  readonly #context: number;
  readonly #send: (to: number, packet: Packet) => void;
  readonly #open = new Map<number, Asked>();
  /// Ranks that were sent something since they last said that all is done.
  readonly #busy = new Set<number>();
  /// The first operation on each rank that could not be done, until a call says so.
  readonly #failed = new Map<number, ErrorClass>();
  #next = 1;

  constructor(rank: Rank, group: readonly number[], context: number, send: (to: number, packet: Packet) => void) {
    this.#rank = rank;
    this.#group = group;
    this.#context = context;
    this.#send = send;
  }

  /// Sends an operation; what is to be answered, null for one that is not.
  ask(target: number, asked: Omit<Packet, 'id'>, into: Segment | null, requested: boolean): Asked | null {
    this.#busy.add(target);
    const answered = asked.kind !== PacketKind.Put && asked.kind !== PacketKind.Accumulate;
    const work = answered ? this.#expect(target, into, requested) : null;
    this.#send(target, { ...asked, id: work === null ? 0 : this.#next - 1 });
    return work;
  }

  /// Asks a target to answer when it has come so far.
  sync(target: number, kind: PacketKind.Flush | PacketKind.Lock | PacketKind.Unlock, detail: number = 0): Asked {
    const work = this.#expect(target, null, false);
    if (kind !== PacketKind.Lock) this.#busy.delete(target);
    this.#send(target, packet(kind, this.#next - 1, detail));
    return work;
  }

  /// Takes an answer.
  hear(from: number, { kind, id, detail, data }: Packet): void {
    const work = this.#open.get(id);
    this.#open.delete(id);
    if (kind !== PacketKind.Failed) work?.answer(data);
    else {
      work?.fail(detail);
      if (work?.requested !== true && !this.#failed.has(from)) this.#failed.set(from, detail);
    }
  }

  /// Whether a target may have something left to do for this rank.
  busy(target: number): boolean {
    return this.#busy.has(target);
  }

  get busyTargets(): readonly number[] {
    return [...this.#busy];
  }

  /// Waits until all targets have done all that they were asked.
  flush(targets: readonly number[]): void {
    this.wait(targets.filter((target) => this.#busy.has(target)).map((target) => this.sync(target, PacketKind.Flush)));
    this.flushLocal(targets);
  }

  /// Waits until the memory given to operations on these targets may be used again. Throws what could not be done.
  flushLocal(targets: readonly number[]): void {
    const asked = new Set(targets);
    this.wait([...this.#open.values()].filter(({ target }) => asked.has(target)));
    for (const target of targets) {
      const error = this.#failed.get(target);
      if (error === undefined) continue;
      this.#failed.delete(target);
      throw new MpiError(error, `rank ${target} could not do an operation: is the memory attached?`);
    }
  }

  wait(works: readonly Waitable[]): void {
    for (const work of works) this.#rank.wait(work);
  }

  #expect(target: number, into: Segment | null, requested: boolean): Asked {
    const work = new Asked(this.#rank, target, this.#group[target] as number, this.#context, into, requested);
    this.#open.set(this.#next++, work);
    return work;
  }
}
