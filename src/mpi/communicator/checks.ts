import { ErrorClass } from '../../protocol/errors';
import { ANY_SOURCE, ANY_TAG, PROC_NULL, ROOT, TAG_UB } from '../constants';
import type { Datatype } from '../datatype/datatype';
import type { Segment, Segments } from '../datatype/segment';
import { MpiError } from '../error';

/// Argument checks as Open MPI makes them with `mpi_param_check`, with a sentence for the person.

export function checkSegment({ address, count, type }: Segment): void {
  if (!Number.isInteger(count) || count < 0) throw new MpiError(ErrorClass.Count, `count is ${count}; it must be 0 or more`);
  checkType(type);
  if (address === 0 && count > 0 && !isAbsolute(type)) throw new MpiError(ErrorClass.Buffer, `the buffer is null but the count is ${count}`);
}

function checkType(type: Datatype): void {
  if (type.id === 0) throw new MpiError(ErrorClass.Type, 'the datatype is DATATYPE_NULL');
  if (!type.committed) throw new MpiError(ErrorClass.Type, 'the datatype has not been committed: call Commit() first');
}

/// Whether a type's displacements can be addresses, for use with BOTTOM: as Open MPI judges it.
function isAbsolute(type: Datatype): boolean {
  return type.size === 0 ? !type.predefined : type.bounds.trueLb !== 0;
}

export function checkSegments({ address, counts, displacements, type }: Segments, size: number): void {
  checkType(type);
  if (counts.length !== size || displacements.length !== size) {
    throw new MpiError(ErrorClass.Arg, `there are ${counts.length} counts and ${displacements.length} displacements for ${size} ranks`);
  }
  for (const [rank, count] of counts.entries()) {
    if (!Number.isInteger(count) || count < 0) throw new MpiError(ErrorClass.Count, `the count for rank ${rank} is ${count}; it must be 0 or more`);
    if (address === 0 && count > 0 && !isAbsolute(type)) throw new MpiError(ErrorClass.Buffer, `the buffer is null but the count for rank ${rank} is ${count}`);
  }
}

export function checkSendTag(tag: number): void {
  if (!Number.isInteger(tag) || tag < 0 || tag > TAG_UB) throw new MpiError(ErrorClass.Tag, `tag is ${tag}; a message's tag is 0 to ${TAG_UB}`);
}

export function checkReceiveTag(tag: number): void {
  if (tag !== ANY_TAG) checkSendTag(tag);
}

export function checkDest(dest: number, size: number): void {
  if (dest === PROC_NULL) return;
  if (!Number.isInteger(dest) || dest < 0 || dest >= size) throw new MpiError(ErrorClass.Rank, `dest is ${dest}; the communicator has ranks 0 to ${size - 1}`);
}

export function checkSource(source: number, size: number): void {
  if (source === PROC_NULL || source === ANY_SOURCE) return;
  if (!Number.isInteger(source) || source < 0 || source >= size) throw new MpiError(ErrorClass.Rank, `source is ${source}; the communicator has ranks 0 to ${size - 1}`);
}

/// `remote`: the size of the other group on an intercommunicator, whose ranks, ROOT and PROC_NULL may be given; null otherwise.
export function checkRoot(root: number, size: number, remote: number | null = null): void {
  if (remote !== null && (root === ROOT || root === PROC_NULL)) return;
  const ranks = remote ?? size;
  if (!Number.isInteger(root) || root < 0 || root >= ranks) {
    throw new MpiError(ErrorClass.Root, remote === null ? `root is ${root}; the communicator has ranks 0 to ${ranks - 1}` : `root is ${root}; the remote group has ranks 0 to ${ranks - 1}`);
  }
}
