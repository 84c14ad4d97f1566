import { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { SendMode } from '../constants';
import { Datatype } from '../datatype/datatype';
import type { Segment } from '../datatype/segment';
import { MpiError } from '../error';
import type { Rank } from '../rank';
import type { RankNames } from './message-work';
import { ReceiveOperation, type SendOperation } from './operation';
import { PersistentRequest, type Plan } from './persistent';
import type { Status } from './status';
import type { Attended, Work } from './work';

/// Partitioned communication (MPI 4.1, chapter 4) over ordinary messages on the communicator's odd context.
///
/// Sends and receives match once, when they are initialized, in that order for each pair of ranks and tag. So a sender announces itself
/// with a message of tag `ANNOUNCEMENT`; the receiver hands announcements to its own initialized receives. After that each partition
/// of the sender's is a message with a tag of its own, in the sender's partitions even where the receiver has others.

/// Tags on odd contexts: collectives use those from 0 on, -1 stands for any.
const ANNOUNCEMENT = -2;
const FIRST_TAG = -3;
const ANNOUNCEMENT_WORDS = 4;
const BYTE = Datatype.named('BYTE');

/// One side's end: whom it talks to. Ranks are world ranks; `partitions` of `segment` each, one after the other.
export interface PartitionedEnd {
  readonly peer: number;
  readonly tag: number;
  readonly context: number;
  readonly segment: Segment;
  readonly partitions: number;
}

interface Announcement {
  /// Tag of the first partition's message.
  readonly first: number;
  readonly partitions: number;
  /// Of one partition.
  readonly bytes: number;
}

/// A persistent request whose data comes or goes in partitions.
abstract class PartitionedRequest extends PersistentRequest {
  readonly end: PartitionedEnd;

  protected constructor(rank: Rank, end: PartitionedEnd, plan: Plan) {
    super(rank, end.context, plan);
    this.end = end;
  }

  protected check(partition: number): void {
    const { partitions } = this.end;
    if (!Number.isInteger(partition) || partition < 0 || partition >= partitions) {
      throw new MpiError(ErrorClass.Arg, `the partition is ${partition}; the request has partitions 0 to ${partitions - 1}`);
    }
  }

  /// Runs the body of a call that is about this request.
  protected within<T>(call: MpiCall, poll: (result: T) => boolean, body: () => T): T {
    const { rank, end } = this;
    rank.begin(call, 0, end.context, end.peer, end.tag, end.segment.count * end.segment.type.size, end.segment.type.id);
    rank.recorder.request = this.active ? this.number : 0;
    let result: T;
    try {
      result = body();
    } catch (error) {
      throw rank.fail(error);
    }
    if (poll(result)) rank.endPoll();
    else rank.end();
    return result;
  }
}

/// Psend_init.
export class PartitionedSend extends PartitionedRequest {
  readonly #sending: Sending;

  constructor(rank: Rank, end: PartitionedEnd, nobody: boolean) {
    const sending = new Sending(rank, end);
    super(rank, end, { ...planOf(end), launch: () => (nobody ? null : sending.start()) });
    this.#sending = sending;
    if (!nobody) sending.announce();
  }

  /// Pready of each of these partitions: it may be sent now. Throws MPI_ERR_ARG for one that there is not or that was ready.
  ready(partitions: readonly number[]): void {
    this.within(MpiCall.Pready, () => false, () => {
      for (const partition of partitions) this.check(partition);
      if (!this.active) throw new MpiError(ErrorClass.Request, 'the partitioned send has not been started');
      if (this.complete) return;
      for (const partition of partitions) this.#sending.ready(partition);
      this.rank.endpoint.progress();
    });
  }
}

class Sending implements Work {
  readonly waitTag: number;
  readonly context: number;
  readonly waitsFor: number;
  readonly #rank: Rank;
  readonly #end: PartitionedEnd;
  readonly #bytes: number;
  #first = 0;
  /// Partitions that are ready, and what of them is under way.
  #ready = new Set<number>();
  #operations: SendOperation[] = [];

  constructor(rank: Rank, end: PartitionedEnd) {
    this.#rank = rank;
    this.#end = end;
    this.#bytes = end.segment.count * end.segment.type.size;
    this.waitsFor = end.peer;
    this.waitTag = end.tag;
    this.context = end.context;
  }

  announce(): void {
    const { peer, tag, context, partitions } = this.#end;
    this.#first = this.#rank.partitions.take(partitions);
    const words = new Uint8Array(Int32Array.of(tag, this.#first, partitions, this.#bytes).buffer);
    this.#rank.endpoint.startSend(peer, context | 1, ANNOUNCEMENT, words, 0, words.length, BYTE.id, SendMode.Buffered, false);
  }

  start(): Work {
    this.#ready = new Set();
    this.#operations = [];
    return this;
  }

  get done(): boolean {
    return this.#ready.size === this.#end.partitions && this.#operations.every((operation) => operation.done);
  }

  ready(partition: number): void {
    if (this.#ready.has(partition)) throw new MpiError(ErrorClass.Arg, `partition ${partition} is ready already`);
    this.#ready.add(partition);
    const { peer, context, segment } = this.#end;
    const { type, count } = segment;
    let address = segment.address + partition * count * type.extent;
    let packed: Uint8Array | null = null;
    if (!type.contiguous) {
      packed = new Uint8Array(this.#bytes);
      type.pack(this.#rank.host.memory(), address, count, packed);
      address = 0;
    }
    this.#rank.recorder.partitionTag = this.#end.tag;
    const operation = this.#rank.endpoint.startSend(peer, context | 1, this.#first - partition, packed, address, this.#bytes, type.id, SendMode.Standard, true);
    if (operation !== null) this.#operations.push(operation);
  }

  tell(status: Status | null): ErrorClass {
    status?.clear();
    return ErrorClass.Success;
  }
}

/// Precv_init.
export class PartitionedReceive extends PartitionedRequest {
  readonly #receiving: Receiving;

  constructor(rank: Rank, end: PartitionedEnd, names: RankNames, nobody: Work | null) {
    const receiving = new Receiving(rank, end, names);
    super(rank, end, { ...planOf(end), launch: () => nobody ?? receiving.start() });
    this.#receiving = receiving;
    if (nobody === null) rank.partitions.expect(receiving);
  }

  /// Parrived: whether a partition is there; of an inactive request all are.
  arrived(partition: number): boolean {
    return this.within(MpiCall.Parrived, (there) => !there, () => {
      this.check(partition);
      this.rank.endpoint.progress();
      return !this.active || this.complete || this.#receiving.arrived(partition);
    });
  }
}

class Receiving implements Work {
  readonly waitTag: number;
  readonly context: number;
  readonly waitsFor: number;
  readonly #rank: Rank;
  readonly #end: PartitionedEnd;
  readonly #names: RankNames;
  readonly #bytes: number;
  #sender: Announcement | null = null;
  #started = false;
  /// By the sender's partitions.
  #operations: ReceiveOperation[] = [];
  /// Data of a type with gaps, without them, until a partition of ours is complete.
  #packed: Uint8Array | null = null;
  #unpacked = new Set<number>();

  constructor(rank: Rank, end: PartitionedEnd, names: RankNames) {
    this.#rank = rank;
    this.#end = end;
    this.#names = names;
    this.#bytes = end.segment.count * end.segment.type.size;
    this.waitsFor = end.peer;
    this.waitTag = end.tag;
    this.context = end.context;
  }

  get end(): PartitionedEnd {
    return this.#end;
  }

  /// Whose send this receives is known now.
  meet(sender: Announcement): void {
    this.#sender = sender;
    if (this.#started) this.#post(sender);
  }

  start(): Work {
    this.#started = true;
    this.#operations = [];
    this.#unpacked = new Set();
    if (this.#sender !== null) this.#post(this.#sender);
    return this;
  }

  get done(): boolean {
    return this.#sender !== null && this.#operations.every((operation) => operation.done);
  }

  arrived(partition: number): boolean {
    const sender = this.#sender;
    if (sender === null) return false;
    // With empty partitions bytes do not tell which of the sender's they are.
    const parts = this.#end.partitions;
    const begin = sender.bytes > 0 ? Math.floor((partition * this.#bytes) / sender.bytes) : Math.floor((partition * sender.partitions) / parts);
    const end = sender.bytes > 0 ? Math.ceil(((partition + 1) * this.#bytes) / sender.bytes) : Math.ceil(((partition + 1) * sender.partitions) / parts);
    if (!this.#operations.slice(begin, end).every((operation) => operation.done)) return false;
    this.#unpack(partition);
    return true;
  }

  tell(status: Status | null): ErrorClass {
    this.#started = false;
    for (let partition = 0; partition < this.#end.partitions; partition++) this.#unpack(partition);
    const error = this.#operations.find((operation) => operation.error !== ErrorClass.Success)?.error ?? ErrorClass.Success;
    status?.set(this.#names.rankOf(this.#end.peer), this.#end.tag, this.#operations.reduce((sum, operation) => sum + operation.bytes, 0), error);
    return error;
  }

  #post(sender: Announcement): void {
    const { peer, context, segment, partitions } = this.#end;
    const { type } = segment;
    const room = partitions * this.#bytes;
    this.#packed = type.contiguous ? null : new Uint8Array(room);
    for (let part = 0; part < sender.partitions; part++) {
      const at = part * sender.bytes;
      const capacity = Math.max(0, Math.min(sender.bytes, room - at));
      const operation = new ReceiveOperation(peer, sender.first - part, context | 1, this.#packed, this.#packed === null ? segment.address + at : at, capacity, BYTE, false);
      operation.posting = this.#rank.recorder.posting(0);
      operation.shownTag = this.#end.tag;
      this.#operations.push(operation);
      this.#rank.endpoint.startReceive(operation);
    }
  }

  #unpack(partition: number): void {
    const { type, count, address } = this.#end.segment;
    if (this.#packed === null || this.#unpacked.has(partition)) return;
    this.#unpacked.add(partition);
    const begin = partition * this.#bytes;
    type.unpack(this.#packed.subarray(begin, begin + this.#bytes), this.#rank.host.memory(), address + partition * count * type.extent);
  }
}

/// A rank's partitioned operations that wait for each other, and the tags its own partitions have.
export class Partitions implements Attended {
  readonly #rank: Rank;
  #next = FIRST_TAG;
  /// Receives that wait for their sender, in order.
  #waiting: Receiving[] = [];
  /// Announcements that wait for their receive, in order.
  #announced: { readonly peer: number; readonly context: number; readonly tag: number; readonly sender: Announcement }[] = [];

  constructor(rank: Rank) {
    this.#rank = rank;
  }

  /// The first of so many tags in a row, downwards.
  take(count: number): number {
    const first = this.#next;
    this.#next -= count;
    return first;
  }

  expect(receiving: Receiving): void {
    const attended = this.#waiting.length > 0;
    this.#waiting.push(receiving);
    this.progress();
    if (!attended) this.#rank.endpoint.attend(this);
  }

  get done(): boolean {
    return this.#waiting.length === 0;
  }

  progress(): boolean {
    for (const { end } of this.#waiting) this.#hear(end);
    let any = false;
    this.#waiting = this.#waiting.filter((receiving) => {
      const { peer, context, tag } = receiving.end;
      const at = this.#announced.findIndex((one) => one.peer === peer && one.context === context && one.tag === tag);
      const found = this.#announced[at];
      if (found === undefined) return true;
      this.#announced.splice(at, 1);
      receiving.meet(found.sender);
      any = true;
      return false;
    });
    return any;
  }

  #hear({ peer, context }: PartitionedEnd): void {
    const { endpoint } = this.#rank;
    for (;;) {
      const message = endpoint.probe(context | 1, peer, ANNOUNCEMENT, true);
      if (message?.payload == null) return;
      const [tag = 0, first = 0, partitions = 0, bytes = 0] = new Int32Array(message.payload.buffer, message.payload.byteOffset, ANNOUNCEMENT_WORDS);
      this.#announced.push({ peer, context, tag, sender: { first, partitions, bytes } });
    }
  }
}

function planOf({ peer, tag, segment, partitions }: PartitionedEnd): Omit<Plan, 'launch'> {
  return { peer, tag, bytes: partitions * segment.count * segment.type.size, typeId: segment.type.id };
}
