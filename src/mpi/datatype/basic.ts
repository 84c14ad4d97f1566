import type { NumberKind } from '../../protocol/datatypes';

/// A type without parts, of which type maps are made.
export interface Basic {
  /// MPI's name without `MPI_`.
  readonly name: string;
  readonly kind: NumberKind;
  /// Bytes.
  readonly size: number;
  /// Of its address, in a C struct on wasm32.
  readonly alignment: number;
  /// Bytes in external32 (MPI 4.1, table 14.2).
  readonly external: number;
}

/// What external32 keeps in another size than wasm32 has it: addresses are wide there, wide characters are UTF-16.
const EXTERNAL: Readonly<Record<string, number>> = { AINT: 8, WCHAR: 2 };

/// Emscripten aligns nothing, long double neither, to more than 8 bytes.
const STRICTEST = 8;

export function basic(name: string, kind: NumberKind, size: number): Basic {
  const part = kind === 'complex' ? size / 2 : size;
  return { name, kind, size, alignment: Math.min(part, STRICTEST), external: EXTERNAL[name] ?? size };
}
