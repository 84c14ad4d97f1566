/// A column per rank, run by run. A rank's text stands whole here: lines that others cut in the merged view are joined.

import type { Block } from '../../state';
import { blockRow, fillText, type IsProjectFile, rankClass } from './block-node';
import { figureNode, fillFigure } from './figure-node';
import type { Drawing } from './log-view';

interface Column {
  readonly text: HTMLElement;
  /// The newest piece ended without a newline, and what it was.
  open: string | null;
}

interface RunPart {
  readonly element: HTMLElement;
  readonly columns: HTMLElement;
  readonly notices: HTMLElement;
  readonly byRank: Map<number, Column>;
}

export function byRankDrawing(root: HTMLElement, isProjectFile: IsProjectFile): Drawing {
  let drawn: { readonly block: Block; readonly element: HTMLElement; readonly part: RunPart }[] = [];
  let part: RunPart | null = null;

  const startPart = (): RunPart => {
    const element = document.createElement('div');
    element.className = 'cw-part';
    const columns = document.createElement('div');
    columns.className = 'cw-columns';
    const notices = document.createElement('div');
    element.append(columns, notices);
    root.append(element);
    return { element, columns, notices, byRank: new Map() };
  };

  const column = (of: RunPart, rank: number): Column => {
    const there = of.byRank.get(rank);
    if (there !== undefined) return there;
    const section = document.createElement('section');
    section.className = `cw-column ${rankClass(rank)}`;
    section.setAttribute('aria-label', `Output of rank ${rank}`);
    section.dataset['rank'] = String(rank);
    const heading = document.createElement('h3');
    heading.textContent = `rank ${rank}`;
    const text = document.createElement('div');
    text.className = 'cw-text';
    section.append(heading, text);
    const after = [...of.byRank.keys()].filter((other) => other > rank).sort((one, other) => one - other)[0];
    of.columns.insertBefore(section, after === undefined ? null : of.columns.querySelector(`[data-rank="${after}"]`));
    const made: Column = { text, open: null };
    of.byRank.set(rank, made);
    return made;
  };

  const fill = (element: HTMLElement, block: Block): void => {
    const stderr = block.writer.kind === 'rank' && block.writer.stream === 'stderr';
    fillText(element, block.open ? block.text : `${block.text}\n`, block.writer, isProjectFile);
    if (!stderr) return;
    const tag = document.createElement('b');
    tag.className = 'cw-tag';
    tag.textContent = 'stderr ';
    element.prepend(tag);
  };

  const append = (block: Block): void => {
    const { writer } = block;
    if (writer.kind === 'prompt') part = startPart();
    const to = (part ??= startPart());
    let element: HTMLElement;
    if (writer.kind === 'figure') {
      const target = column(to, writer.rank);
      if (target.open !== null) target.text.append('\n');
      target.open = null;
      element = figureNode(writer.figure);
      target.text.append(element);
    } else if (writer.kind === 'rank' || writer.kind === 'input') {
      const rank = writer.kind === 'rank' ? writer.rank : 0;
      const target = column(to, rank);
      const stream = writer.kind === 'rank' ? writer.stream : 'input';
      if (target.open !== null && !(block.continues && target.open === stream)) target.text.append('\n');
      target.open = block.open ? stream : null;
      element = document.createElement('span');
      element.className = stream === 'stderr' ? 'cw-piece cw-stderr' : 'cw-piece';
      fill(element, block);
      const atEnd = target.text.scrollHeight - target.text.scrollTop - target.text.clientHeight < 30;
      target.text.append(element);
      if (atEnd) target.text.scrollTop = target.text.scrollHeight;
    } else {
      element = blockRow(block, isProjectFile);
      if (writer.kind === 'prompt') to.element.prepend(element);
      else to.notices.append(element);
    }
    drawn.push({ block, element, part: to });
  };

  const clear = (): void => {
    drawn = [];
    part = null;
    root.replaceChildren();
  };

  return {
    append,
    clear,
    prepend: (blocks) => {
      // Columns cannot grow at the head without joining lines anew; this happens once after a flood, so all is drawn again.
      const all = [...blocks, ...drawn.map(({ block }) => block)];
      clear();
      for (const block of all) append(block);
    },
    refill: (block) => {
      const last = drawn.at(-1);
      if (last?.block.id !== block.id) return;
      drawn[drawn.length - 1] = { ...last, block };
      const { writer } = block;
      if (writer.kind === 'figure') fillFigure(last.element, writer.figure);
      if (writer.kind !== 'rank') return;
      fill(last.element, block);
      const target = column(last.part, writer.rank);
      target.open = block.open ? writer.stream : null;
      target.text.scrollTop = target.text.scrollHeight;
    },
    dropBefore: (id) => {
      const keep = drawn.findIndex(({ block }) => block.id >= id);
      const gone = keep < 0 ? drawn : drawn.slice(0, keep);
      drawn = keep < 0 ? [] : drawn.slice(keep);
      const live = new Set(drawn.map((each) => each.part));
      for (const { element, part: of } of gone) {
        element.remove();
        if (!live.has(of) && of !== part) of.element.remove();
      }
    },
  };
}
