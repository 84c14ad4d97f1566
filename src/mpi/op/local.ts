import { ErrorClass } from '../../protocol/errors';
import { checkSegment } from '../communicator/checks';
import type { Segment } from '../datatype/segment';
import { MpiError } from '../error';
import type { Host } from '../host';
import { checkOp } from './kernels';
import { NumericAccumulator } from './numeric';
import type { Op } from './op';

/// Reduce_local: inout = left op inout, within the process (MPI 4.1, 6.9.8). Throws MPI_ERR_OP for an operation that MPI does not define
/// for the type.
export function reduceLocal(host: Host, op: Op, left: Segment, inout: Segment): void {
  checkSegment(left);
  checkSegment(inout);
  checkOp(op, inout.type, 'Reduce_local');
  if (left.count !== inout.count) throw new MpiError(ErrorClass.Count, `${left.count} elements are to be combined with ${inout.count}`);
  const value = new NumericAccumulator(host, op, inout.type, inout.count, packed(host, inout));
  value.combine(packed(host, left), 'left');
  inout.type.unpack(value.pack(), host.memory(), inout.address);
}

function packed(host: Host, { type, address, count }: Segment): Uint8Array {
  const bytes = new Uint8Array(count * type.size);
  type.pack(host.memory(), address, count, bytes);
  return bytes;
}
