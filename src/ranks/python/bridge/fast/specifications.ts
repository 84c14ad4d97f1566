import type { Datatype, Segment } from '../../../../mpi';
import type { Binding } from '../binding';
import type { MethodTable } from './methods';

/// Words of a list and of a tuple: their type, how many items; of a list, where they are.
const TYPE = 1;
const SIZE = 2;
const ITEMS = 3;

/// Buffer arguments as programs write them most: an array, `[array, type]`, `[array, count]` and `[array, count, type]`, as list or tuple.
/// Everything else (displacements, type codes, BOTTOM, mistakes) is null here and Python's to read (`_mpi/message.py`).
export class Specifications {
  readonly #binding: Binding;
  readonly #datatypeType: number;
  readonly #datatypeHandle: number;

  constructor(binding: Binding, table: MethodTable) {
    const { python } = binding;
    this.#binding = binding;
    this.#datatypeType = python.getAttribute(python.importModule('mpi4py._mpi.datatype'), 'Datatype');
    this.#datatypeHandle = table.slotOf(this.#datatypeType, '_handle');
  }

  /// What a rank sends or receives.
  message(object: number, writable: boolean): Segment | null {
    return this.#isSequence(object) ? this.#described(object, writable, true) : this.#binding.buffers.plain(object, writable);
  }

  /// Memory whose count is told by its length: equal blocks for or from all ranks. Null when the program gives a count.
  blocks(object: number, writable: boolean): Segment | null {
    return this.#isSequence(object) ? this.#described(object, writable, false) : this.#binding.buffers.plain(object, writable);
  }

  /// The object whose memory `message` found.
  owner(object: number): number {
    return this.#isSequence(object) ? this.#item(object, 0) : object;
  }

  #isSequence(object: number): boolean {
    const { module } = this.#binding.python;
    const type = module.HEAPU32[(object >> 2) + TYPE];
    return type === module._PyList_Type || type === module._PyTuple_Type;
  }

  #item(object: number, index: number): number {
    const { module } = this.#binding.python;
    const words = module.HEAPU32;
    const at = object >> 2;
    return words[at + TYPE] === module._PyList_Type ? (words[((words[at + ITEMS] as number) >> 2) + index] as number) : module._PyTuple_GetItem(object, index);
  }

  #described(object: number, writable: boolean, counted: boolean): Segment | null {
    const { python, buffers } = this.#binding;
    const size = python.module.HEAPU32[(object >> 2) + SIZE];
    if (size !== 2 && size !== 3) return null;
    const whole = buffers.plain(this.#item(object, 0), writable);
    if (whole === null) return null;
    const last = this.#item(object, size - 1);
    const type = this.#datatype(last);
    const count = size === 3 ? this.#item(object, 1) : type === null ? last : python.none;
    if (size === 3 && type === null) return null;
    if (count === python.none) return type === null ? null : inferred(whole, type);
    const value = python.smallInteger(count);
    return counted && value >= 0 ? { address: whole.address, count: value, type: type ?? whole.type } : null;
  }

  #datatype(object: number): Datatype | null {
    const { python, datatypes } = this.#binding;
    const words = python.module.HEAPU32;
    if (words[(object >> 2) + TYPE] !== this.#datatypeType) return null;
    return datatypes.find(python.smallInteger(words[(object >> 2) + this.#datatypeHandle] as number));
  }
}

/// As many elements as the memory holds; null when that is no whole number.
function inferred({ address, count, type: own }: Segment, type: Datatype): Segment | null {
  if (type === own) return { address, count, type };
  const bytes = count * own.size;
  return type.extent > 0 && bytes % type.extent === 0 ? { address, count: bytes / type.extent, type } : null;
}
