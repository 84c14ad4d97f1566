import { EMPTY, type Layout } from '../datatype/layout';

/// A layout as numbers, for another rank: each part is its kind, its offset, what the kind needs, and the parts in it.
const enum Code {
  Run = 0,
  Loop = 1,
  List = 2,
}

/// Appends a layout without types (`bytesOnly`) to `out`.
export function encodeLayout(layout: Layout, out: number[]): void {
  switch (layout.kind) {
    case 'run':
      out.push(Code.Run, layout.offset, layout.bytes);
      return;
    case 'loop':
      out.push(Code.Loop, layout.offset, layout.count, layout.stride);
      encodeLayout(layout.body, out);
      return;
    case 'list':
      out.push(Code.List, layout.offset, layout.parts.length);
      for (const part of layout.parts) encodeLayout(part, out);
      return;
  }
}

/// The inverse. No numbers are the layout of nothing.
export function decodeLayout(numbers: Float64Array): Layout {
  let at = 0;
  const next = (): number => numbers[at++] ?? 0;
  const part = (): Layout => {
    const code: Code = next();
    const offset = next();
    if (code === Code.Run) return { kind: 'run', offset, bytes: next(), basics: 0, basic: null };
    if (code === Code.Loop) {
      const count = next();
      const stride = next();
      const body = part();
      return { kind: 'loop', offset, bytes: body.bytes * count, basics: 0, count, stride, body };
    }
    const parts = Array.from({ length: next() }, part);
    return { kind: 'list', offset, bytes: parts.reduce((sum, one) => sum + one.bytes, 0), basics: 0, parts };
  };
  return numbers.length === 0 ? EMPTY : part();
}
