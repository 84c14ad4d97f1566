import type { PythonModule } from '../emscripten';

/// What CPython calls for a method taking positional and keyword arguments (METH_FASTCALL | METH_KEYWORDS): `self`, the address of
/// the arguments, how many are positional, and the tuple of keywords (0 for none); a new reference, or 0 when Python's error is set.
export type Entry = (self: number, args: number, count: number, names: number) => number;

/// Puts functions into wasm's table; their addresses there, in order.
///
/// A function can enter the table only as a wasm module's export. Making a module for each would be part of every start: this makes
/// one that imports them all and exports them again.
export function enterTable(module: PythonModule, functions: readonly Entry[]): number[] {
  const text = (name: string): number[] => [name.length, ...Array.from(name, (letter) => letter.charCodeAt(0))];
  const list = (items: readonly (readonly number[])[]): number[] => [...leb(items.length), ...items.flat()];
  const section = (id: number, content: readonly number[]): number[] => [id, ...leb(content.length), ...content];
  const INT = 0x7f;
  const bytes = Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, list([[0x60, 4, INT, INT, INT, INT, 1, INT]])),
    ...section(2, list(functions.map((_, index) => [...text('f'), ...text(String(index)), 0, 0]))),
    ...section(7, list(functions.map((_, index) => [...text(String(index)), 0, ...leb(index)]))),
  ]);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { f: Object.fromEntries(functions.map((body, index) => [index, body])) });
  return functions.map((_, index) => module.addFunction(instance.exports[index] as Entry, 'iiiii'));
}

// wasm's variable-length integers.
function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}
