import type { NativeBody } from './python';

/// Native functions by their names in `mpi4py/_native`.
export type NativeTable = Readonly<Record<string, NativeBody>>;
