import { MpiCall } from '../../../protocol/calls';
import { ErrorClass } from '../../../protocol/errors';
import { checkSegment } from '../../communicator/checks';
import { IN_PLACE, PROC_NULL, ROOT, type InPlace } from '../../constants';
import type { Segment, Segments } from '../../datatype/segment';
import { MpiError } from '../../error';
import { ByteBlocks, Flat, MemoryBlocks, type Blocks } from '../blocks';
import { broadcast, broadcastUnsized } from '../broadcast';
import { NOTHING, piece, type Piece } from '../channel';
import { crossBroadcast, crossGather, crossScatter } from '../cross';
import { gather } from '../gather';
import { scatter } from '../scatter';
import type { Steps } from '../steps';
import { Circumstances, bytesIn, checkBoth, checkRootOf, checkVectors, chosen, evenBlocks, given, ownOf, PICKLE_TYPE_ID, pickleOf, picklesOf, preview, type CollectiveCall, type Members } from './call';

/// Bcast, Gather(v) and Scatter(v) (MPI 4.1, 6.4 to 6.6), of buffers and of pickles.

export function bcast(members: Members, segment: Segment, root: number): CollectiveCall {
  const bytes = bytesIn(segment);
  return {
    call: MpiCall.Bcast, root, bytes, typeId: segment.type.id,
    check() {
      checkRootOf(members, root);
      if (root !== PROC_NULL) checkSegment(segment);
    },
    *steps(channel) {
      const { rank, remote, runtime } = members;
      const algorithm = chosen(members, MpiCall.Bcast, new Circumstances(bytes));
      // As Open MPI: no data, no messages.
      if (bytes === 0 || root === PROC_NULL) return;
      preview(members, segment);
      const data = new Flat(runtime.host, segment, root === (remote === null ? rank : ROOT));
      if (remote === null) yield* broadcast(channel, data.piece, root, algorithm);
      else {
        const whole = MemoryBlocks.ranges(runtime.host, data.piece, [0, bytes]);
        yield* crossBroadcast(channel, channel.among(remote, -1), whole, root, () => broadcast(channel, data.piece, 0, algorithm));
      }
      if (root !== (remote === null ? rank : ROOT)) data.land();
    },
  };
}

/// The root gives its pickle and gets null; so do the others of its group on an intercommunicator.
export function bcastBytes(members: Members, segment: Segment | null, root: number): CollectiveCall<Uint8Array | null> {
  const { rank, remote, runtime } = members;
  const sends = root === (remote === null ? rank : ROOT);
  return {
    call: MpiCall.Bcast, root, bytes: segment?.count ?? 0, typeId: PICKLE_TYPE_ID,
    check: () => checkRootOf(members, root),
    *steps(channel) {
      const algorithm = chosen(members, MpiCall.Bcast, Circumstances.OBJECTS);
      const blocks = new ByteBlocks(1, false);
      if (sends) blocks.put(0, pickleOf(members, segment));
      if (remote === null) yield* broadcastUnsized(channel, blocks, root, algorithm);
      else yield* crossBroadcast(channel, channel.among(remote, -1), blocks, root, () => broadcastUnsized(channel, blocks, 0, algorithm));
      if (sends || root === PROC_NULL) return null;
      const bytes = blocks.get(0);
      runtime.recorder.contribution(bytes.length, PICKLE_TYPE_ID);
      runtime.recorder.preview(bytes, 0, bytes.length);
      return bytes;
    },
  };
}

export function gatherBlocks(members: Members, send: Segment | InPlace, receive: Segment | null, root: number): CollectiveCall {
  const own = ownOf(send, receive);
  const all = (): MemoryBlocks => evenBlocks(members, given(receive, 'receive buffer'), members.peers.length);
  return gatherOf(members, MpiCall.Gather, send, own, all, root, bytesIn(own), () => checkBoth(send, isRoot(members, root) ? given(receive, 'receive buffer') : null));
}

export function gatherv(members: Members, send: Segment | InPlace, receive: Segments | null, root: number): CollectiveCall {
  const own = send === IN_PLACE ? null : send;
  const all = (): MemoryBlocks => MemoryBlocks.vector(members.runtime.host, given(receive, 'receive buffer'));
  return gatherOf(members, MpiCall.Gatherv, send, own, all, root, 0, () => {
    checkBoth(send);
    if (isRoot(members, root)) checkVectors(members.peers.length, given(receive, 'receive buffer'));
  });
}

function gatherOf(members: Members, call: MpiCall, send: Segment | InPlace, own: Segment | null, into: () => MemoryBlocks, root: number, bytes: number, check: () => void): CollectiveCall {
  const { rank, remote, runtime } = members;
  return {
    call, root, bytes: bytesIn(own), typeId: own?.type.id ?? 0,
    check() {
      checkRootOf(members, root);
      if (send === IN_PLACE && (remote !== null || rank !== root)) throw new MpiError(ErrorClass.Arg, 'IN_PLACE is for the root; the other ranks give their data');
      if (root !== PROC_NULL) check();
    },
    *steps(channel) {
      const algorithm = chosen(members, call, new Circumstances(bytes));
      if (root === PROC_NULL) return;
      const all = isRoot(members, root) ? into() : null;
      let mine: Piece = NOTHING;
      if (send !== IN_PLACE && root !== ROOT) {
        preview(members, send);
        const block = MemoryBlocks.even(runtime.host, send, 1);
        mine = block.outgoing(0, 1);
        if (remote === null) all?.put(rank, block.take(0));
      }
      if (remote === null) yield* gather(channel, mine, all, new ByteBlocks(channel.size, false), root, algorithm);
      else yield* crossGather(channel.among(remote, -1), mine, all, root);
    },
  };
}

/// One message a rank (of the other group, on an intercommunicator) at the root, its own included; null elsewhere.
export function gatherBytes(members: Members, segment: Segment, root: number): CollectiveCall<Uint8Array[] | null> {
  const { rank, remote } = members;
  return {
    call: MpiCall.Gather, root, bytes: segment.count, typeId: PICKLE_TYPE_ID,
    check: () => checkRootOf(members, root),
    *steps(channel) {
      const algorithm = chosen(members, MpiCall.Gather, Circumstances.OBJECTS);
      const own = pickleOf(members, segment);
      const all = isRoot(members, root) ? new ByteBlocks(members.peers.length, true) : null;
      if (remote === null) {
        all?.put(rank, own);
        yield* gather(channel, piece(own), all, new ByteBlocks(channel.size, true), root, algorithm);
      } else yield* crossGather(channel.among(remote, -1), piece(own), all, root);
      return all?.all() ?? null;
    },
  };
}

export function scatterBlocks(members: Members, send: Segment | null, receive: Segment | InPlace, root: number): CollectiveCall {
  const own = ownOf(receive, send);
  const all = (): MemoryBlocks => evenBlocks(members, given(send, 'send buffer'), members.peers.length);
  return scatterOf(members, MpiCall.Scatter, receive, own, bytesIn(own) * members.peers.length, all, root, bytesIn(own), () => checkBoth(isRoot(members, root) ? given(send, 'send buffer') : null));
}

export function scatterv(members: Members, send: Segments | null, receive: Segment | InPlace, root: number): CollectiveCall {
  const all = (): MemoryBlocks => MemoryBlocks.vector(members.runtime.host, given(send, 'send buffer'));
  const own = receive === IN_PLACE ? null : receive;
  return scatterOf(members, MpiCall.Scatterv, receive, own, bytesIn(send), all, root, 0, () => {
    if (isRoot(members, root)) checkVectors(members.peers.length, given(send, 'send buffer'));
  });
}

function scatterOf(members: Members, call: MpiCall, receive: Segment | InPlace, own: Segment | null, total: number, from: () => MemoryBlocks, root: number, bytes: number, check: () => void): CollectiveCall {
  const { rank, remote, runtime } = members;
  const gives = isRoot(members, root);
  return {
    call, root, bytes: gives ? total : 0, typeId: own?.type.id ?? 0,
    check() {
      checkRootOf(members, root);
      if (receive === IN_PLACE && (remote !== null || rank !== root)) throw new MpiError(ErrorClass.Arg, 'IN_PLACE is for the root; the other ranks give a receive buffer');
      if (root === PROC_NULL) return;
      check();
      if (root !== ROOT) checkBoth(receive);
    },
    *steps(channel) {
      const algorithm = chosen(members, call, new Circumstances(bytes));
      if (root === PROC_NULL) return;
      const all = gives ? from() : null;
      const target = receive === IN_PLACE || root === ROOT ? null : MemoryBlocks.even(runtime.host, receive, 1);
      if (all !== null && remote === null) target?.put(0, all.take(rank));
      const place: Blocks = target ?? new ByteBlocks(1, false);
      if (remote === null) yield* scatter(channel, all, place, new ByteBlocks(channel.size, false), (block) => target?.put(0, block), root, algorithm);
      else yield* crossScatter(channel.among(remote, -1), all, place, root);
    },
  };
}

/// The root gives one pickle a rank. Returns this rank's bytes: null at the root of an intercommunicator and for the others of its group.
export function scatterBytes(members: Members, segments: readonly Segment[] | null, root: number): CollectiveCall<Uint8Array | null> {
  const { rank, remote } = members;
  const gives = isRoot(members, root);
  return {
    call: MpiCall.Scatter, root, bytes: segments?.reduce((sum, { count }) => sum + count, 0) ?? 0, typeId: PICKLE_TYPE_ID,
    check() {
      checkRootOf(members, root);
      if (gives && given(segments, 'list of objects').length !== members.peers.length) {
        throw new MpiError(ErrorClass.Arg, `there are ${segments?.length} objects for ${members.peers.length} ranks`);
      }
    },
    *steps(channel): Steps<Uint8Array | null> {
      const algorithm = chosen(members, MpiCall.Scatter, Circumstances.OBJECTS);
      const own = new ByteBlocks(1, false);
      const all = gives && segments !== null ? picklesOf(members, segments) : null;
      if (remote !== null) {
        yield* crossScatter(channel.among(remote, -1), all, own, root);
        return root === ROOT || root === PROC_NULL ? null : own.get(0);
      }
      if (all !== null) own.put(0, all.get(rank));
      yield* scatter(channel, all, own, new ByteBlocks(channel.size, true), (bytes) => own.put(0, bytes), root, algorithm);
      return own.get(0);
    },
  };
}

/// Whether this rank is the root: of its own group, or on an intercommunicator the one that says so.
function isRoot({ rank, remote }: Members, root: number): boolean {
  return remote === null ? rank === root : root === ROOT;
}

