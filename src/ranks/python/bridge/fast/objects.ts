import type { Op } from '../../../../mpi';
import type { Binding } from '../binding';
import type { MethodTable } from './methods';

/// Words of a type object: bytes of its instances.
const BASIC_SIZE = 4;
/// Where an object's own words begin, after reference count and type.
const FIRST_WORD = 2;

/// Python objects that native methods make and read without asking Python.
export class Objects {
  /// `MPI.IN_PLACE`.
  readonly inPlace: number;
  readonly #binding: Binding;
  readonly #requestType: number;
  /// A new request's words; its handle's is filled in.
  readonly #request: Uint32Array;
  readonly #requestHandle: number;
  readonly #requestInto: number;
  readonly #opType: number;
  readonly #opHandle: number;
  /// `MPI.pickle`, and words of it: what it dumps and loads with.
  readonly #pickle: number;
  readonly #dumps: number;
  readonly #loads: number;
  readonly #protocol: number;
  readonly #standardDumps: number;
  readonly #standardLoads: number;
  /// Arguments of a call.
  readonly #arguments: number;
  readonly #zero: number;

  constructor(binding: Binding, table: MethodTable) {
    const { python } = binding;
    const { module } = python;
    this.#binding = binding;
    const of = (place: string, name: string): number => python.getAttribute(python.importModule(place), name);
    this.inPlace = of('mpi4py._mpi.buffer', 'IN_PLACE');
    this.#zero = python.long(0);

    this.#requestType = of('mpi4py._mpi.request', 'Request');
    this.#requestHandle = table.slotOf(this.#requestType, '_handle');
    this.#requestInto = table.slotOf(this.#requestType, '_into');
    const template = python.callMethod(this.#requestType, '_started', this.#zero);
    const words = (module.HEAPU32[(this.#requestType >> 2) + BASIC_SIZE] as number) >> 2;
    this.#request = module.HEAPU32.slice(template >> 2, (template >> 2) + words);

    this.#opType = of('mpi4py._mpi.op', 'Op');
    this.#opHandle = table.slotOf(this.#opType, '_handle');

    const pickleType = of('mpi4py._mpi.pickle', 'Pickle');
    this.#pickle = of('mpi4py._mpi.pickle', 'pickle');
    this.#dumps = table.slotOf(pickleType, '_dumps');
    this.#loads = table.slotOf(pickleType, '_loads');
    this.#protocol = table.slotOf(pickleType, '_protocol');
    this.#standardDumps = of('pickle', 'dumps');
    this.#standardLoads = of('pickle', 'loads');
    this.#arguments = module._malloc(16);
  }

  /// A new `MPI.Request` for a handle.
  request(handle: number): number {
    const { python } = this.#binding;
    const { module } = python;
    const object = python.checked(module._PyType_GenericAlloc(this.#requestType, 0));
    const memory = module.HEAPU32;
    const at = object >> 2;
    for (let word = FIRST_WORD; word < this.#request.length; word++) {
      const value = this.#request[word] as number;
      if (value === 0 || word === this.#requestHandle) continue;
      if (value !== python.none) module._Py_IncRef(value);
      memory[at + word] = value;
    }
    memory[at + this.#requestHandle] = python.long(handle);
    return object;
  }

  /// The handle of an object that is an `MPI.Request` and nothing more, of an operation that is not persistent; 0 for any other.
  handleOf(object: number): number {
    const { python } = this.#binding;
    const words = python.module.HEAPU32;
    if (words[(object >> 2) + 1] !== this.#requestType) return 0;
    const handle = python.smallInteger(words[(object >> 2) + this.#requestHandle] as number);
    return handle > 0 && (handle & 1) === 0 ? handle : 0;
  }

  /// The request is complete: `MPI.Request` becomes null.
  settle(object: number): void {
    const { python } = this.#binding;
    const { module } = python;
    const words = module.HEAPU32;
    const at = object >> 2;
    const handle = words[at + this.#requestHandle] as number;
    const into = words[at + this.#requestInto] as number;
    words[at + this.#requestHandle] = this.#zero;
    words[at + this.#requestInto] = python.none;
    module._Py_DecRef(handle);
    if (into !== python.none) module._Py_DecRef(into);
  }

  /// Of an `MPI.Op`; null for anything else and for what only Python can say.
  operation(object: number): Op | null {
    const words = this.#binding.python.module.HEAPU32;
    if (words[(object >> 2) + 1] !== this.#opType) return null;
    return this.#binding.predefinedOperation(words[(object >> 2) + this.#opHandle] as number);
  }

  /// Whether `MPI.pickle` is as it was: `pickle.dumps` and `pickle.loads`.
  get plain(): boolean {
    const words = this.#binding.python.module.HEAPU32;
    const at = this.#pickle >> 2;
    return words[at + this.#dumps] === this.#standardDumps && words[at + this.#loads] === this.#standardLoads;
  }

  /// An object's pickle, a new bytes object; 0 when the program pickles in a way of its own.
  dumped(object: number): number {
    if (!this.plain) return 0;
    const { python } = this.#binding;
    const { module } = python;
    const words = module.HEAPU32;
    const protocol = words[(this.#pickle >> 2) + this.#protocol] as number;
    // On the stack as it were: `dumps` may run Python that sends.
    const first = this.#arguments >> 2;
    words[first] = object;
    words[first + 1] = protocol;
    return python.checked(module._PyObject_Vectorcall(this.#standardDumps, this.#arguments, protocol === python.none ? 1 : 2, 0));
  }

  /// The object of a pickle, a new reference.
  loaded(data: Uint8Array): number {
    const { python } = this.#binding;
    const { module } = python;
    const bytes = python.bytes(data);
    module.HEAPU32[this.#arguments >> 2] = bytes;
    const object = module._PyObject_Vectorcall(this.#standardLoads, this.#arguments, 1, 0);
    module._Py_DecRef(bytes);
    return python.checked(object);
  }
}
