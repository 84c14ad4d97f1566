import { bytesOnly, type Layout } from './layout';
import type { Datatype } from './datatype';

/// The type map of one element as runs of bytes in the order of the map: offset and length by turns. Null when there are more than `most`.
export function runsOf(type: Datatype, most: number): number[] | null {
  const runs: number[] = [];
  return walk(bytesOnly(type.layout), 0, runs, most * 2) ? runs : null;
}

function walk(layout: Layout, at: number, runs: number[], most: number): boolean {
  switch (layout.kind) {
    case 'run': {
      const start = at + layout.offset;
      const last = runs.length - 2;
      // Neighbours that the layout could not join.
      if (last >= 0 && (runs[last] as number) + (runs[last + 1] as number) === start) runs[last + 1] = (runs[last + 1] as number) + layout.bytes;
      else runs.push(start, layout.bytes);
      return runs.length <= most;
    }
    case 'loop':
      for (let i = 0; i < layout.count; i++) if (!walk(layout.body, at + layout.offset + i * layout.stride, runs, most)) return false;
      return true;
    case 'list':
      return layout.parts.every((part) => walk(part, at + layout.offset, runs, most));
  }
}
