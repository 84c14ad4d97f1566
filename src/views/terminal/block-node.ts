/// One block of output as DOM. Plain DOM, not React: a print loop without end makes thousands of blocks a second.

import type { Block, Writer } from '../../state';
import { RANK_COLOURS } from '../theme';
import { figureNode, fillFigure } from './figure-node';

/// `File "mpiEx.py", line 12` in a Python traceback.
const TRACEBACK = /File "([^"\n]+)", line (\d+)/g;

export type IsProjectFile = (path: string) => boolean;

/// Who wrote it, in words.
export function writerName(writer: Writer): string {
  switch (writer.kind) {
    case 'rank':
      return writer.stream === 'stderr' ? `rank ${writer.rank} stderr` : `rank ${writer.rank}`;
    case 'figure':
      return `rank ${writer.rank}`;
    case 'input':
      return 'input';
    case 'prompt':
    case 'commworld':
      return '';
  }
}

/// A row of the merged view: the writer's name, then all lines of the block in one text.
///
/// Name and text are blocks of a grid, so that `innerText` gives the program's lines as lines of their own.
export function blockRow(block: Block, isProjectFile: IsProjectFile): HTMLElement {
  const row = document.createElement('div');
  row.className = `cw-row ${rowClass(block.writer)}`;
  if (block.writer.kind === 'rank' || block.writer.kind === 'figure') row.dataset['rank'] = String(block.writer.rank);
  const name = writerName(block.writer);
  if (name !== '') {
    const label = document.createElement('span');
    label.className = 'cw-who';
    if (block.writer.kind === 'rank' && block.writer.stream === 'stderr') {
      label.append(`rank ${block.writer.rank} `);
      const tag = document.createElement('b');
      tag.textContent = 'stderr';
      label.append(tag, ' ');
    } else {
      label.textContent = `${name} `;
    }
    row.append(label);
  }
  if (block.writer.kind === 'figure') {
    row.append(figureNode(block.writer.figure));
    return row;
  }
  const text = document.createElement('span');
  text.className = 'cw-text';
  row.append(text);
  fillRow(row, block, isProjectFile);
  return row;
}

/// The newest block grows: writes its text anew.
export function fillRow(row: HTMLElement, block: Block, isProjectFile: IsProjectFile): void {
  const text = row.lastElementChild;
  if (!(text instanceof HTMLElement)) return;
  if (block.writer.kind === 'figure') {
    fillFigure(text, block.writer.figure);
    return;
  }
  row.classList.toggle('cw-continues', block.continues);
  const content = block.continues ? `… ${block.text}` : block.text;
  // A line break at the end gives `textContent` its lines and adds no height.
  fillText(text, `${content}\n`, block.writer, isProjectFile);
}

/// Text with its traceback lines as links, when the file is one of the project's.
export function fillText(element: HTMLElement, content: string, writer: Writer, isProjectFile: IsProjectFile): void {
  const mayLink = writer.kind === 'rank' && writer.stream === 'stderr' && content.includes('File "');
  if (!mayLink) {
    const only = element.firstChild;
    if (only instanceof Text && element.childNodes.length === 1) only.data = content;
    else element.textContent = content;
    return;
  }
  element.textContent = '';
  let from = 0;
  for (const match of content.matchAll(TRACEBACK)) {
    const [place, file = '', line = ''] = match;
    if (!isProjectFile(file)) continue;
    element.append(content.slice(from, match.index));
    const link = document.createElement('a');
    link.className = 'cw-place';
    link.setAttribute('role', 'link');
    link.tabIndex = 0;
    link.title = `Open line ${line} of ${file}`;
    link.dataset['file'] = file;
    link.dataset['line'] = line;
    link.textContent = place;
    element.append(link);
    from = match.index + place.length;
  }
  element.append(content.slice(from));
}

export function rankClass(rank: number): string {
  return `cw-r${rank % RANK_COLOURS}`;
}

function rowClass(writer: Writer): string {
  switch (writer.kind) {
    case 'rank':
      return `cw-of-rank ${rankClass(writer.rank)} ${writer.stream === 'stderr' ? 'cw-stderr' : ''}`;
    case 'figure':
      return `cw-of-rank ${rankClass(writer.rank)}`;
    case 'commworld':
      return `cw-notice cw-${writer.tone}`;
    case 'prompt':
      return 'cw-prompt';
    case 'input':
      return 'cw-typed cw-r0 cw-of-rank';
  }
}
