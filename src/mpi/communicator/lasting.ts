import { MpiCall } from '../../protocol/calls';
import { PICKLE_TYPE_ID } from '../../protocol/datatypes';
import { ErrorClass } from '../../protocol/errors';
import { RecordFlag } from '../../protocol/trace';
import { ANY_RANK, NO_RANK } from '../../protocol/world';
import { ANY_SOURCE, PROC_NULL, SendMode } from '../constants';
import type { Segment } from '../datatype/segment';
import { MpiError } from '../error';
import { ExchangeWork, ReceiveWork, SendWork } from '../request/message-work';
import { PartitionedReceive, PartitionedSend, type PartitionedEnd } from '../request/partitioned';
import { PersistentRequest, type Plan } from '../request/persistent';
import { Request } from '../request/request';
import { FROM_NOBODY, type Work } from '../request/work';
import { checkDest, checkSegment, checkSendTag } from './checks';
import { PointToPoint } from './point-to-point';

const INIT_CALLS = [MpiCall.SendInit, MpiCall.BsendInit, MpiCall.SsendInit, MpiCall.RsendInit] as const;

/// Point-to-point operations that outlive the call that describes them: persistent ones (MPI 4.1, 3.9), and Isendrecv (3.10).
export class LastingPointToPoint extends PointToPoint {
  sendInit(segment: Segment, dest: number, tag: number, mode: SendMode = SendMode.Standard): PersistentRequest {
    const plan = this.#plan(segment, dest, tag, () => (dest === PROC_NULL ? null : this.#startSend(segment, dest, tag, mode)));
    return this.#lasting(INIT_CALLS[mode], plan, () => this.checkSend(segment, dest, tag));
  }

  recvInit(segment: Segment, source: number, tag: number): PersistentRequest {
    const plan = this.#plan(segment, source, tag, () => this.#startReceive(segment, source, tag));
    return this.#lasting(MpiCall.RecvInit, plan, () => this.checkReceive(segment, source, tag));
  }

  isendrecv(send: Segment, dest: number, sendTag: number, receive: Segment, source: number, receiveTag: number): Request {
    return this.#exchange(MpiCall.Isendrecv, send, dest, sendTag, receive, source, receiveTag);
  }

  isendrecvReplace(segment: Segment, dest: number, sendTag: number, source: number, receiveTag: number): Request {
    return this.#exchange(MpiCall.IsendrecvReplace, segment, dest, sendTag, segment, source, receiveTag);
  }

  psendInit(segment: Segment, partitions: number, dest: number, tag: number): PartitionedSend {
    return this.#partitioned(MpiCall.PsendInit, segment, partitions, dest, tag, (end) => {
      checkDest(dest, this.peers.length);
      return new PartitionedSend(this.runtime, end, dest === PROC_NULL);
    });
  }

  precvInit(segment: Segment, partitions: number, source: number, tag: number): PartitionedReceive {
    return this.#partitioned(MpiCall.PrecvInit, segment, partitions, source, tag, (end) => {
      checkDest(source, this.peers.length);
      return new PartitionedReceive(this.runtime, end, this, source === PROC_NULL ? FROM_NOBODY : null);
    });
  }

  #partitioned<T>(call: MpiCall, segment: Segment, partitions: number, peer: number, tag: number, make: (end: PartitionedEnd) => T): T {
    const { runtime } = this;
    const { count, type } = segment;
    const world = this.peers[peer] ?? NO_RANK;
    this.begin(call, 0, world, tag, partitions * count * type.size, type.id);
    let request: T;
    try {
      if (!Number.isInteger(partitions) || partitions < 1) throw new MpiError(ErrorClass.Arg, `there are ${partitions} partitions; there must be 1 or more`);
      checkSegment(segment);
      checkSendTag(tag);
      request = make({ peer: world, tag, context: this.context, segment, partitions });
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return request;
  }

  #plan({ count, type }: Segment, peer: number, tag: number, launch: () => Work | null): Plan {
    const world = peer === ANY_SOURCE ? ANY_RANK : peer === PROC_NULL ? NO_RANK : this.worldOrAny(peer);
    return { peer: world, tag, bytes: count * type.size, typeId: type.id, launch };
  }

  #lasting(call: MpiCall, plan: Plan, check: () => void): PersistentRequest {
    const { runtime } = this;
    this.begin(call, 0, plan.peer, plan.tag, plan.bytes, plan.typeId);
    try {
      check();
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return new PersistentRequest(runtime, this.context, plan);
  }

  #startSend(segment: Segment, dest: number, tag: number, mode: SendMode): Work | null {
    this.runtime.endpoint.progress();
    const operation = this.launch(segment, dest, tag, mode, true);
    return operation === null ? null : new SendWork(this.runtime, operation);
  }

  #startReceive(segment: Segment, source: number, tag: number): Work {
    if (source === PROC_NULL) return FROM_NOBODY;
    const { runtime } = this;
    const operation = this.receiveInto(segment, source, tag);
    operation.posting = runtime.recorder.posting(0);
    runtime.endpoint.startReceive(operation);
    runtime.endpoint.progress();
    return new ReceiveWork(runtime, operation, this);
  }

  #exchange(call: MpiCall, send: Segment, dest: number, sendTag: number, receive: Segment, source: number, receiveTag: number): Request {
    const { runtime } = this;
    const number = this.enterNonblocking(call, send.type.id === PICKLE_TYPE_ID, dest, sendTag, send.count * send.type.size, send.type.id);
    let work: Work;
    try {
      this.checkSend(send, dest, sendTag);
      this.checkReceive(receive, source, receiveTag);
      // Replace: what is received may land only when the send no longer needs the buffer, so the send gets a copy.
      const outgoing = call === MpiCall.IsendrecvReplace ? this.copied(send) : null;
      const receiving = this.#startReceive(receive, source, receiveTag);
      const operation =
        dest === PROC_NULL ? null : outgoing === null ? this.launch(send, dest, sendTag, SendMode.Standard, true) : this.launchBytes(outgoing, send.type.id, dest, sendTag);
      work = new ExchangeWork(operation === null ? null : new SendWork(runtime, operation), receiving);
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return new Request(runtime, this.context, work, number, false);
  }

  // As `enter`, the peer given as a world rank.
  private begin(call: MpiCall, flags: RecordFlag | 0, world: number, tag: number, bytes: number, typeId: number): void {
    this.runtime.begin(call, flags, this.context, world, tag, bytes, typeId);
    this.checkAlive();
  }
}
