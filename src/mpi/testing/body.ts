import type { Mpi } from '..';
import type { Heap } from './heap';

/// A program for one rank. What it returns is what the test looks at.
export type Body = (mpi: Mpi, heap: Heap, args: unknown) => unknown;
