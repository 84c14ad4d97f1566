import { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { NO_RANK, WORLD_CONTEXT } from '../../protocol/world';
import { BSEND_OVERHEAD } from '../constants';
import { MpiError } from '../error';
import type { Rank } from '../rank';
import type { SendOperation, Waitable } from './operation';
import { Request } from './request';
import type { Status } from './status';
import type { Work } from './work';

/// What memory for buffered sends can be attached to: the process, a communicator, a session (MPI 4.1, 3.6).
export interface BufferOwner {
  attached: SendBuffer | null;
}

/// Memory attached for buffered sends. The engine keeps the data in memory of its own and only accounts for the room.
export class SendBuffer {
  /// Messages that have not left.
  readonly #messages = new Set<SendOperation>();
  #used = 0;

  constructor(
    /// Infinity for MPI_BUFFER_AUTOMATIC.
    readonly bytes: number,
  ) {}

  get empty(): boolean {
    return this.#messages.size === 0;
  }

  /// The messages in it now.
  get messages(): readonly SendOperation[] {
    return [...this.#messages];
  }

  /// Throws MPI_ERR_BUFFER when there is no room for a message of so many bytes.
  check(bytes: number): void {
    if (this.#used + bytes + BSEND_OVERHEAD <= this.bytes) return;
    throw new MpiError(ErrorClass.Buffer, `the attached buffer has ${this.bytes} bytes; this Bsend needs ${bytes + BSEND_OVERHEAD}, and ${this.#used} are in use`);
  }

  /// A message stays in here until it has left.
  keep(send: SendOperation): void {
    this.#messages.add(send);
    this.#used += send.bytes + BSEND_OVERHEAD;
    send.room = this;
  }

  left(send: SendOperation): void {
    if (this.#messages.delete(send)) this.#used -= send.bytes + BSEND_OVERHEAD;
  }
}

/// Some messages of a buffer, as something to wait for.
class Leaving implements Work {
  readonly #messages: readonly SendOperation[];

  constructor(messages: readonly SendOperation[]) {
    this.#messages = messages;
  }

  get done(): boolean {
    return this.#first === undefined;
  }

  get waitsFor(): number {
    return this.#first?.dest ?? NO_RANK;
  }

  get waitTag(): number {
    return this.#first?.tag ?? 0;
  }

  get context(): number {
    return this.#first?.context ?? WORLD_CONTEXT;
  }

  tell(status: Status | null): ErrorClass {
    status?.clear();
    return ErrorClass.Success;
  }

  get #first(): SendOperation | undefined {
    return this.#messages.find((send) => !send.left);
  }
}

/// Buffer_attach, Comm_attach_buffer, Session_attach_buffer.
export function attachBuffer(owner: BufferOwner, bytes: number): void {
  if (owner.attached !== null) throw new MpiError(ErrorClass.Buffer, 'a buffer is attached already; detach it first');
  if (!(bytes >= 0)) throw new MpiError(ErrorClass.Arg, `the buffer's size is ${bytes}; it must be 0 or more`);
  owner.attached = new SendBuffer(bytes);
}

/// Buffer_detach: waits until its messages have left; the bytes that were attached.
export function detachBuffer(rank: Rank, owner: BufferOwner): number {
  const { attached } = owner;
  if (attached === null) throw new MpiError(ErrorClass.Buffer, 'no buffer is attached');
  rank.wait(new Leaving(attached.messages));
  owner.attached = null;
  return attached.bytes;
}

/// Buffer_flush: waits until the messages in it have left.
export function flushBuffer(rank: Rank, owner: BufferOwner): void {
  const messages: Waitable = new Leaving(owner.attached?.messages ?? []);
  rank.begin(MpiCall.FlushBuffer, 0, WORLD_CONTEXT, NO_RANK, 0, 0, 0);
  try {
    rank.wait(messages);
  } catch (error) {
    throw rank.fail(error);
  }
  rank.end();
}

/// Buffer_iflush.
export function startFlush(rank: Rank, owner: BufferOwner): Request {
  rank.begin(MpiCall.IflushBuffer, 0, WORLD_CONTEXT, NO_RANK, 0, 0, 0);
  const number = (rank.recorder.request = rank.recorder.nextRequest());
  rank.end();
  return new Request(rank, WORLD_CONTEXT, new Leaving(owner.attached?.messages ?? []), number, false);
}
