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

/// Blocks drawn a frame. When more have come, the view jumps to the newest ones and fills in the others once it is calm.
export const BLOCKS_PER_FRAME = 250;
/// Blocks drawn in all while more keep coming.
export const BLOCKS_WHILE_BUSY = 1000;

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
    const firstTime = this.#version === -1;
    this.#version = model.version;
    if (model.firstId >= this.#end && this.#end > this.#first) {
      this.#drawing.clear();
      this.#first = this.#end = Math.max(model.firstId, model.endId - BLOCKS_PER_FRAME);
    } else if (model.firstId > this.#first) {
      this.#first = Math.min(model.firstId, this.#end);
      this.#drawing.dropBefore(this.#first);
    }
    const fresh = model.endId - this.#end;
    if (fresh > BLOCKS_PER_FRAME) {
      this.#drawing.clear();
      this.#first = this.#end = model.endId - BLOCKS_PER_FRAME;
    } else if (busy && this.#end > this.#first) {
      // Not the newest any more, perhaps, but it may have grown before it was closed.
      const last = model.block(this.#end - 1);
      if (last !== undefined) this.#drawing.refill(last);
    }
    for (; this.#end < model.endId; this.#end++) {
      const block = model.block(this.#end);
      if (block !== undefined) this.#drawing.append(block);
    }
    if (fresh > BLOCKS_PER_FRAME / 4 && this.#end - this.#first > BLOCKS_WHILE_BUSY) {
      this.#first = this.#end - BLOCKS_WHILE_BUSY;
      this.#drawing.dropBefore(this.#first);
    }
    if ((!busy || firstTime) && this.#first > model.firstId) {
      const from = Math.max(model.firstId, this.#first - BLOCKS_PER_FRAME);
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
}
