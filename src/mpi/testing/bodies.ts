import type { Body } from './body';
import { COLLECTIVES } from './collective-bodies';
import { COMMUNICATORS } from './communicator-bodies';
import { NONBLOCKING } from './nonblocking-bodies';
import { POINT_TO_POINT } from './point-to-point-bodies';
import { RANDOM } from './random-bodies';
import { RECORDED } from './recorder-bodies';
import { WINDOWS } from './window-bodies';

export const BODIES: Readonly<Record<string, Body>> = { ...POINT_TO_POINT, ...COLLECTIVES, ...COMMUNICATORS, ...NONBLOCKING, ...RECORDED, ...RANDOM, ...WINDOWS };
