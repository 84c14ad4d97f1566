import { ANY_SOURCE, ANY_TAG, MpiError, PROC_NULL, SendMode, Status } from '..';
import type { Body } from './body';
import { textOf } from './heap';

/// Programs that exercise point-to-point, by name.
export const POINT_TO_POINT: Readonly<Record<string, Body>> = {
  /// Rank 0 sends `bytes` bytes to rank 1, `times` times; returns what came.
  deliver(mpi, heap, args) {
    const { bytes, times } = args as { bytes: number; times: number };
    const buffer = heap.bytes(bytes);
    let wrong = 0;
    const status = new Status();
    for (let round = 0; round < times; round++) {
      if (mpi.world.rank === 0) {
        for (let at = 0; at < bytes; at++) buffer.view[at] = (at * 7 + round) & 0xff;
        mpi.world.send(buffer.segment, 1, round);
      } else if (mpi.world.rank === 1) {
        buffer.view.fill(0);
        mpi.world.recv(buffer.segment, 0, round, status);
        for (let at = 0; at < bytes; at++) if (buffer.view[at] !== ((at * 7 + round) & 0xff)) wrong++;
      }
    }
    return { wrong, source: status.source, tag: status.tag, bytes: status.bytes };
  },

  /// Every rank but 0 sends its numbers; rank 0 receives from anybody: orders seen per source must be the order sent.
  wildcardOrder(mpi, heap, args) {
    const { times } = args as { times: number };
    const { world } = mpi;
    const { view, segment } = heap.ints(1);
    if (world.rank !== 0) {
      for (let round = 0; round < times; round++) {
        view[0] = round;
        world.send(segment, 0, round % 3);
      }
      return null;
    }
    const seen: number[][] = Array.from({ length: world.size }, () => []);
    const status = new Status();
    for (let message = 0; message < times * (world.size - 1); message++) {
      world.recv(segment, ANY_SOURCE, ANY_TAG, status);
      seen[status.source]?.push(view[0] as number);
      if (status.tag !== (view[0] as number) % 3) return 'the tag is another message\'s';
    }
    return seen;
  },

  /// Messages of one sender with several tags, received out of order by tag: within a tag the order holds.
  nonOvertaking(mpi, heap) {
    const { world } = mpi;
    const { view, segment } = heap.ints(1);
    if (world.rank === 0) {
      for (let round = 0; round < 60; round++) {
        view[0] = round;
        world.send(segment, 1, round % 4);
      }
      return null;
    }
    const got: number[] = [];
    for (const tag of [3, 1, 0, 2]) {
      for (let round = 0; round < 15; round++) {
        world.recv(segment, 0, tag);
        got.push(view[0] as number);
      }
    }
    return got;
  },

  /// Both send `times` messages of `bytes` bytes before receiving any.
  floodBothWays(mpi, heap, args) {
    const { bytes, times } = args as { bytes: number; times: number };
    const { world } = mpi;
    const other = 1 - world.rank;
    const { view, segment } = heap.bytes(bytes);
    for (let round = 0; round < times; round++) {
      view[0] = round & 0xff;
      world.send(segment, other, 0);
    }
    let wrong = 0;
    for (let round = 0; round < times; round++) {
      world.recv(segment, other, 0);
      if (view[0] !== (round & 0xff)) wrong++;
    }
    return wrong;
  },

  /// Head-on Sends of `bytes` bytes: hangs when they are not buffered.
  headOn(mpi, heap, args) {
    const { bytes } = args as { bytes: number };
    const { world } = mpi;
    const other = 1 - world.rank;
    const { segment } = heap.bytes(bytes);
    world.send(segment, other, 0);
    world.recv(segment, other, 0);
    return 'through';
  },

  truncation(mpi, heap, args) {
    const { bytes } = args as { bytes: number };
    const { world } = mpi;
    if (world.rank === 0) {
      const { segment } = heap.bytes(new Uint8Array(bytes).fill(9));
      world.send(segment, 1, 5);
      world.send(segment, 1, 6);
      return null;
    }
    const { view, segment } = heap.bytes(bytes);
    const status = new Status();
    let errorClass = 0;
    try {
      world.recv({ ...segment, count: bytes - 4 }, 0, 5, status);
    } catch (error) {
      if (!(error instanceof MpiError)) throw error;
      errorClass = error.errorClass;
    }
    const untouched = view[bytes - 4] === 0;
    world.recv(segment, 0, 6);
    return { errorClass, untouched, next: view[bytes - 1], sent: status.bytes };
  },

  procNull(mpi, heap) {
    const { segment } = heap.ints(2);
    const status = new Status();
    mpi.world.send(segment, PROC_NULL, 1);
    mpi.world.recv(segment, PROC_NULL, ANY_TAG, status);
    const request = mpi.world.irecv(segment, PROC_NULL, 0);
    const later = new Status();
    request.wait(later);
    return { source: status.source, tag: status.tag, bytes: status.bytes, later: later.source, probed: mpi.world.iprobe(PROC_NULL, 0), object: mpi.world.recvBytes(PROC_NULL, 0) };
  },

  selfSends(mpi, heap, args) {
    const { bytes } = args as { bytes: number };
    const outgoing = heap.bytes(new Uint8Array(bytes).fill(3));
    const incoming = heap.bytes(bytes);
    const request = mpi.self.isend(outgoing.segment, 0, 4);
    mpi.self.recv(incoming.segment, 0, 4);
    request.wait();
    const again = mpi.world.irecv(incoming.segment, mpi.world.rank, 8);
    mpi.world.send(outgoing.segment, mpi.world.rank, 8);
    again.wait();
    return incoming.view.every((byte) => byte === 3);
  },

  /// A ring by Sendrecv, Sendrecv_replace and their object forms.
  ringOfExchanges(mpi, heap) {
    const { world } = mpi;
    const right = (world.rank + 1) % world.size;
    const left = (world.rank - 1 + world.size) % world.size;
    const a = heap.ints([world.rank]);
    const b = heap.ints(1);
    world.sendrecv(a.segment, right, 1, b.segment, left, 1);
    world.sendrecvReplace(a.segment, right, 2, left, 2);
    const text = textOf(world.sendrecvBytes(heap.object(`from ${world.rank}`), right, 3, left, 3));
    return [b.view[0], a.view[0], text];
  },

  /// Requests of all kinds, completed in every way.
  requests(mpi, heap) {
    const { world } = mpi;
    const other = 1 - world.rank;
    const incoming = Array.from({ length: 6 }, () => heap.ints(1));
    const receives = incoming.map(({ segment }, tag) => world.irecv(segment, other, tag));
    const outgoing = Array.from({ length: 6 }, (_, tag) => heap.ints([tag * 10 + world.rank]));
    const modes = [SendMode.Standard, SendMode.Synchronous, SendMode.Ready, SendMode.Standard, SendMode.Synchronous, SendMode.Standard];
    const sends = outgoing.map(({ segment }, tag) => world.isend(segment, other, tag, modes[tag] ?? SendMode.Standard));
    const status = new Status();
    receives[5]?.wait(status);
    const first = mpi.waitAny(receives.slice(0, 2));
    const rest = [...receives.slice(0, 2), null, receives[2] ?? null];
    while (mpi.waitSome(rest) !== null);
    while (!mpi.testAll(receives));
    mpi.waitAll(sends);
    return { first: first === 0 || first === 1, tag: status.tag, inactive: receives.every((request) => !request.active), values: incoming.map(({ view }) => view[0]), none: mpi.testAny(receives), spent: mpi.waitSome(receives) };
  },

  cancelled(mpi, heap) {
    const { segment } = heap.ints(1);
    const request = mpi.world.irecv(segment, ANY_SOURCE, 77);
    request.cancel();
    const status = new Status();
    request.wait(status);
    return status.cancelled;
  },

  probing(mpi, heap) {
    const { world } = mpi;
    if (world.rank === 0) {
      world.send(heap.object('a pickle of some length'), 1, 9);
      world.send(heap.ints([1, 2, 3]).segment, 1, 10);
      world.send(heap.object('matched'), 1, 11);
      return null;
    }
    const status = new Status();
    world.probe(ANY_SOURCE, ANY_TAG, status);
    const first = [status.source, status.tag, status.bytes];
    const text = textOf(world.recvBytes(status.source, status.tag));
    const { view, segment } = heap.ints(8);
    while (!world.iprobe(0, 10, status));
    world.recv(segment, 0, 10, status);
    const message = world.mprobe(0, 11);
    const hidden = world.iprobe(0, 11);
    return { first, text, count: status.count(segment.type), values: [...view.subarray(0, 4)], matched: textOf(message?.receiveBytes() ?? null), hidden };
  },

  buffered(mpi, heap) {
    const { world } = mpi;
    mpi.attachBuffer(200_000);
    const other = 1 - world.rank;
    const { view, segment } = heap.bytes(50_000);
    view.fill(world.rank + 1);
    for (let round = 0; round < 3; round++) world.send(segment, other, 0, SendMode.Buffered);
    view.fill(0);
    let refused = 0;
    try {
      world.send({ ...segment, count: 199_999 }, other, 1, SendMode.Buffered);
    } catch (error) {
      if (!(error instanceof MpiError)) throw error;
      refused = error.errorClass;
    }
    for (let round = 0; round < 3; round++) world.recv(segment, other, 0);
    return { detached: mpi.detachBuffer(), refused, value: view[49_999] };
  },

  /// Wrong arguments, as names of what is wrong to error classes.
  wrongArguments(mpi, heap) {
    const { world } = mpi;
    const { segment } = heap.ints(1);
    const classOf = (body: () => unknown): number => {
      try {
        body();
        return 0;
      } catch (error) {
        if (error instanceof MpiError) return error.errorClass;
        throw error;
      }
    };
    const freed = world.dup();
    freed.free();
    return {
      rank: classOf(() => world.send(segment, 99, 0)),
      anySourceAsDest: classOf(() => world.send(segment, -1, 0)),
      tag: classOf(() => world.send(segment, 0, -1)),
      receiveTag: classOf(() => world.recv(segment, 0, -7)),
      count: classOf(() => world.send({ ...segment, count: -1 }, 0, 0)),
      root: classOf(() => world.bcast(segment, 50)),
      comm: classOf(() => freed.send(segment, 0, 0)),
      freeWorld: classOf(() => world.free()),
      buffer: classOf(() => world.send({ ...segment, address: 0 }, 0, 0)),
    };
  },

  /// Rank 0 posts what nobody sends.
  waitsForever(mpi, heap) {
    const { segment } = heap.ints(1);
    if (mpi.world.rank === 0) mpi.world.recv(segment, 1, 42);
    return null;
  },

  aborts(mpi) {
    if (mpi.world.rank === 1) mpi.abort(7);
    mpi.world.barrier();
    return null;
  },

  /// Everybody but rank 0 floods it with messages it never asks for, while it waits for one from rank 1.
  stopWhileFlooded(mpi, heap) {
    const { segment } = heap.bytes(1000);
    if (mpi.world.rank === 0) mpi.world.recv(segment, 1, 1);
    else for (;;) mpi.world.send(segment, 0, 0);
    return null;
  },

  /// Everybody sends `times` messages of `bytes` bytes to rank 0, which comes late.
  manyToOne(mpi, heap, args) {
    const { bytes, times } = args as { bytes: number; times: number };
    const { world } = mpi;
    const { view, segment } = heap.bytes(bytes);
    if (world.rank !== 0) {
      const requests = [];
      for (let round = 0; round < times; round++) requests.push(world.isend(segment, 0, round));
      mpi.waitAll(requests);
      return 0;
    }
    const until = heap.now() + 30;
    while (heap.now() < until);
    let received = 0;
    for (let other = world.size - 1; other > 0; other--) {
      for (let round = times - 1; round >= 0; round--) {
        world.recv(segment, other, round);
        received += view.length;
      }
    }
    return received;
  },

  /// Rank 0 starts sends and finalizes without waiting for them; rank 1 receives later.
  finalizesEarly(mpi, heap) {
    const { world } = mpi;
    const { view, segment } = heap.bytes(300_000);
    if (world.rank === 0) {
      view.fill(5);
      world.isend(segment, 1, 0);
      world.isend({ ...segment, count: 10 }, 1, 1);
      mpi.finalize();
      return null;
    }
    const until = heap.now() + 50;
    while (heap.now() < until);
    world.recv({ ...segment, count: 10 }, 0, 1);
    world.recv(segment, 0, 0);
    return view.every((byte) => byte === 5);
  },

  /// Rank 0 is interrupted in a receive and goes on; what came too late goes nowhere, what comes next is received.
  interrupted(mpi, heap, args) {
    const { bytes } = args as { bytes: number };
    const { world } = mpi;
    const { view, segment } = heap.bytes(bytes);
    if (world.rank === 0) {
      let message = '';
      try {
        world.recv(segment, 1, 1);
      } catch (error) {
        message = error instanceof Error ? error.message : '';
      }
      heap.deafToInterrupts = true;
      world.send({ ...segment, count: 0 }, 1, 9);
      world.recv(segment, 1, 2);
      return { message, value: view[bytes - 1] };
    }
    world.recv({ ...segment, count: 0 }, 0, 9);
    view.fill(7);
    world.send(segment, 0, 2);
    return null;
  },

  /// Rank 1 polls a request that completes late.
  polls(mpi, heap) {
    const { world } = mpi;
    const { segment } = heap.ints(1);
    if (world.rank === 0) {
      world.recv(segment, 1, 0);
      const until = heap.now() + 20;
      while (heap.now() < until);
      world.send(segment, 1, 0);
      return null;
    }
    const request = world.irecv(segment, 0, 0);
    world.send(segment, 0, 0);
    let polls = 0;
    while (!request.test()) polls++;
    return polls;
  },

  /// Rank 0 is interrupted in a send that nobody receives yet, and reuses its buffer; the message arrives all the same.
  interruptedSend(mpi, heap, args) {
    const { bytes } = args as { bytes: number };
    const { world } = mpi;
    const { view, segment } = heap.bytes(bytes);
    const none = { ...segment, count: 0 };
    if (world.rank === 0) {
      view.fill(7);
      let message = '';
      try {
        world.send(segment, 1, 1, SendMode.Synchronous);
      } catch (error) {
        message = error instanceof Error ? error.message : '';
      }
      heap.deafToInterrupts = true;
      view.fill(8);
      world.send(none, 1, 9);
      return message;
    }
    world.recv(none, 0, 9);
    world.recv(segment, 0, 1);
    return view.every((byte) => byte === 7);
  },

  /// Rank 1 sends far more than rank 0 keeps while that only polls; when `enough` is set, rank 0 receives it all.
  pilesUp(mpi, heap, args) {
    const { times, enough } = args as { times: number; enough: Int32Array };
    const { world } = mpi;
    const { view, segment } = heap.bytes(4096);
    const numbers = new Int32Array(view.buffer, view.byteOffset, 1024);
    if (world.rank === 1) {
      for (let round = 0; round < times; round++) {
        numbers[0] = round;
        world.send(segment, 0, 0);
      }
      return 0;
    }
    while (Atomics.load(enough, 0) === 0) world.iprobe(1, 1);
    let wrong = 0;
    for (let round = 0; round < times; round++) {
      world.recv(segment, 1, 0);
      if (numbers[0] !== round) wrong++;
    }
    return wrong;
  },
};
