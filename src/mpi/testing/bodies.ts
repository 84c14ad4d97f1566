import type { Mpi } from '..';
import { COLLECTIVES } from './collective-bodies';
import type { Heap } from './heap';
import { POINT_TO_POINT } from './point-to-point-bodies';
import { RANDOM } from './random-bodies';
import { RECORDED } from './recorder-bodies';

/// A program for one rank. What it returns is what the test looks at.
export type Body = (mpi: Mpi, heap: Heap, args: unknown) => unknown;

export const BODIES: Readonly<Record<string, Body>> = { ...POINT_TO_POINT, ...COLLECTIVES, ...RECORDED, ...RANDOM };
