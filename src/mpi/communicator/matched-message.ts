import { MpiCall } from '../../protocol/calls';
import { PICKLE_TYPE_ID } from '../../protocol/datatypes';
import { ErrorClass } from '../../protocol/errors';
import { RecordFlag } from '../../protocol/trace';
import type { Segment } from '../datatype/segment';
import { MpiError } from '../error';
import type { Unexpected } from '../matching/unexpected-queue';
import type { Message } from '../request/message';
import { ReceiveOperation } from '../request/operation';
import { ReceiveWork, type RankNames } from '../request/message-work';
import { Request } from '../request/request';
import type { Rank } from '../rank';
import type { Status } from '../request/status';
import { checkSegment } from './checks';

/// The communicator a message came on, as far as receiving it goes.
export interface Mailbox extends RankNames {
  readonly runtime: Rank;
  enter(call: MpiCall, object: boolean, peer: number, tag: number, bytes: number, typeId: number): void;
  conclude(operation: ReceiveOperation, status: Status | null): void;
}

/// What Mprobe hands out: a message that only this handle can receive. Its records say Recv or Irecv.
export class MatchedMessage implements Message {
  readonly #comm: Mailbox;
  #message: Unexpected | null;

  constructor(comm: Mailbox, message: Unexpected) {
    this.#comm = comm;
    this.#message = message;
  }

  receive(segment: Segment, status: Status | null = null): void {
    this.#now(segment, status);
  }

  receiveBytes(status: Status | null = null): Uint8Array {
    return this.#now(null, status).buffer ?? new Uint8Array(0);
  }

  start(segment: Segment): Request {
    return this.#later(segment);
  }

  #now(segment: Segment | null, status: Status | null): ReceiveOperation {
    const { runtime } = this.#comm;
    const message = this.#enter(MpiCall.Recv, segment);
    let operation: ReceiveOperation;
    try {
      operation = this.#operation(segment, message);
      runtime.endpoint.receiveFrom(operation, message);
      runtime.waitFor(operation);
      runtime.recorder.carryReceive(operation);
      this.#comm.conclude(operation, status);
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return operation;
  }

  #later(segment: Segment): Request {
    const { runtime } = this.#comm;
    const message = this.#enter(MpiCall.Irecv, segment);
    const { recorder } = runtime;
    recorder.flags |= RecordFlag.Nonblocking;
    const number = (recorder.request = recorder.nextRequest());
    let operation: ReceiveOperation;
    try {
      operation = this.#operation(segment, message);
      operation.posting = recorder.posting(0);
      runtime.endpoint.receiveFrom(operation, message);
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return new Request(runtime, this.#comm.context, new ReceiveWork(runtime, operation, this.#comm), number, segment.type.id === PICKLE_TYPE_ID);
  }

  #enter(call: MpiCall, segment: Segment | null): Unexpected {
    const message = this.#message;
    if (message === null) throw new MpiError(ErrorClass.Request, 'the message has been received already');
    const object = segment === null || segment.type.id === PICKLE_TYPE_ID;
    this.#comm.enter(call, object, this.#comm.rankOf(message.source), message.tag, message.bytes, segment?.type.id ?? PICKLE_TYPE_ID);
    this.#message = null;
    return message;
  }

  #operation(segment: Segment | null, message: Unexpected): ReceiveOperation {
    const { context } = this.#comm;
    if (segment === null) return ReceiveOperation.fresh(message.source, message.tag, context);
    checkSegment(segment);
    return new ReceiveOperation(message.source, message.tag, context, null, segment.address, segment.count * segment.type.size, segment.type, false);
  }
}

