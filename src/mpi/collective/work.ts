import { ErrorClass } from '../../protocol/errors';
import { NO_RANK } from '../../protocol/world';
import { MpiError } from '../error';
import type { Identity } from '../recorder/recorder';
import type { Waitable } from '../request/operation';
import type { Status } from '../request/status';
import type { Attended, Work } from '../request/work';
import type { Channel } from './channel';
import type { Steps } from './steps';

/// Drives a collective to its end, waiting for what it waits for. An end by an error leaves nothing pointing at the caller's memory.
export function drive<T>(channel: Channel, steps: Steps<T>): T {
  const { runtime } = channel;
  try {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      runtime.wait(step.value);
    }
  } catch (error) {
    channel.abandon();
    throw error;
  }
}

/// A collective that runs on after its call (MPI 4.1, 6.12): the rank's progress resumes it whenever what it waits for is done.
export class CollectiveWork implements Work, Attended {
  readonly waitsFor = NO_RANK;
  readonly waitTag = -1;
  readonly context: number;
  done = false;
  error: ErrorClass = ErrorClass.Success;
  #pending: Waitable | null = null;
  #identity: Identity | null = null;
  readonly #channel: Channel;
  readonly #steps: Steps<unknown>;

  /// Starts it: what can be done at once is done within the present call, whose records its messages will name.
  constructor(channel: Channel, steps: Steps<unknown>) {
    this.#channel = channel;
    this.#steps = steps;
    this.context = channel.context;
    this.#advance();
    if (this.done) return;
    this.#identity = channel.runtime.recorder.identity();
    channel.runtime.endpoint.attend(this);
  }

  progress(): boolean {
    if (this.done || this.#pending?.done !== true) return false;
    const { recorder } = this.#channel.runtime;
    const present = recorder.identity();
    if (this.#identity !== null) recorder.assume(this.#identity);
    try {
      this.#advance();
    } finally {
      recorder.assume(present);
    }
    return true;
  }

  /// A collective has no status (6.12): it is the empty one.
  tell(status: Status | null): ErrorClass {
    status?.clear();
    return this.error;
  }

  // On to the next thing that is not there yet.
  #advance(): void {
    try {
      for (;;) {
        const step = this.#steps.next();
        if (step.done === true) break;
        if (step.value.done) continue;
        this.#pending = step.value;
        return;
      }
    } catch (error) {
      this.#channel.abandon();
      this.done = true;
      if (!(error instanceof MpiError)) throw error;
      this.error = error.errorClass;
    }
    this.done = true;
    this.#pending = null;
  }
}
