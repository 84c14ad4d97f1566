/// All ranks in one column, in the order in which they wrote.

import type { Block } from '../../state';
import { blockRow, fillRow, type IsProjectFile } from './block-node';
import type { Drawing } from './log-view';

export function mergedDrawing(root: HTMLElement, isProjectFile: IsProjectFile): Drawing {
  // Rows in order; ids count up without gaps, so the first id places every other.
  let rows: { readonly id: number; readonly element: HTMLElement }[] = [];
  const row = (block: Block): { id: number; element: HTMLElement } => ({ id: block.id, element: blockRow(block, isProjectFile) });
  return {
    append: (block) => {
      const next = row(block);
      rows.push(next);
      root.append(next.element);
    },
    prepend: (blocks) => {
      const older = blocks.map(row);
      rows = [...older, ...rows];
      root.prepend(...older.map(({ element }) => element));
    },
    refill: (block) => {
      const last = rows.at(-1);
      if (last?.id === block.id) fillRow(last.element, block, isProjectFile);
    },
    dropBefore: (id) => {
      const keep = rows.findIndex((each) => each.id >= id);
      const gone = keep < 0 ? rows : rows.slice(0, keep);
      for (const { element } of gone) element.remove();
      rows = keep < 0 ? [] : rows.slice(keep);
    },
    clear: () => {
      rows = [];
      root.replaceChildren();
    },
  };
}
