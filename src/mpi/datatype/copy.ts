import { copyBytes } from '../transport/copy';
import type { Layout, Loop } from './layout';

/// From this many runs on, views of words pay for themselves.
const MANY = 16;

/// Packs: copies the data at `base` of `memory` to `out` from `to` on, without gaps. Returns where it ends.
export function gather(layout: Layout, memory: Uint8Array, base: number, out: Uint8Array, to: number): number {
  const at = base + layout.offset;
  switch (layout.kind) {
    case 'run':
      copyBytes(memory, at, out, to, layout.bytes);
      return to + layout.bytes;
    case 'loop': {
      if (layout.body.kind === 'run') {
        strided(memory, at + layout.body.offset, layout.stride, out, to, layout.body.bytes, layout.body.bytes, layout.count);
        return to + layout.bytes;
      }
      for (let i = 0; i < layout.count; i++) to = gather(layout.body, memory, at + i * layout.stride, out, to);
      return to;
    }
    case 'list':
      for (const part of layout.parts) to = gather(part, memory, at, out, to);
      return to;
  }
}

/// The inverse: lays `packed` out from `from` on, until `end`. Returns where it came to.
export function scatter(layout: Layout, packed: Uint8Array, from: number, end: number, memory: Uint8Array, base: number): number {
  if (from >= end) return from;
  const at = base + layout.offset;
  switch (layout.kind) {
    case 'run': {
      const bytes = Math.min(layout.bytes, end - from);
      copyBytes(packed, from, memory, at, bytes);
      return from + bytes;
    }
    case 'loop':
      return scatterLoop(layout, packed, from, end, memory, at);
    case 'list':
      for (const part of layout.parts) from = scatter(part, packed, from, end, memory, at);
      return from;
  }
}

function scatterLoop({ body, count, stride }: Loop, packed: Uint8Array, from: number, end: number, memory: Uint8Array, at: number): number {
  let done = 0;
  if (body.kind === 'run') {
    done = Math.min(count, Math.floor((end - from) / body.bytes));
    strided(packed, from, body.bytes, memory, at + body.offset, stride, body.bytes, done);
    from += done * body.bytes;
  }
  for (; done < count && from < end; done++) from = scatter(body, packed, from, end, memory, at + done * stride);
  return from;
}

/// Copies `count` runs of `bytes` bytes between two places where they lie `fromStride` and `toStride` bytes apart.
function strided(source: Uint8Array, from: number, fromStride: number, target: Uint8Array, to: number, toStride: number, bytes: number, count: number): void {
  const places = (source.byteOffset + from) | fromStride | (target.byteOffset + to) | toStride | bytes;
  if (bytes <= 16 && count >= MANY && (places & 3) === 0) {
    words(source, from, fromStride, target, to, toStride, bytes >> 2, count);
    return;
  }
  if (bytes > 16) {
    for (let i = 0; i < count; i++) copyBytes(source, from + i * fromStride, target, to + i * toStride, bytes);
    return;
  }
  for (let i = 0, a = from, b = to; i < count; i++, a += fromStride, b += toStride) {
    for (let k = 0; k < bytes; k++) target[b + k] = source[a + k] as number;
  }
}

// Words of four bytes: doubles too, since a number read and written as one need not keep the bits of a NaN.
function words(source: Uint8Array, from: number, fromStride: number, target: Uint8Array, to: number, toStride: number, length: number, count: number): void {
  const a = new Int32Array(source.buffer, 0, source.buffer.byteLength >>> 2);
  const b = new Int32Array(target.buffer, 0, target.buffer.byteLength >>> 2);
  let i = (source.byteOffset + from) >>> 2;
  let j = (target.byteOffset + to) >>> 2;
  const [stepA, stepB] = [fromStride >> 2, toStride >> 2];
  if (length === 1) {
    for (let n = 0; n < count; n++, i += stepA, j += stepB) b[j] = a[i] as number;
  } else if (length === 2) {
    for (let n = 0; n < count; n++, i += stepA, j += stepB) {
      b[j] = a[i] as number;
      b[j + 1] = a[i + 1] as number;
    }
  } else {
    for (let n = 0; n < count; n++, i += stepA, j += stepB) for (let k = 0; k < length; k++) b[j + k] = a[i + k] as number;
  }
}
