import { ANY_TAG, Status, type Request } from '..';
import type { Body } from './body';

/// A message of a random program. `id` is its payload; sent in list order by `from`, received in list order by `to`.
export interface RandomMessage {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly tag: number;
  readonly bytes: number;
  /// How it is sent: 0 Isend, 1 Issend. Blocking would make random programs deadlock as they should.
  readonly mode: number;
  /// Whether the receive asks for any tag, and whether it is posted before or after the sends.
  readonly anyTag: boolean;
  readonly late: boolean;
}

export const RANDOM: Readonly<Record<string, Body>> = {
  /// Runs a random program; the ids each receive got, in the order of the list.
  exchange(mpi, heap, args) {
    const messages = args as readonly RandomMessage[];
    const { world } = mpi;
    const { rank } = world;
    const got: { view: Uint8Array; request: Request; index: number }[] = [];
    const sends: Request[] = [];
    const post = (late: boolean): void => {
      for (const [index, { to, from, tag, anyTag, late: is }] of messages.entries()) {
        if (to !== rank || is !== late) continue;
        const { view, segment } = heap.bytes(9000);
        got.push({ view, index, request: world.irecv(segment, from, anyTag ? ANY_TAG : tag) });
      }
    };
    post(false);
    for (const { id, from, to, tag, bytes, mode } of messages) {
      if (from !== rank) continue;
      const { view, segment } = heap.bytes(bytes);
      view.fill(id);
      sends.push(world.isend(segment, to, tag, mode === 1 ? 2 : 0));
    }
    post(true);
    const statuses = got.map(() => new Status());
    mpi.waitAll(got.map(({ request }) => request), statuses);
    mpi.waitAll(sends);
    return got.map(({ view, index }, at) => {
      const { bytes, tag } = statuses[at] ?? new Status();
      const whole = view.subarray(0, bytes).every((byte) => byte === view[0]);
      return { index, id: view[0], tag, bytes, whole };
    });
  },
};
