import { ErrorClass } from '../../protocol/errors';
import { MpiError } from '../error';
import type { Basic } from './basic';
import type { Datatype } from './datatype';
import { repeated, type Layout, type Run } from './layout';

/// external32 (MPI 4.1, 14.5.2): big-endian, IEEE, the same sizes everywhere.

/// The only representation there is. Throws MPI_ERR_ARG for any other.
export function checkDatarep(datarep: string): void {
  if (datarep !== 'external32') throw new MpiError(ErrorClass.Arg, `data representation '${datarep}'; there is 'external32'`);
}

/// Bytes of `count` elements in external32.
export function externalSize(type: Datatype, count: number): number {
  return count * sizeOf(type.layout);
}

function sizeOf(layout: Layout): number {
  switch (layout.kind) {
    case 'run':
      return layout.basics * (layout.basic?.external ?? 1);
    case 'loop':
      return layout.count * sizeOf(layout.body);
    case 'list':
      return layout.parts.reduce((sum, part) => sum + sizeOf(part), 0);
  }
}

/// Packs `count` elements at `address` of `memory`.
export function packExternal(type: Datatype, memory: Uint8Array, address: number, count: number): Uint8Array {
  const out = new Uint8Array(externalSize(type, count));
  let to = 0;
  eachRun(repeated(type.layout, count, type.extent), address, (at, basic, elements) => {
    for (let i = 0; i < elements; i++, to += basic.external) convert(memory, at + i * basic.size, basic, 'out', out, to);
  });
  return out;
}

/// The inverse.
export function unpackExternal(type: Datatype, packed: Uint8Array, memory: Uint8Array, address: number, count: number): void {
  let from = 0;
  eachRun(repeated(type.layout, count, type.extent), address, (at, basic, elements) => {
    for (let i = 0; i < elements; i++, from += basic.external) convert(packed, from, basic, 'in', memory, at + i * basic.size);
  });
}

function eachRun(layout: Layout, base: number, visit: (at: number, basic: Basic, elements: number) => void): void {
  const at = base + layout.offset;
  switch (layout.kind) {
    case 'run':
      visit(at, basicOf(layout), layout.basics);
      return;
    case 'loop':
      for (let i = 0; i < layout.count; i++) eachRun(layout.body, at + i * layout.stride, visit);
      return;
    case 'list':
      for (const part of layout.parts) eachRun(part, at, visit);
      return;
  }
}

function basicOf(run: Run): Basic {
  // Only layouts for copying lack them.
  if (run.basic === null) throw new TypeError('a type map without types');
  return run.basic;
}

/// One element between this machine's form (little-endian) and external32.
function convert(source: Uint8Array, from: number, { kind, size, external }: Basic, way: 'in' | 'out', target: Uint8Array, to: number): void {
  const [here, there] = way === 'out' ? [size, external] : [external, size];
  const [local, foreign] = way === 'out' ? [from, to] : [to, from];
  if (here === there) {
    const part = kind === 'complex' ? size / 2 : size;
    for (let start = 0; start < size; start += part) {
      for (let i = 0; i < part; i++) target[to + start + i] = source[from + start + part - 1 - i] as number;
    }
    return;
  }
  // An integer whose size changes: what is missing is its sign (of a wide character: nothing).
  const bytes = way === 'out' ? target : source;
  const negative = kind === 'int' && ((way === 'out' ? source[local + size - 1] : bytes[foreign]) as number) >= 0x80;
  for (let i = 0; i < there; i++) {
    const byte = i < here ? (source[way === 'out' ? from + i : from + external - 1 - i] as number) : negative ? 0xff : 0;
    target[way === 'out' ? to + external - 1 - i : to + i] = byte;
  }
}
