/// MPI's numbers for one-sided communication, with Open MPI's values (`mpi.h`).

/// How a window was made (MPI 4.1, 12.2.6).
export const enum Flavor {
  Create = 1,
  Allocate = 2,
  Dynamic = 3,
  Shared = 4,
}

/// How a rank's part of a window is locked (12.5.3).
export const enum LockType {
  Exclusive = 1,
  Shared = 2,
}

/// What a synchronization call may promise (12.5.5).
export const enum Assertion {
  NoCheck = 1,
  NoPrecede = 2,
  NoPut = 4,
  NoStore = 8,
  NoSucceed = 16,
}
