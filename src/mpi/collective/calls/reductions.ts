import { MPI_CALLS, MpiCall } from '../../../protocol/calls';
import { ErrorClass } from '../../../protocol/errors';
import { Algorithm } from '../../../protocol/trace';
import { checkSegment } from '../../communicator/checks';
import { IN_PLACE, PROC_NULL, ROOT, type InPlace } from '../../constants';
import type { Segment } from '../../datatype/segment';
import { MpiError } from '../../error';
import type { Accumulator } from '../../op/accumulator';
import { checkOp } from '../../op/kernels';
import { NumericAccumulator } from '../../op/numeric';
import type { Op } from '../../op/op';
import { allreduce, spread } from '../allreduce';
import { ByteBlocks, MemoryBlocks } from '../blocks';
import { crossReduced, crossValues } from '../cross';
import { exscan, reduce, scan } from '../reduce';
import { reduceScatter } from '../reduce-scatter';
import { scatter } from '../scatter';
import { Circumstances, bytesIn, checkBoth, checkRootOf, chosen, given, ownOf, PICKLE_TYPE_ID, preview, type CollectiveCall, type Members } from './call';

/// Reductions (MPI 4.1, 6.9 to 6.11), of buffers and of objects.

export function reduceBlocks(members: Members, send: Segment | InPlace, receive: Segment | null, op: Op, root: number): CollectiveCall {
  const { rank, remote } = members;
  const own = ownOf(send, receive);
  const gets = root === (remote === null ? rank : ROOT);
  return {
    call: MpiCall.Reduce, root, bytes: bytesIn(own), typeId: own?.type.id ?? 0,
    check() {
      checkRootOf(members, root);
      if (root === PROC_NULL) return;
      if (send === IN_PLACE && !gets) throw new MpiError(ErrorClass.Arg, 'IN_PLACE is for the root; the other ranks give their data');
      checkValue(MpiCall.Reduce, own, op);
      if (gets) checkBoth(given(receive, 'receive buffer'));
    },
    *steps(channel) {
      if (root === PROC_NULL || own === null) return;
      const { commutative } = op;
      const algorithm = chosen(members, MpiCall.Reduce, new Circumstances(bytesIn(own), own.count, commutative, op.user !== null));
      const value = valueOf(members, own, op);
      if (remote === null) yield* reduce(channel, value, root, commutative, algorithm);
      else {
        if (!gets) yield* reduce(channel, value, 0, commutative, algorithm);
        yield* crossReduced(channel, channel.among(remote, -1), value, root);
      }
      if (gets && receive !== null) store(members, value, receive);
    },
  };
}

export function allreduceBlocks(members: Members, send: Segment | InPlace, receive: Segment, op: Op): CollectiveCall {
  const { remote } = members;
  const bytes = bytesIn(receive);
  const own = send === IN_PLACE ? receive : send;
  return {
    call: MpiCall.Allreduce, root: null, bytes, typeId: receive.type.id,
    check() {
      refuseInPlace(members, send);
      checkValue(MpiCall.Allreduce, own, op);
      checkBoth(receive);
    },
    *steps(channel) {
      const { commutative } = op;
      const algorithm = chosen(members, MpiCall.Allreduce, new Circumstances(bytes, receive.count, commutative, op.user !== null));
      const value = valueOf(members, own, op);
      if (remote === null) yield* allreduce(channel, value, commutative, algorithm);
      else {
        yield* reduce(channel, value, 0, commutative, Algorithm.Binomial);
        yield* crossValues(channel, channel.among(remote, -1), value);
        yield* spread(channel, value, Algorithm.Binomial);
      }
      store(members, value, receive);
    },
  };
}

/// `counts[i]` elements of the result go to rank i. `block`: Reduce_scatter_block, where all are the same.
export function reduceScatterOf(members: Members, send: Segment | InPlace, receive: Segment, counts: readonly number[], op: Op, block: boolean): CollectiveCall {
  const { rank, size, remote } = members;
  const { address, type } = receive;
  const call = block ? MpiCall.ReduceScatterBlock : MpiCall.ReduceScatter;
  const count = counts.reduce((sum, each) => sum + each, 0);
  const own = send === IN_PLACE ? { address, count, type } : { ...send, count };
  return {
    call, root: null, bytes: count * type.size, typeId: type.id,
    check() {
      refuseInPlace(members, send);
      if (counts.length !== size) throw new MpiError(ErrorClass.Arg, `there are ${counts.length} counts for ${size} ranks`);
      for (const [other, each] of counts.entries()) if (!Number.isInteger(each) || each < 0) throw new MpiError(ErrorClass.Count, `the count for rank ${other} is ${each}; it must be 0 or more`);
      checkValue(call, own, op);
    },
    *steps(channel) {
      const { commutative } = op;
      const algorithm = chosen(members, call, new Circumstances((block ? (counts[0] ?? 0) : count) * type.size, count, commutative, op.user !== null));
      const value = valueOf(members, own, op);
      let part: Uint8Array;
      if (remote === null) part = yield* reduceScatter(channel, value, counts, commutative, algorithm);
      else {
        yield* reduce(channel, value, 0, commutative, Algorithm.Binomial);
        yield* crossValues(channel, channel.among(remote, -1), value);
        const blocks = new ByteBlocks(size, false);
        for (const [other, share] of value.share(counts).entries()) blocks.put(other, share.pack());
        const mine = new ByteBlocks(1, false);
        mine.put(0, blocks.get(0));
        yield* scatter(channel, rank === 0 ? blocks : null, mine, new ByteBlocks(size, false), () => undefined, 0, Algorithm.LinearNonblocking);
        part = mine.get(0);
      }
      MemoryBlocks.even(members.runtime.host, { address, count: counts[rank] ?? 0, type }, 1).put(0, part);
    },
  };
}

/// Scan, and Exscan, which leaves `receive` of rank 0 as it is.
export function scanBlocks(members: Members, call: MpiCall.Scan | MpiCall.Exscan, send: Segment | InPlace, receive: Segment, op: Op): CollectiveCall {
  const bytes = bytesIn(receive);
  const own = send === IN_PLACE ? receive : send;
  return {
    call, root: null, bytes, typeId: receive.type.id,
    check() {
      refuseInter(members);
      checkValue(call, own, op);
      checkBoth(receive);
    },
    *steps(channel) {
      const algorithm = chosen(members, call, new Circumstances(bytes, 0, op.commutative));
      const value = valueOf(members, own, op);
      if (call === MpiCall.Scan) yield* scan(channel, value, algorithm);
      else if (!(yield* exscan(channel, value, algorithm))) return;
      store(members, value, receive);
    },
  };
}

/// Reductions of objects: the result is in the accumulator (`reduceObject`: at the root only). Combined in rank order.
export function reduceObject(members: Members, value: Accumulator, root: number): CollectiveCall {
  const { remote } = members;
  return {
    call: MpiCall.Reduce, root, bytes: 0, typeId: PICKLE_TYPE_ID,
    check: () => checkRootOf(members, root),
    *steps(channel) {
      const algorithm = chosen(members, MpiCall.Reduce, Circumstances.OBJECTS);
      if (root === PROC_NULL) return;
      if (remote === null) yield* reduce(channel, value, root, false, algorithm);
      else {
        if (root !== ROOT) yield* reduce(channel, value, 0, false, algorithm);
        yield* crossReduced(channel, channel.among(remote, -1), value, root);
      }
    },
  };
}

export function allreduceObject(members: Members, value: Accumulator): CollectiveCall {
  const { remote } = members;
  return {
    call: MpiCall.Allreduce, root: null, bytes: 0, typeId: PICKLE_TYPE_ID,
    check() {},
    *steps(channel) {
      const algorithm = chosen(members, MpiCall.Allreduce, Circumstances.OBJECTS);
      if (remote === null) yield* allreduce(channel, value, false, algorithm);
      else {
        yield* reduce(channel, value, 0, false, Algorithm.Binomial);
        yield* crossValues(channel, channel.among(remote, -1), value);
        yield* spread(channel, value, Algorithm.Binomial);
      }
    },
  };
}

/// False on rank 0 of an Exscan, where the result is undefined and `value` unchanged.
export function scanObject(members: Members, call: MpiCall.Scan | MpiCall.Exscan, value: Accumulator): CollectiveCall<boolean> {
  return {
    call, root: null, bytes: 0, typeId: PICKLE_TYPE_ID,
    check: () => refuseInter(members),
    *steps(channel) {
      const algorithm = chosen(members, call, Circumstances.OBJECTS);
      if (call === MpiCall.Exscan) return yield* exscan(channel, value, algorithm);
      yield* scan(channel, value, algorithm);
      return true;
    },
  };
}

function checkValue(call: MpiCall, own: Segment | null, op: Op): void {
  if (own === null) throw new MpiError(ErrorClass.Buffer, 'neither a send nor a receive buffer is given');
  checkSegment(own);
  checkOp(op, own.type, MPI_CALLS[call] ?? '');
}

// This rank's contribution to a reduction as an accumulator.
function valueOf(members: Members, own: Segment, op: Op): NumericAccumulator {
  const { host } = members.runtime;
  preview(members, own);
  return new NumericAccumulator(host, op, own.type, own.count, MemoryBlocks.even(host, own, 1).take(0));
}

function store({ runtime }: Members, value: Accumulator, receive: Segment): void {
  MemoryBlocks.even(runtime.host, receive, 1).put(0, value.pack());
}

function refuseInPlace({ remote }: Members, send: unknown): void {
  if (send === IN_PLACE && remote !== null) throw new MpiError(ErrorClass.Arg, 'IN_PLACE has no meaning on an intercommunicator');
}

function refuseInter({ remote }: Members): void {
  if (remote !== null) throw new MpiError(ErrorClass.Comm, 'a prefix reduction needs an intracommunicator');
}
