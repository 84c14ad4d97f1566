/// Up to this length a loop beats `set`, which needs a view of the source made for it.
const SHORT = 64;

/// Copies `length` bytes from one array to another.
export function copyBytes(source: Uint8Array, from: number, target: Uint8Array, to: number, length: number): void {
  if (length <= SHORT) for (let at = 0; at < length; at++) target[to + at] = source[from + at] as number;
  else target.set(source.subarray(from, from + length), to);
}

/// `length` bytes of an array as one of their own.
export function copyOf(source: Uint8Array, from: number, length: number): Uint8Array {
  if (length > SHORT) return source.slice(from, from + length);
  const copy = new Uint8Array(length);
  for (let at = 0; at < length; at++) copy[at] = source[from + at] as number;
  return copy;
}
