import { ErrorClass } from '../../../protocol';
import { MpiError, Status, UNDEFINED, type Request } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';
import { PythonError } from './python';

/// Completing requests.
export function requestCalls(binding: Binding): NativeTable {
  const { python, requests } = binding;

  const handlesOf = (at: number): number[] => python.items(python.argument(at)).map((item) => python.integerOf(item));
  const requestsOf = (handles: readonly number[]): (Request | null)[] => handles.map((handle) => (handle === 0 ? null : requests.get(handle)));
  const statusesFor = (handles: readonly number[]): Status[] => handles.map(() => new Status());
  const tuples = (statuses: readonly Status[]): number => python.list(statuses.map((status) => binding.statusTuple(status)));

  /// Runs `body`; the request is complete when it returns true, or when it fails.
  const completing = (handle: number, body: (request: Request) => boolean): boolean => {
    const request = requests.get(handle);
    try {
      const complete = body(request);
      if (complete) requests.done(handle);
      return complete;
    } catch (error) {
      if (!request.active) requests.done(handle);
      throw error;
    }
  };

  /// As `completing`, for calls that complete several. MPI_ERR_IN_STATUS carries the statuses to Python.
  const completingAll = <T>(handles: readonly number[], statuses: readonly Status[], body: (all: (Request | null)[]) => T): T => {
    const all = requestsOf(handles);
    const forget = (): void => {
      all.forEach((request, i) => {
        if (request !== null && !request.active) requests.done(handles[i] ?? 0);
      });
    };
    try {
      return body(all);
    } catch (error) {
      if (!(error instanceof MpiError) || error.errorClass !== ErrorClass.InStatus) throw error;
      const exception = binding.raiser.mpiException(error.errorClass, error.detail);
      python.setAttribute(exception, 'statuses', tuples(statuses));
      throw new PythonError(exception);
    } finally {
      forget();
    }
  };

  const some = (at: number, ask: (all: (Request | null)[], statuses: Status[]) => number[] | null): number => {
    const handles = handlesOf(at);
    const statuses = statusesFor(handles);
    const indices = completingAll(handles, statuses, (all) => ask(all, statuses));
    if (indices === null) return python.none;
    return python.tuple([python.list(indices.map((i) => python.long(i))), tuples(statuses.slice(0, indices.length))]);
  };

  return {
    wait(at) {
      const status = binding.statusFor(at + 1);
      completing(python.integer(at), (request) => {
        request.wait(status);
        return true;
      });
      binding.giveStatus(at + 1, status);
      return python.none;
    },
    test(at) {
      const status = binding.statusFor(at + 1);
      const complete = completing(python.integer(at), (request) => request.test(status));
      if (complete) binding.giveStatus(at + 1, status);
      return python.bool(complete);
    },
    wait_any(at) {
      const status = binding.statusFor(at + 1);
      const index = completingAll(handlesOf(at), [], (all) => binding.engine.waitAny(all, status));
      binding.giveStatus(at + 1, status);
      return python.long(index);
    },
    test_any(at) {
      const status = binding.statusFor(at + 1);
      const index = completingAll(handlesOf(at), [], (all) => binding.engine.testAny(all, status));
      if (index >= 0 || index === UNDEFINED) binding.giveStatus(at + 1, status);
      return python.long(index);
    },
    wait_all(at) {
      const handles = handlesOf(at);
      const statuses = statusesFor(handles);
      completingAll(handles, statuses, (all) => binding.engine.waitAll(all, statuses));
      return tuples(statuses);
    },
    test_all(at) {
      const handles = handlesOf(at);
      const statuses = statusesFor(handles);
      return completingAll(handles, statuses, (all) => binding.engine.testAll(all, statuses)) ? tuples(statuses) : python.none;
    },
    wait_some: (at) => some(at, (all, statuses) => binding.engine.waitSome(all, statuses)),
    test_some: (at) => some(at, (all, statuses) => binding.engine.testSome(all, statuses)),
    request_active: (at) => python.bool(requests.has(python.integer(at))),
    request_cancel(at) {
      requests.get(python.integer(at)).cancel();
      return python.none;
    },
    request_free(at) {
      requests.free(python.integer(at));
      return python.none;
    },
    request_abandon(at) {
      requests.free(python.integer(at));
      return python.none;
    },
  };
}
