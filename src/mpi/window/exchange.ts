import { MpiCall } from '../../protocol/calls';
import { DERIVED_TYPE_ID } from '../../protocol/datatypes';
import { Algorithm } from '../../protocol/trace';
import { ANY_SOURCE, ANY_TAG, SendMode } from '../constants';
import type { Rank } from '../rank';
import { ReceiveOperation, type SendOperation } from '../request/operation';
import type { Attended } from '../request/work';
import { decodePacket, encodePacket, PacketKind, type Packet } from './packet';

/// Packets that may wait for room at other ranks before operations wait too.
const MOST_UNSENT = 256;

/// The call that a packet's records name.
const CALLS: Readonly<Record<PacketKind, MpiCall>> = {
  [PacketKind.Put]: MpiCall.Put,
  [PacketKind.Get]: MpiCall.Get,
  [PacketKind.Accumulate]: MpiCall.Accumulate,
  [PacketKind.Fetch]: MpiCall.GetAccumulate,
  [PacketKind.CompareAndSwap]: MpiCall.CompareAndSwap,
  [PacketKind.Flush]: MpiCall.WinFlush,
  [PacketKind.Complete]: MpiCall.WinComplete,
  [PacketKind.Lock]: MpiCall.WinLock,
  [PacketKind.Unlock]: MpiCall.WinUnlock,
  [PacketKind.Post]: MpiCall.WinPost,
  [PacketKind.Data]: MpiCall.Get,
  [PacketKind.Done]: MpiCall.WinFlush,
  [PacketKind.Failed]: MpiCall.WinFlush,
};

/// A window's packets to and from other ranks: messages on its own context, which a rank looks after whenever it makes progress, in whatever
/// call it is. From each rank they are taken in the order sent, however long their data takes.
export class Exchange implements Attended {
  /// No more packets are expected.
  done = false;
  readonly #rank: Rank;
  /// World ranks.
  readonly #group: readonly number[];
  readonly #context: number;
  readonly #take: (from: number, packet: Packet) => void;
  readonly #incoming = new Map<number, ReceiveOperation[]>();
  #unsent: SendOperation[] = [];

  /// `take` is called with the window's rank that a packet comes from. It must not wait.
  constructor(rank: Rank, group: readonly number[], context: number, take: (from: number, packet: Packet) => void) {
    this.#rank = rank;
    this.#group = group;
    this.#context = context;
    this.#take = take;
    rank.endpoint.attend(this);
  }

  /// Sends a packet to a rank of the window.
  send(to: number, packet: Packet): void {
    const bytes = encodePacket(packet);
    const world = this.#group[to] as number;
    const send = this.#as(packet.kind, () =>
      this.#rank.endpoint.startSend(world, this.#context, packet.kind, bytes, 0, bytes.length, DERIVED_TYPE_ID, SendMode.Standard, true),
    );
    if (send !== null && !send.left) this.#unsent.push(send);
  }

  /// Waits while a great many packets have found no room.
  throttle(): void {
    if (this.#unsent.length < MOST_UNSENT) return;
    this.#unsent = this.#unsent.filter((send) => !send.left);
    while (this.#unsent.length >= MOST_UNSENT) {
      const first = this.#unsent[0] as SendOperation;
      this.#rank.wait({ get done() { return first.left; }, waitsFor: first.dest, waitTag: -1, context: this.#context });
      this.#unsent = this.#unsent.filter((send) => !send.left);
    }
  }

  progress(): boolean {
    let any = false;
    const { endpoint, recorder } = this.#rank;
    for (;;) {
      const message = endpoint.probe(this.#context, ANY_SOURCE, ANY_TAG, true);
      if (message === null) break;
      const receive = ReceiveOperation.fresh(message.source, message.tag, this.#context);
      this.#as(message.tag, () => {
        receive.posting = recorder.posting(0);
        endpoint.receiveFrom(receive, message);
      });
      const queue = this.#incoming.get(message.source);
      if (queue === undefined) this.#incoming.set(message.source, [receive]);
      else queue.push(receive);
      any = true;
    }
    for (const [source, queue] of this.#incoming) {
      let taken = 0;
      for (const receive of queue) {
        if (!receive.done) break;
        taken++;
        if (receive.buffer !== null) this.#take(this.#group.indexOf(source), decodePacket(receive.buffer));
      }
      if (taken === 0) continue;
      any = true;
      if (taken === queue.length) this.#incoming.delete(source);
      else queue.splice(0, taken);
    }
    return any;
  }

  // What is recorded meanwhile is not part of the call that the rank happens to be in.
  #as<T>(kind: PacketKind, body: () => T): T {
    const { recorder } = this.#rank;
    const present = recorder.identity();
    recorder.assume({ call: CALLS[kind], flags: 0, line: present.line, collective: 0, algorithm: Algorithm.None, request: 0 });
    try {
      return body();
    } finally {
      recorder.assume(present);
    }
  }
}
