/// The words of a picture: places are taken as things are drawn, the more important before the less, so that no words lie on words; they
/// are written at the end, over lines and boxes.

import { fontOf, type Palette, type Paper, textWidth } from './paper';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Word {
  readonly text: string;
  /// CSS pixels: left edge (or middle, when centred) and middle height.
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight?: number;
  readonly colour: string;
  readonly centred?: boolean;
  /// How much of a patch of background lies behind the letters, 0 to 1, and how high it is.
  readonly patch?: number;
  readonly patchHeight?: number;
  /// Drawn with the word, before it: a disc, a sign.
  draw?(): void;
}

/// Rows of the grid that boxes are found by, CSS pixels.
const ROW = 32;

export class Words {
  private readonly rows = new Map<number, Box[]>();
  private readonly words: Word[] = [];

  /// Takes the box with this left edge and middle height when nothing lies there; false when something does.
  take(left: number, middle: number, width: number, height: number): boolean {
    const box = { left, top: middle - height / 2, right: left + width, bottom: middle + height / 2 };
    const first = Math.floor(box.top / ROW);
    const last = Math.floor(box.bottom / ROW);
    for (let row = first; row <= last; row++) {
      for (const other of this.rows.get(row) ?? []) {
        if (box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top) return false;
      }
    }
    for (let row = first; row <= last; row++) {
      const there = this.rows.get(row);
      if (there === undefined) this.rows.set(row, [box]);
      else there.push(box);
    }
    return true;
  }

  /// Writes a word whose place was taken.
  put(word: Word): void {
    this.words.push(word);
  }

  /// Takes the place of a word and writes it there; false when there is none.
  write(word: Word): boolean {
    const width = textWidth(word.text, word.size);
    const left = word.centred === true ? word.x - width / 2 : word.x;
    if (!this.take(left - 2, word.y, width + 4, word.size * 1.15)) return false;
    this.put(word);
    return true;
  }

  flush(paper: Paper, palette: Palette): void {
    paper.textBaseline = 'middle';
    for (const word of this.words) {
      const { text, x, y, size, weight = 500, colour, centred = false, patch = 0, patchHeight = size * 1.2 } = word;
      if (patch > 0) {
        const width = textWidth(text, size);
        paper.fillStyle = palette.background;
        paper.globalAlpha = patch;
        paper.fillRect((centred ? x - width / 2 : x) - 2, y - patchHeight / 2, width + 4, patchHeight);
        paper.globalAlpha = 1;
      }
      word.draw?.();
      if (text === '') continue;
      paper.fillStyle = colour;
      paper.font = fontOf(size, weight);
      paper.textAlign = centred ? 'center' : 'left';
      paper.fillText(text, x, y + 0.5);
    }
  }
}
