/// What a `Variables` record holds: the variables of a rank's program that have another value than its last such record told.
///
/// Content: bytes, little endian, not aligned. First 4 bytes: how many calls of the rank ended, before the place this record stands at, that
/// nobody looked at (`VariablesFlag.Sampled`). Then entries, each an `Entry` byte and what that entry's comment says. A text is one byte
/// of length and so many bytes of UTF-8.

/// `RecordFlag`s of such a record are these.
export const enum VariablesFlag {
  /// As things stood after the call whose record came before; without it before the rank's next call, or at the program's end.
  AfterCall = 1,
  /// From here on only some events are looked at: the record of each look tells how many went by.
  Sampled = 2,
}

export const enum Entry {
  /// The functions that run, from the outermost on: one byte of count; one byte: how many of the first run on as before; then the names of all
  /// (texts). Without this entry they are as before.
  /// Scope 0 is the module `__main__`, scope 1 the first of these.
  Stack = 1,
  /// A variable has this value now: scope (1 byte), name (text), bytes of the value (2 bytes), the value.
  Set = 2,
  /// A variable is no more: scope (1 byte), name (text).
  Gone = 3,
  /// So many variables (2 bytes) had changed and had no room in this record.
  Rest = 4,
}

/// First byte of a value.
export const enum ValueTag {
  None = 0,
  False = 1,
  True = 2,
  /// 4 bytes, signed.
  Int = 3,
  /// 1 byte: 1 when negative; 4 bytes: its digits of 30 bits; then as many of these as are told, 4 bytes each, the lowest first: all or none.
  LongInt = 4,
  /// A float64.
  Float = 5,
  /// Two float64.
  Complex = 6,
  /// 4 bytes: characters in all; 2 bytes: bytes that follow; UTF-8 of the first of them.
  Text = 7,
  /// 4 bytes: bytes in all; 1 byte: how many follow; these. `bytes` and `bytearray`.
  Bytes = 8,
  ByteArray = 9,
  /// 4 bytes: items in all; 4 bytes: a number made of a sample of them; 1 byte: how many of the first follow; 1 byte: how many of the last. Of a
  /// dictionary an item is a key and a value.
  List = 10,
  Tuple = 11,
  Set = 12,
  FrozenSet = 13,
  Dict = 14,
  /// Three values: start, stop, step.
  Range = 15,
  /// numpy: kind ('f', 'i'…) and element size (1 byte each), number of axes (1 byte), each axis' length (4 bytes); 4 bytes: a number made
  /// of a sample of the elements; 1 byte: elements that follow from the first on, in C order; 1 byte: of the last; the elements.
  Array = 16,
  /// numpy scalar: kind and size (1 byte each), its bytes.
  Scalar = 17,
  /// An object of MPI's: a text that says what it is.
  Mpi = 18,
  /// Anything else: its type's name (text).
  Object = 19,
  /// An object of a class made of a container: its type's name (text), then the container.
  Named = 20,
  /// There was no room for it, or it lay too deep.
  Cut = 21,
}

/// At most so many bytes are in one record's content, and in one value.
export const CONTENT_BYTES = 8192;
export const VALUE_BYTES = 640;
/// Names longer than this many bytes of UTF-8 are not recorded.
export const NAME_BYTES = 120;
/// Functions on the stack whose variables are recorded: the innermost ones.
export const MOST_SCOPES = 8;
/// Variable of a run's environment that switches the recording off: `0`.
export const VARIABLES_SWITCH = 'COMMWORLD_VARIABLES';
