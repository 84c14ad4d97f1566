import type { Python } from './python';

/// Word of a type object that points at its buffer functions.
const AS_BUFFER = 20;

/// Makes BOTTOM, IN_PLACE and BUFFER_AUTOMATIC export what they are to MPI: no bytes at an address of their own, that belong to no
/// object. Python's `__buffer__` cannot say that.
export function exportAddresses(python: Python): void {
  const { module } = python;
  const buffer = python.importModule('mpi4py._mpi.buffer');
  const addresses = new Map<number, number>();
  const entry = module.addFunction((self, view, flags) => module._PyBuffer_FillInfo(view, 0, addresses.get(self) ?? 0, 0, 0, flags), 'iiii');
  for (const name of ['BOTTOM', 'IN_PLACE', 'BUFFER_AUTOMATIC']) {
    const object = python.getAttribute(buffer, name);
    const value = python.getAttribute(object, '_value');
    const type = python.getAttribute(object, '__class__');
    addresses.set(object, python.integerOf(value));
    const functions = module.HEAPU32[(type >> 2) + AS_BUFFER] ?? 0;
    module.HEAPU32[functions >> 2] = entry;
    for (const held of [value, type]) module._Py_DecRef(held);
  }
  module._Py_DecRef(buffer);
}
