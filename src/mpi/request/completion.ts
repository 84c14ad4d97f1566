import { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { RecordFlag } from '../../protocol/trace';
import { NO_RANK } from '../../protocol/world';
import { UNDEFINED } from '../constants';
import { StatusError } from '../error';
import type { Rank } from '../rank';
import type { Waitable } from './operation';
import type { Request } from './request';
import type { Status } from './status';

type Requests = readonly (Request | null)[];
type Statuses = readonly Status[] | null;

/// A set of requests as one thing to wait for: any of them, or all.
class Several implements Waitable {
  readonly #pending: Waitable[] = [];
  #at = 0;

  constructor(
    requests: Requests,
    readonly all: boolean,
  ) {
    for (const request of requests) if (request?.pending) this.#pending.push(request.pending);
  }

  get done(): boolean {
    if (!this.all) return this.#pending.some((operation) => operation.done);
    while (this.#at < this.#pending.length && this.#pending[this.#at]?.done === true) this.#at++;
    return this.#at >= this.#pending.length;
  }

  // The first that is not complete: one that surely holds the rank up when it waits for all.
  get #first(): Waitable | undefined {
    return this.#pending[this.all ? this.#at : 0];
  }

  get waitsFor(): number {
    return this.#first?.waitsFor ?? NO_RANK;
  }

  get waitTag(): number {
    return this.#first?.waitTag ?? 0;
  }

  get context(): number {
    return this.#first?.context ?? 0;
  }
}

// `fruitless` tells a poll that found nothing by its result.
function within<T>(rank: Rank, call: MpiCall, requests: Requests, body: () => T, fruitless: (result: T) => boolean = () => false): T {
  const first = requests.find((request) => request?.active === true);
  rank.begin(call, first?.object === true ? RecordFlag.Object : 0, first?.context ?? 0, NO_RANK, 0, 0, 0);
  let result: T;
  try {
    result = body();
  } catch (error) {
    throw rank.fail(error);
  }
  if (fruitless(result)) rank.endPoll();
  else rank.end();
  return result;
}

const anyActive = (requests: Requests): boolean => requests.some((request) => request?.active === true);

function block(rank: Rank, requests: Requests, all: boolean): void {
  const finished = requests.some((request) => request?.active === true && request.complete);
  if (!all && finished) return;
  rank.wait(new Several(requests, all));
}

// Finishes the first complete request; its index, or -1.
function finishFirst(rank: Rank, requests: Requests, status: Status | null): number {
  const index = firstComplete(requests);
  const request = requests[index];
  if (!request) return -1;
  rank.recorder.request = request.number;
  request.finishOne(status);
  return index;
}

const firstComplete = (requests: Requests): number => requests.findIndex((request) => request?.active === true && request.complete);

// Finishes every complete request; statuses by position among the finished (`packed`) or by index.
function finishComplete(rank: Rank, requests: Requests, statuses: Statuses, packed: boolean): number[] {
  const indices: number[] = [];
  let failed: StatusError | null = null;
  for (const [index, request] of requests.entries()) {
    const status = statuses?.[packed ? indices.length : index] ?? null;
    if (request?.active !== true) {
      if (!packed) status?.clear();
      continue;
    }
    if (!request.complete) continue;
    rank.recorder.completed.push(request.number);
    const error = request.finish(status);
    if (error !== ErrorClass.Success) failed ??= new StatusError(error, request.context);
    indices.push(index);
  }
  if (failed !== null) throw failed;
  return indices;
}

/// See `Mpi.waitAny`; so each of the following.
export function waitAny(rank: Rank, requests: Requests, status: Status | null): number {
  return within(rank, MpiCall.Waitany, requests, () => {
    if (!anyActive(requests)) {
      status?.clear();
      return UNDEFINED;
    }
    block(rank, requests, false);
    return finishFirst(rank, requests, status);
  });
}

export function waitAll(rank: Rank, requests: Requests, statuses: Statuses): void {
  within(rank, MpiCall.Waitall, requests, () => {
    block(rank, requests, true);
    finishComplete(rank, requests, statuses, false);
  });
}

export function waitSome(rank: Rank, requests: Requests, statuses: Statuses): number[] | null {
  return within(rank, MpiCall.Waitsome, requests, () => {
    if (!anyActive(requests)) return null;
    block(rank, requests, false);
    return finishComplete(rank, requests, statuses, true);
  });
}

export function testAny(rank: Rank, requests: Requests, status: Status | null): number {
  return within(rank, MpiCall.Testany, requests, () => {
    rank.endpoint.progress();
    if (anyActive(requests)) return finishFirst(rank, requests, status);
    status?.clear();
    return UNDEFINED;
  }, (index) => index === -1);
}

export function testAll(rank: Rank, requests: Requests, statuses: Statuses): boolean {
  return within(rank, MpiCall.Testall, requests, () => {
    rank.endpoint.progress();
    if (requests.some((request) => request?.active === true && !request.complete)) return false;
    finishComplete(rank, requests, statuses, false);
    return true;
  }, (done) => !done);
}

export function testSome(rank: Rank, requests: Requests, statuses: Statuses): number[] | null {
  return within(rank, MpiCall.Testsome, requests, () => {
    rank.endpoint.progress();
    return anyActive(requests) ? finishComplete(rank, requests, statuses, true) : null;
  }, (indices) => indices?.length === 0);
}

/// Request_get_status_any: as `testAny`, completing nothing.
export function getStatusAny(rank: Rank, requests: Requests, status: Status | null): number {
  return within(rank, MpiCall.GetStatus, requests, () => {
    rank.endpoint.progress();
    if (!anyActive(requests)) {
      status?.clear();
      return UNDEFINED;
    }
    const index = firstComplete(requests);
    requests[index]?.tell(status);
    return index;
  }, () => true);
}

/// Request_get_status_all: as `testAll`, completing nothing.
export function getStatusAll(rank: Rank, requests: Requests, statuses: Statuses): boolean {
  return within(rank, MpiCall.GetStatus, requests, () => {
    rank.endpoint.progress();
    if (requests.some((request) => request?.active === true && !request.complete)) return false;
    for (const [index, request] of requests.entries()) {
      const status = statuses?.[index] ?? null;
      if (request?.active === true) request.tell(status);
      else status?.clear();
    }
    return true;
  }, () => true);
}

/// Request_get_status_some: as `testSome`, completing nothing.
export function getStatusSome(rank: Rank, requests: Requests, statuses: Statuses): number[] | null {
  return within(rank, MpiCall.GetStatus, requests, () => {
    rank.endpoint.progress();
    if (!anyActive(requests)) return null;
    const indices: number[] = [];
    for (const [index, request] of requests.entries()) {
      if (request?.active !== true || !request.complete) continue;
      request.tell(statuses?.[indices.length] ?? null);
      indices.push(index);
    }
    return indices;
  }, () => true);
}
