import { type Flavor, type Op, type Place, type Request, type Segment, type Window } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';
import { Windows } from './windows';

/// One-sided communication. `creation` has a communicator as first argument, `calls` a window.
export function windowCalls(binding: Binding): { readonly windows: Windows; readonly creation: NativeTable; readonly calls: NativeTable } {
  const { python, buffers, requests } = binding;
  const windows = new Windows(python);
  const segment = (at: number): Segment => buffers.segment(python.argument(at));
  const ranks = (at: number): number[] => python.integers(python.argument(at));
  const op = (at: number): Op => binding.operation(at);
  // A tuple `(rank, displacement, count, datatype)`.
  const place = (at: number): Place => {
    const [rank = 0, displacement = 0, count = 0, type = 0] = python.tupleItems(python.argument(at));
    return { rank: python.integerOf(rank), displacement: python.numberOf(displacement), count: python.numberOf(count), type: binding.datatypes.any(python.integerOf(type)) };
  };
  // Runs an operation into the memory of `owner`, which is held until the data is there.
  const into = (owner: number, body: () => Request, give: (request: Request, memory: number) => number): number => {
    const memory = buffers.hold(owner);
    try {
      return give(body(), memory);
    } catch (error) {
      buffers.release(memory);
      throw error;
    }
  };
  const start = (owner: number, body: () => Request): number => into(python.argument(owner), body, (request, memory) => python.long(requests.add(request, memory)));
  const run = (owner: number, body: () => Request): number =>
    into(python.argument(owner), body, (request, memory) => {
      requests.leave(request, memory);
      return python.none;
    });
  const does = (body: (window: Window, at: number) => void) => (at: number): number => {
    body(windows.at(at), at);
    return python.none;
  };

  return {
    windows,
    creation: {
      win_create: (at) =>
        python.long(
          windows.add(
            binding.engine.createWindow(
              binding.communicator(at), python.integer(at + 1) as Flavor, { address: python.address(at + 2), size: python.numberOf(python.argument(at + 3)) }, python.integer(at + 4),
            ),
          ),
        ),
    },
    calls: {
      win_free(at) {
        windows.at(at).free();
        windows.remove(python.integer(at));
        return python.none;
      },
      win_group: (at) => python.tupleOfIntegers(windows.at(at).group),
      win_parts: (at) => python.tuple(windows.at(at).parts.map(({ size, unit }) => python.tuple([python.size(size), python.long(unit)]))),
      win_attach: does((window, at) => window.attach({ address: python.address(at + 1), size: python.numberOf(python.argument(at + 2)) })),
      win_detach: does((window, at) => window.detach(python.address(at + 1))),

      win_put: does((window, at) => window.put(segment(at + 1), place(at + 2))),
      win_get: (at) => run(at + 3, () => windows.at(at).get(segment(at + 1), place(at + 2))),
      win_accumulate: does((window, at) => window.accumulate(segment(at + 1), place(at + 2), op(at + 3))),
      win_get_accumulate: (at) => run(at + 5, () => windows.at(at).getAccumulate(segment(at + 1), segment(at + 2), place(at + 3), op(at + 4))),
      win_fetch_and_op: (at) => run(at + 5, () => windows.at(at).fetchAndOp(segment(at + 1), segment(at + 2), place(at + 3), op(at + 4))),
      win_compare_and_swap: (at) => run(at + 5, () => windows.at(at).compareAndSwap(segment(at + 1), segment(at + 2), segment(at + 3), place(at + 4))),
      win_rput: (at) => python.long(requests.add(windows.at(at).put(segment(at + 1), place(at + 2), true))),
      win_rget: (at) => start(at + 3, () => windows.at(at).get(segment(at + 1), place(at + 2), true)),
      win_raccumulate: (at) => python.long(requests.add(windows.at(at).accumulate(segment(at + 1), place(at + 2), op(at + 3), true))),
      win_rget_accumulate: (at) => start(at + 5, () => windows.at(at).getAccumulate(segment(at + 1), segment(at + 2), place(at + 3), op(at + 4), true)),

      win_fence: does((window, at) => window.fence(python.integer(at + 1))),
      win_start: does((window, at) => window.start(ranks(at + 1), python.integer(at + 2))),
      win_complete: does((window) => window.complete()),
      win_post: does((window, at) => window.post(ranks(at + 1), python.integer(at + 2))),
      win_wait: does((window) => window.wait()),
      win_test: (at) => python.bool(windows.at(at).test()),
      win_lock: does((window, at) => window.lock(python.integer(at + 1), python.integer(at + 2), python.integer(at + 3))),
      win_unlock: does((window, at) => window.unlock(python.integer(at + 1))),
      win_lock_all: does((window, at) => window.lockAll(python.integer(at + 1))),
      win_unlock_all: does((window) => window.unlockAll()),
      win_flush: does((window, at) => window.flush(python.integer(at + 1))),
      win_flush_all: does((window) => window.flushAll()),
      win_flush_local: does((window, at) => window.flushLocal(python.integer(at + 1))),
      win_flush_local_all: does((window) => window.flushLocalAll()),
      win_sync: does((window) => window.sync()),
    },
  };
}
