import type { Basic } from './basic';

/// Where an element's data lies: its type map (MPI 4.1, 5.1.1) as loops over runs of bytes, in the map's order. A vector of 2^31 blocks is
/// one loop. Offsets and strides are bytes, exact up to 2^53, and may be negative.
export type Layout = Run | Loop | List;

interface Extent {
  /// From the element's address.
  readonly offset: number;
  /// Data in it, and how many basic elements that is.
  readonly bytes: number;
  readonly basics: number;
}

/// Bytes in a row.
export interface Run extends Extent {
  readonly kind: 'run';
  /// Of one basic type; null when several follow one another (only in a layout made by `bytesOnly`).
  readonly basic: Basic | null;
}

/// `count` times `body`, `stride` bytes apart.
export interface Loop extends Extent {
  readonly kind: 'loop';
  readonly count: number;
  readonly stride: number;
  readonly body: Layout;
}

/// One after another.
export interface List extends Extent {
  readonly kind: 'list';
  readonly parts: readonly Layout[];
}

export const EMPTY: Layout = { kind: 'list', offset: 0, bytes: 0, basics: 0, parts: [] };

/// `count` elements of a basic type in a row.
export function run(basic: Basic, offset: number, count: number): Layout {
  return count === 0 || basic.size === 0 ? EMPTY : { kind: 'run', offset, bytes: basic.size * count, basics: count, basic };
}

/// The layout, `offset` bytes further on.
export function moved(layout: Layout, offset: number): Layout {
  return offset === 0 || layout.bytes === 0 ? layout : { ...layout, offset: layout.offset + offset };
}

/// `count` times `body`, `stride` bytes apart.
export function repeated(body: Layout, count: number, stride: number): Layout {
  if (count === 0 || body.bytes === 0) return EMPTY;
  if (count === 1) return body;
  const { offset } = body;
  const bytes = body.bytes * count;
  const basics = body.basics * count;
  if (body.kind === 'run' && stride === body.bytes) return { kind: 'run', offset, bytes, basics, basic: body.basic };
  if (body.kind === 'loop' && stride === body.stride * body.count) return { ...body, bytes, basics, count: body.count * count };
  return { kind: 'loop', offset, bytes, basics, count, stride, body: offset === 0 ? body : moved(body, -offset) };
}

/// `parts` one after another.
export function joined(parts: readonly Layout[]): Layout {
  const merged: Layout[] = [];
  let bytes = 0;
  let basics = 0;
  for (const part of parts) {
    if (part.bytes === 0) continue;
    bytes += part.bytes;
    basics += part.basics;
    const last = merged.at(-1);
    if (last?.kind === 'run' && part.kind === 'run' && last.basic === part.basic && last.offset + last.bytes === part.offset) {
      merged[merged.length - 1] = { ...last, bytes: last.bytes + part.bytes, basics: last.basics + part.basics };
    } else {
      merged.push(part);
    }
  }
  const [first] = merged;
  if (first === undefined) return EMPTY;
  if (merged.length === 1) return first;
  return regular(merged) ?? { kind: 'list', offset: 0, bytes, basics, parts: merged };
}

/// Equal runs at equal distances as a loop; null when they are not.
function regular(parts: readonly Layout[]): Layout | null {
  const [first, second] = parts;
  if (first?.kind !== 'run' || second === undefined) return null;
  const stride = second.offset - first.offset;
  for (let i = 1; i < parts.length; i++) {
    const part = parts[i] as Layout;
    if (part.kind !== 'run' || part.basic !== first.basic || part.bytes !== first.bytes || part.offset !== first.offset + i * stride) return null;
  }
  return repeated(first, parts.length, stride);
}

/// The same bytes without their types, in as few runs as can be: for copying.
export function bytesOnly(layout: Layout): Layout {
  switch (layout.kind) {
    case 'run':
      return layout.basic === null ? layout : { ...layout, basic: null };
    case 'loop':
      return moved(repeated(bytesOnly(layout.body), layout.count, layout.stride), layout.offset);
    case 'list':
      return moved(joined(layout.parts.map(bytesOnly)), layout.offset);
  }
}

/// Basic elements in the first `bytes` bytes of the packed layout; null when the last one is incomplete.
export function elementsIn(layout: Layout, bytes: number): number | null {
  if (bytes >= layout.bytes) return layout.basics;
  switch (layout.kind) {
    case 'run': {
      const size = layout.bytes / layout.basics;
      return bytes % size === 0 ? bytes / size : null;
    }
    case 'loop': {
      const whole = Math.floor(bytes / layout.body.bytes);
      const rest = elementsIn(layout.body, bytes - whole * layout.body.bytes);
      return rest === null ? null : whole * layout.body.basics + rest;
    }
    case 'list': {
      let sum = 0;
      for (const part of layout.parts) {
        if (bytes <= 0) break;
        const some = elementsIn(part, bytes);
        if (some === null) return null;
        sum += some;
        bytes -= part.bytes;
      }
      return sum;
    }
  }
}

/// Bytes of the first `elements` basic elements of the packed layout.
export function bytesOf(layout: Layout, elements: number): number {
  if (elements >= layout.basics) return layout.bytes;
  switch (layout.kind) {
    case 'run':
      return (layout.bytes / layout.basics) * elements;
    case 'loop': {
      const whole = Math.floor(elements / layout.body.basics);
      return whole * layout.body.bytes + bytesOf(layout.body, elements - whole * layout.body.basics);
    }
    case 'list': {
      let sum = 0;
      for (const part of layout.parts) {
        if (elements <= 0) break;
        sum += bytesOf(part, elements);
        elements -= part.basics;
      }
      return sum;
    }
  }
}
