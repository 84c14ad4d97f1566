import { OTHERWISE, type NativeMethods } from '../fast/methods';

/// Methods written in Python whose results programs keep. A native one before each tells what it returned; all else is Python's to do.
const METHODS: readonly (readonly [module: string, name: string, methods: readonly string[]])[] = [
  ['comm', 'Comm', [
    'bcast', 'gather', 'scatter', 'allgather', 'alltoall', 'reduce', 'allreduce', 'sendrecv', 'isend', 'irecv', 'Split', 'Dup', 'Create',
  ]],
  ['intracomm', 'Intracomm', ['scan', 'exscan', 'Create_cart']],
  ['request', 'Request', ['wait', 'test', 'waitall']],
  ['matched', 'Message', ['recv']],
];

export function resultMethods(raise: NativeMethods['raise']): NativeMethods[] {
  return METHODS.map(([module, name, methods]) => ({ module, name, methods: Object.fromEntries(methods.map((method) => [method, () => OTHERWISE])), raise }));
}
