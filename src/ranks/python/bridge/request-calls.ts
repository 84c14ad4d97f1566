import { ErrorClass } from '../../../protocol';
import { type GeneralizedRequest, MpiError, PartitionedReceive, PartitionedSend, Status, type Request } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';
import { GeneralizedCallbacks } from './generalized';
import { PythonError } from './python';

/// Starting again, completing, asking after and freeing requests.
export function requestCalls(binding: Binding): NativeTable {
  const { python, requests } = binding;

  const handlesOf = (at: number): number[] => python.items(python.argument(at)).map((item) => python.integerOf(item));
  const requestsOf = (handles: readonly number[]): (Request | null)[] => handles.map((handle) => (handle === 0 ? null : requests.get(handle)));
  const statusesFor = (handles: readonly number[]): Status[] => handles.map(() => new Status());
  const tuples = (statuses: readonly Status[]): number => python.list(statuses.map((status) => binding.statusTuple(status)));

  /// Runs `body`; the request is forgotten when it has become inactive, by success or failure.
  const completing = <T>(handle: number, body: (request: Request) => T): T => {
    const request = requests.get(handle);
    try {
      return body(request);
    } finally {
      if (!request.active) requests.done(handle);
    }
  };

  /// As `completing`, for calls that complete several. MPI_ERR_IN_STATUS carries the statuses to Python.
  const completingAll = <T>(handles: readonly number[], statuses: readonly Status[], body: (all: (Request | null)[]) => T): T => {
    const all = requestsOf(handles);
    try {
      return body(all);
    } catch (error) {
      if (!(error instanceof MpiError) || error.errorClass !== ErrorClass.InStatus) throw error;
      const decided = binding.failedSomewhere(error);
      if (decided !== error) throw decided;
      const exception = binding.raiser.mpiException(error.errorClass, error.detail);
      python.setAttribute(exception, 'statuses', tuples(statuses));
      throw new PythonError(exception);
    } finally {
      all.forEach((request, i) => {
        if (request !== null && !request.active) requests.done(handles[i] ?? 0);
      });
    }
  };

  type AskAny = (all: (Request | null)[], status: Status | null) => number;
  const any = (at: number, ask: AskAny): number =>
    binding.withStatus(at + 1, (status) => python.long(completingAll(handlesOf(at), [], (all) => ask(all, status))));

  type AskAll = (all: (Request | null)[], statuses: Status[]) => boolean;
  const every = (at: number, ask: AskAll): number => {
    const handles = handlesOf(at);
    const statuses = statusesFor(handles);
    return completingAll(handles, statuses, (all) => ask(all, statuses)) ? tuples(statuses) : python.none;
  };

  type AskSome = (all: (Request | null)[], statuses: Status[]) => number[] | null;
  const some = (at: number, ask: AskSome): number => {
    const handles = handlesOf(at);
    const statuses = statusesFor(handles);
    const indices = completingAll(handles, statuses, (all) => ask(all, statuses));
    if (indices === null) return python.none;
    return python.tuple([python.list(indices.map((i) => python.long(i))), tuples(statuses.slice(0, indices.length))]);
  };

  /// Generalized requests that are not complete, by handle: the program may complete one that it has freed.
  const generalized = new Map<number, GeneralizedRequest>();

  return {
    wait: (at) =>
      binding.withStatus(at + 1, (status) => {
        completing(python.integer(at), (request) => request.wait(status));
        return python.none;
      }),
    test: (at) => binding.withStatus(at + 1, (status) => python.bool(completing(python.integer(at), (request) => request.test(status)))),
    get_status: (at) => binding.withStatus(at + 1, (status) => python.bool(requests.get(python.integer(at)).getStatus(status))),
    wait_any: (at) => any(at, (all, status) => binding.engine.waitAny(all, status)),
    test_any: (at) => any(at, (all, status) => binding.engine.testAny(all, status)),
    get_status_any: (at) => any(at, (all, status) => binding.engine.getStatusAny(all, status)),
    wait_all: (at) =>
      every(at, (all, statuses) => {
        binding.engine.waitAll(all, statuses);
        return true;
      }),
    test_all: (at) => every(at, (all, statuses) => binding.engine.testAll(all, statuses)),
    get_status_all: (at) => every(at, (all, statuses) => binding.engine.getStatusAll(all, statuses)),
    wait_some: (at) => some(at, (all, statuses) => binding.engine.waitSome(all, statuses)),
    test_some: (at) => some(at, (all, statuses) => binding.engine.testSome(all, statuses)),
    get_status_some: (at) => some(at, (all, statuses) => binding.engine.getStatusSome(all, statuses)),
    request_start(at) {
      requests.persistent(python.integer(at)).start();
      return python.none;
    },
    request_startall(at) {
      binding.engine.startAll(handlesOf(at).map((handle) => requests.persistent(handle)));
      return python.none;
    },
    pready(at) {
      const request = requests.persistent(python.integer(at));
      if (!(request instanceof PartitionedSend)) throw new MpiError(ErrorClass.Request, 'the request is not a partitioned send');
      request.ready(python.integers(python.argument(at + 1)));
      return python.none;
    },
    parrived(at) {
      const request = requests.persistent(python.integer(at));
      if (!(request instanceof PartitionedReceive)) throw new MpiError(ErrorClass.Request, 'the request is not a partitioned receive');
      return python.bool(request.arrived(python.integer(at + 1)));
    },
    grequest_start(at) {
      const callbacks = new GeneralizedCallbacks(python, python.argument(at));
      const request = binding.engine.startGeneralized(callbacks);
      const handle = requests.add(request);
      generalized.set(handle, request);
      return python.long(handle);
    },
    grequest_complete(at) {
      const handle = python.integer(at);
      const request = generalized.get(handle);
      if (request === undefined) throw new MpiError(ErrorClass.Request, 'the request is not a generalized one that can be completed');
      generalized.delete(handle);
      request.declareComplete();
      return python.none;
    },
    request_active: (at) => python.bool(requests.has(python.integer(at))),
    request_cancel(at) {
      requests.get(python.integer(at)).cancel();
      return python.none;
    },
    request_free(at) {
      requests.get(python.integer(at));
      requests.free(python.integer(at));
      return python.none;
    },
    request_abandon(at) {
      requests.free(python.integer(at));
      return python.none;
    },
  };
}
