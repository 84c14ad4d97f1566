/// Predefined datatypes: ids (never changed; records hold them), names, sizes on a rank's ABI (wasm32: C long and pointers have 4 bytes).

export type NumberKind = 'int' | 'uint' | 'float' | 'complex' | 'bool' | 'byte' | 'char' | 'pair' | 'packed';

export interface PredefinedType {
  readonly id: number;
  /// MPI's name without `MPI_`.
  readonly name: string;
  readonly kind: NumberKind;
  /// Bytes of data in one element, and the distance between two.
  readonly size: number;
  readonly extent: number;
}

const define = (id: number, name: string, kind: NumberKind, size: number, extent: number = size): PredefinedType => ({ id, name, kind, size, extent });

/// Ordered by id. `pair` types are those of MINLOC and MAXLOC: a value and a C int (MPI 4.1, 6.9.4).
export const PREDEFINED_TYPES: readonly PredefinedType[] = [
  define(0, 'DATATYPE_NULL', 'byte', 0),
  define(1, 'BYTE', 'byte', 1),
  define(2, 'PACKED', 'packed', 1),
  define(3, 'CHAR', 'char', 1),
  define(4, 'SIGNED_CHAR', 'int', 1),
  define(5, 'UNSIGNED_CHAR', 'uint', 1),
  define(6, 'WCHAR', 'char', 4),
  define(7, 'SHORT', 'int', 2),
  define(8, 'UNSIGNED_SHORT', 'uint', 2),
  define(9, 'INT', 'int', 4),
  define(10, 'UNSIGNED', 'uint', 4),
  define(11, 'LONG', 'int', 4),
  define(12, 'UNSIGNED_LONG', 'uint', 4),
  define(13, 'LONG_LONG', 'int', 8),
  define(14, 'UNSIGNED_LONG_LONG', 'uint', 8),
  define(15, 'FLOAT', 'float', 4),
  define(16, 'DOUBLE', 'float', 8),
  define(17, 'LONG_DOUBLE', 'float', 16),
  define(18, 'C_BOOL', 'bool', 1),
  define(19, 'INT8_T', 'int', 1),
  define(20, 'UINT8_T', 'uint', 1),
  define(21, 'INT16_T', 'int', 2),
  define(22, 'UINT16_T', 'uint', 2),
  define(23, 'INT32_T', 'int', 4),
  define(24, 'UINT32_T', 'uint', 4),
  define(25, 'INT64_T', 'int', 8),
  define(26, 'UINT64_T', 'uint', 8),
  define(27, 'C_COMPLEX', 'complex', 8),
  define(28, 'C_FLOAT_COMPLEX', 'complex', 8),
  define(29, 'C_DOUBLE_COMPLEX', 'complex', 16),
  define(30, 'C_LONG_DOUBLE_COMPLEX', 'complex', 32),
  define(31, 'AINT', 'int', 4),
  define(32, 'OFFSET', 'int', 8),
  define(33, 'COUNT', 'int', 8),
  define(34, 'FLOAT_INT', 'pair', 8),
  define(35, 'DOUBLE_INT', 'pair', 12, 16),
  define(36, 'LONG_INT', 'pair', 8),
  define(37, 'TWOINT', 'pair', 8),
  define(38, 'SHORT_INT', 'pair', 6, 8),
  define(39, 'LONG_DOUBLE_INT', 'pair', 20, 24),
  define(40, 'LOGICAL', 'bool', 4),
  define(41, 'INTEGER', 'int', 4),
  define(42, 'REAL', 'float', 4),
  define(43, 'DOUBLE_PRECISION', 'float', 8),
  define(44, 'COMPLEX', 'complex', 8),
  define(45, 'DOUBLE_COMPLEX', 'complex', 16),
  define(46, 'CHARACTER', 'char', 1),
  define(47, 'CXX_BOOL', 'bool', 1),
  define(48, 'CXX_FLOAT_COMPLEX', 'complex', 8),
  define(49, 'CXX_DOUBLE_COMPLEX', 'complex', 16),
  define(50, 'CXX_LONG_DOUBLE_COMPLEX', 'complex', 32),
  define(51, 'LOGICAL1', 'bool', 1),
  define(52, 'LOGICAL2', 'bool', 2),
  define(53, 'LOGICAL4', 'bool', 4),
  define(54, 'LOGICAL8', 'bool', 8),
  define(55, 'INTEGER1', 'int', 1),
  define(56, 'INTEGER2', 'int', 2),
  define(57, 'INTEGER4', 'int', 4),
  define(58, 'INTEGER8', 'int', 8),
  define(59, 'REAL4', 'float', 4),
  define(60, 'REAL8', 'float', 8),
  define(61, 'REAL16', 'float', 16),
  define(62, 'COMPLEX8', 'complex', 8),
  define(63, 'COMPLEX16', 'complex', 16),
  define(64, 'COMPLEX32', 'complex', 32),
  define(65, 'FLOAT16_T', 'float', 2),
];

/// In records only: the payload is a pickle.
export const PICKLE_TYPE_ID = 255;
/// In records only: a derived datatype.
export const DERIVED_TYPE_ID = 254;
