import type { MpiCall } from '../../../protocol/calls';
import { PICKLE_TYPE_ID } from '../../../protocol/datatypes';
import { ErrorClass } from '../../../protocol/errors';
import type { Algorithm } from '../../../protocol/trace';
import { checkRoot, checkSegment, checkSegments } from '../../communicator/checks';
import { IN_PLACE, type InPlace } from '../../constants';
import type { Segment, Segments } from '../../datatype/segment';
import { MpiError } from '../../error';
import type { Rank } from '../../rank';
import type { Topology } from '../../topology/topology';
import { ByteBlocks, MemoryBlocks } from '../blocks';
import type { Channel } from '../channel';
import { Circumstances, choose } from '../choice';
import type { Steps } from '../steps';

/// One collective call with its arguments: the same for its blocking, nonblocking and persistent form.
export interface CollectiveCall<T = void> {
  /// The blocking form.
  readonly call: MpiCall;
  /// As the call names it: a rank, ROOT or PROC_NULL; null when it has none.
  readonly root: number | null;
  /// This rank's contribution, for the record: bytes and datatype id.
  readonly bytes: number;
  readonly typeId: number;
  /// Throws what is wrong with the arguments, before anything is sent.
  check(): void;
  /// Does it. The first part, up to the first yield, runs within the call.
  steps(channel: Channel): Steps<T>;
}

/// What a collective must know of the communicator.
export interface Members {
  readonly runtime: Rank;
  readonly rank: number;
  readonly size: number;
  /// World ranks of whom messages go to: the group itself, or the remote group of an intercommunicator.
  readonly peers: readonly number[];
  readonly remote: readonly number[] | null;
  readonly topology: Topology | null;
}

/// Chooses the algorithm and has the record name it.
export function chosen({ runtime, size }: Members, call: MpiCall, circumstances: Circumstances): Algorithm {
  const algorithm = choose(call, runtime.settings.algorithms?.[call], size, circumstances);
  runtime.recorder.algorithm = algorithm;
  return algorithm;
}

export function checkRootOf({ size, remote }: Members, root: number): void {
  checkRoot(root, size, remote === null ? null : remote.length);
}

export function given<T>(buffer: T | null, what: string): T {
  if (buffer === null) throw new MpiError(ErrorClass.Buffer, `the root gives no ${what}`);
  return buffer;
}

/// What describes one block here: this rank's own argument, or with IN_PLACE the other one. Null where neither plays a part.
export function ownOf(first: Segment | InPlace | null, second: Segment | InPlace | null): Segment | null {
  if (first !== IN_PLACE && first !== null) return first;
  return second !== IN_PLACE ? second : null;
}

export function bytesIn(segment: Segment | Segments | null): number {
  if (segment === null) return 0;
  const { type } = segment;
  if ('count' in segment) return segment.count * type.size;
  return segment.counts.reduce((sum, count) => sum + count, 0) * type.size;
}

/// Has the record show the first bytes of a buffer.
export function preview({ runtime }: Members, { address, count, type }: Segment): void {
  if (type.contiguous) runtime.recorder.preview(null, address, count * type.size);
}

export function checkBoth(...segments: readonly (Segment | InPlace | null)[]): void {
  for (const segment of segments) if (segment !== null && segment !== IN_PLACE) checkSegment(segment);
}

export function checkVectors(size: number, ...all: readonly (Segments | InPlace | null)[]): void {
  for (const segments of all) if (segments !== null && segments !== IN_PLACE) checkSegments(segments, size);
}

export function evenBlocks({ runtime }: Members, segment: Segment, size: number): MemoryBlocks {
  return MemoryBlocks.even(runtime.host, segment, size);
}

/// A copy of a pickle, which the caller's memory may lose.
export function pickleOf({ runtime }: Members, segment: Segment | null): Uint8Array {
  const { address, count } = given(segment, 'object');
  runtime.recorder.preview(null, address, count);
  return runtime.host.memory().slice(address, address + count);
}

export function picklesOf({ runtime }: Members, segments: readonly Segment[]): ByteBlocks {
  const blocks = new ByteBlocks(segments.length, true);
  const memory = runtime.host.memory();
  for (const [rank, { address, count }] of segments.entries()) blocks.put(rank, memory.slice(address, address + count));
  return blocks;
}

export { Circumstances, PICKLE_TYPE_ID };
