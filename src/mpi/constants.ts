/// MPI's special values, with Open MPI's numbers (`mpi.h`), which students will meet again.

/// In place of a source (MPI 4.1, 3.2.4).
export const ANY_SOURCE = -1;
/// In place of a tag.
export const ANY_TAG = -1;
/// A rank to which sending and from which receiving does nothing (3.11).
export const PROC_NULL = -2;
/// As the root of a collective on an intercommunicator, at the root itself (6.2.3); the others of its group give PROC_NULL.
export const ROOT = -4;
/// "No colour", "not a whole number of elements", "no active request".
export const UNDEFINED = -32766;
/// The largest tag.
export const TAG_UB = 0x7fffffff;
/// In place of a buffer of a collective: the data already lies where the result goes (6.2).
export const IN_PLACE = 'in-place';
export type InPlace = typeof IN_PLACE;
/// Bytes that a buffered send needs in the attached buffer beyond its data (3.6).
export const BSEND_OVERHEAD = 128;

/// How a send completes (3.4). Rsend promises a posted receive; like Open MPI, this engine does not check the promise.
export const enum SendMode {
  Standard = 0,
  Buffered = 1,
  Synchronous = 2,
  Ready = 3,
}
