/// Draws the output model into an element, a bounded amount each frame, whatever the ranks write.

import type { Block, OutputModel } from '../../state';

/// How blocks become DOM; the merged and the by-rank view differ in no more than this.
export interface Drawing {
  /// Appends a block after all others.
  append(block: Block): void;
  /// Puts older blocks, given oldest first, before all others.
  prepend(blocks: readonly Block[]): void;
  /// The newest block has grown.
  refill(block: Block): void;
  /// Takes out all blocks with an id below `id`.
  dropBefore(id: number): void;
  /// Takes out everything.
  clear(): void;
}

/// Lines drawn a frame, give or take a block. When more have come, the view jumps to the newest and fills in the others once it
/// is calm: nobody reads a flood, and its layout is what would cost the frame.
export const LINES_PER_FRAME = 120;
/// Lines that stay drawn while a flood lasts.
export const LINES_WHILE_BUSY = 360;
/// Older lines drawn a frame once it is calm.
const LINES_FILLED_IN = 400;

export class LogView {
  readonly #model: OutputModel;
  readonly #drawing: Drawing;
  /// Blocks `[first, end)` are drawn.
  #first: number;
  #end: number;
  #version = -1;

  constructor(model: OutputModel, drawing: Drawing) {
    this.#model = model;
    this.#drawing = drawing;
    this.#first = model.endId;
    this.#end = model.endId;
  }

  /// Draws what a frame allows; true when there is more to do, or may be soon.
  frame(): boolean {
    const model = this.#model;
    const busy = model.version !== this.#version;
    this.#version = model.version;
    if (model.firstId >= this.#end && this.#end > this.#first) {
      this.#restart();
    } else if (model.firstId > this.#first) {
      this.#first = Math.min(model.firstId, this.#end);
      this.#drawing.dropBefore(this.#first);
    }
    const flood = this.#back(model.endId, LINES_PER_FRAME) > this.#end;
    if (flood) {
      this.#restart();
    } else if (busy && this.#end > this.#first) {
      // Not the newest any more, perhaps, but it may have grown before it was closed.
      const last = model.block(this.#end - 1);
      if (last !== undefined) this.#drawing.refill(last);
    }
    const fresh = model.endId - this.#end;
    for (; this.#end < model.endId; this.#end++) {
      const block = model.block(this.#end);
      if (block !== undefined) this.#drawing.append(block);
    }
    if (fresh > 0) {
      const keep = this.#back(this.#end, LINES_WHILE_BUSY);
      if (keep > this.#first) {
        this.#first = keep;
        this.#drawing.dropBefore(keep);
      }
    }
    if (!busy && this.#first > model.firstId) {
      const from = this.#back(this.#first, LINES_FILLED_IN);
      const older: Block[] = [];
      for (let id = from; id < this.#first; id++) {
        const block = model.block(id);
        if (block !== undefined) older.push(block);
      }
      this.#first = from;
      this.#drawing.prepend(older);
    }
    return busy || this.#first > model.firstId;
  }

  /// Begins anew with the newest lines.
  #restart(): void {
    this.#drawing.clear();
    this.#first = this.#end = this.#back(this.#model.endId, LINES_PER_FRAME);
  }

  /// Id of the block that stands `lines` lines before block `id`; one block at least.
  #back(id: number, lines: number): number {
    const { firstId } = this.#model;
    let at = id;
    for (let left = lines; at > firstId && left > 0; at--) left -= this.#model.lineCount(at - 1);
    return at;
  }
}
