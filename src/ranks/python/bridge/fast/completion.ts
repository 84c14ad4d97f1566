import type { Request } from '../../../../mpi';
import type { Binding } from '../binding';
import { OBJECT, OTHERWISE, type MethodBody } from './methods';
import type { Objects } from './objects';

/// Words of CPython's list object.
const enum List {
  Type = 1,
  Size = 2,
  Items = 3,
}

/// The methods of Request that a program calls most, for plain requests.
export function completionMethods(binding: Binding, objects: Objects): Readonly<Record<string, MethodBody>> {
  const { python, requests } = binding;
  const { module, none } = python;

  return {
    Wait(at) {
      const object = python.argument(at + OBJECT);
      const handle = objects.handleOf(object);
      if (handle === 0 || !python.isNone(at + 1)) return OTHERWISE;
      const request = requests.get(handle);
      try {
        request.wait(null);
      } finally {
        if (!request.active) {
          requests.done(handle);
          objects.settle(object);
        }
      }
      return module.__Py_TrueStruct;
    },
    Waitall(at) {
      const words = module.HEAPU32;
      const list = python.argument(at + 1) >> 2;
      if (words[list + List.Type] !== module._PyList_Type || !python.isNone(at + 2)) return OTHERWISE;
      const size = words[list + List.Size] as number;
      const items = (words[list + List.Items] as number) >> 2;
      const handles: number[] = [];
      const all: Request[] = [];
      for (let index = 0; index < size; index++) {
        const handle = objects.handleOf(words[items + index] as number);
        if (handle === 0) return OTHERWISE;
        handles.push(handle);
        all.push(requests.get(handle));
      }
      // The objects must outlive the wait, in which a signal's handler may change the list.
      const held = Array.from(words.subarray(items, items + size));
      for (const object of held) module._Py_IncRef(object);
      try {
        binding.engine.waitAll(all, null);
      } finally {
        for (let index = 0; index < size; index++) {
          const object = held[index] as number;
          if ((all[index] as Request).active === false) {
            requests.done(handles[index] as number);
            if (objects.handleOf(object) !== 0) objects.settle(object);
          }
          module._Py_DecRef(object);
        }
      }
      return module.__Py_TrueStruct;
    },
    __del__: (at) => (python.smallInteger(python.argument(at)) === 0 ? none : OTHERWISE),
  };
}
