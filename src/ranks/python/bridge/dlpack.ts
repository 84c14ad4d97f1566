import type { Python } from './python';

/// Words of a DLTensor (dlpack.h 1.0) on wasm32.
const enum Tensor {
  Data = 0,
  Dimensions = 3,
  /// Code in byte 0, bits in byte 1, lanes in the upper half.
  Type = 4,
  Shape = 5,
  Strides = 6,
  ByteOffset = 8,
}

/// Words of a DLManagedTensorVersioned before its tensor. A DLManagedTensor begins with the tensor.
const enum Managed {
  Major = 0,
  Flags = 4,
  Tensor = 6,
}

/// What a DLPack capsule says: `(major, flags, address, dimensions, code, bits, lanes, shape, strides)`, shape and strides tuples or None, the address
/// with its offset; None when the capsule does not hold what its version says or has been used.
export function tensorOf(python: Python, capsule: number, versioned: boolean): number {
  const { module } = python;
  const pointer = python.withText(versioned ? 'dltensor_versioned' : 'dltensor', (name) => (module._PyCapsule_IsValid(capsule, name) === 0 ? 0 : module._PyCapsule_GetPointer(capsule, name)));
  if (pointer === 0) return python.none;
  const words = module.HEAPU32;
  const word = (at: number): number => words[at] ?? 0;
  const start = (pointer >> 2) + (versioned ? Managed.Tensor : 0);
  const dimensions = word(start + Tensor.Dimensions) | 0;
  const type = word(start + Tensor.Type);
  const numbers = (address: number): number =>
    address === 0
      ? python.none
      : python.tuple(Array.from({ length: Math.max(dimensions, 0) }, (_, i) => python.number(word((address >> 2) + 2 * i) + 2 ** 32 * (word((address >> 2) + 2 * i + 1) | 0))));
  return python.tuple([
    python.number(versioned ? word((pointer >> 2) + Managed.Major) : 0),
    python.number(versioned ? word((pointer >> 2) + Managed.Flags) : 0),
    python.number(word(start + Tensor.Data) + word(start + Tensor.ByteOffset)),
    python.number(dimensions),
    python.number(type & 0xff),
    python.number((type >> 8) & 0xff),
    python.number(type >>> 16),
    numbers(word(start + Tensor.Shape)),
    numbers(word(start + Tensor.Strides)),
  ]);
}
