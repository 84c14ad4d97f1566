import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Output, Stream } from '../../protocol';
import type { Figure } from '../../mpiexec/launcher';
import { MAX_LINE } from './line-decoder';
import { type Block, MAX_CHARACTERS, MAX_IMAGES, MAX_LINES, OutputModel } from './output-model';

const encoder = new TextEncoder();

function chunk(rank: number, text: string | Uint8Array, stream = Stream.Stdout): Output {
  return { rank, stream, sequence: 0, line: 0, time: 0, bytes: typeof text === 'string' ? encoder.encode(text) : text };
}

function blocks(model: OutputModel): Block[] {
  const all: Block[] = [];
  for (let id = model.firstId; id < model.endId; id++) {
    const block = model.block(id);
    if (block === undefined) throw new Error(`no block ${id}`);
    all.push(block);
  }
  return all;
}

const said = (model: OutputModel): string[] =>
  blocks(model).map(({ writer, text }) => (writer.kind === 'rank' ? `${writer.rank}${writer.stream === 'stderr' ? '!' : ''} ${text}` : `${writer.kind} ${text}`));

describe('lines of ranks', () => {
  test('neighbouring lines of one rank are one block', () => {
    const model = new OutputModel();
    model.output([chunk(1, 'a\n'), chunk(1, 'b\n'), chunk(2, 'c\n'), chunk(1, 'd\n')]);
    expect(said(model)).toEqual(['1 a\nb', '2 c', '1 d']);
  });

  test('stderr is another writer than stdout', () => {
    const model = new OutputModel();
    model.output([chunk(1, 'a\n'), chunk(1, 'b\n', Stream.Stderr)]);
    expect(said(model)).toEqual(['1 a', '1! b']);
  });

  test('a line cut by another rank goes on in a block that says so', () => {
    const model = new OutputModel();
    model.output([chunk(0, 'Hello'), chunk(1, 'x\n'), chunk(0, ' world\nnext\n')]);
    expect(said(model)).toEqual(['0 Hello', '1 x', '0  world\nnext']);
    expect(blocks(model).map(({ open, continues }) => [open, continues])).toEqual([[true, false], [false, false], [false, true]]);
  });

  test('a line in pieces without another between is one line', () => {
    const model = new OutputModel();
    for (const piece of ['He', 'llo', '\n']) model.output([chunk(0, piece)]);
    expect(said(model)).toEqual(['0 Hello']);
    expect(model.lines).toBe(1);
  });

  test('an empty line is a line', () => {
    const model = new OutputModel();
    model.output([chunk(0, '\n\na\n')]);
    expect(model.plainText()).toBe('\n\na\n');
    expect(model.lines).toBe(3);
  });

  test('a character cut between chunks is one character', () => {
    const model = new OutputModel();
    const bytes = encoder.encode('π≈3\n');
    for (const byte of bytes) model.output([chunk(0, Uint8Array.of(byte))]);
    expect(said(model)).toEqual(['0 π≈3']);
  });

  test('half a character at the end of the run comes out as a replacement', () => {
    const model = new OutputModel();
    model.output([chunk(0, Uint8Array.of(0x61, 0xcf))]);
    model.endRun();
    expect(said(model)).toEqual(['0 a\ufffd']);
  });

  test('the next run does not go on the last line of this one', () => {
    const model = new OutputModel();
    model.output([chunk(0, 'no newline')]);
    model.endRun();
    model.prompt('again');
    model.output([chunk(0, 'fresh\n')]);
    expect(blocks(model).map(({ continues }) => continues)).toEqual([false, false, false]);
    expect(said(model)).toEqual(['0 no newline', 'prompt $ again', '0 fresh']);
  });
});

describe('terminal characters', () => {
  test.each([
    ['progress\rdone\n', 'doneress'],
    ['10 %\r20 %\r30 %\n', '30 %'],
    ['windows\r\n', 'windows'],
    ['abc\b\bX\n', 'aXc'],
    ['\u001b[31mred\u001b[0m\n', 'red'],
    ['\u001b]0;title\u0007text\n', 'text'],
  ])('%j reads %j', (written, shown) => {
    const whole = new OutputModel();
    whole.output([chunk(0, written)]);
    expect(whole.plainText()).toBe(`${shown}\n`);
    const pieces = new OutputModel();
    for (const character of written) pieces.output([chunk(0, character)]);
    expect(pieces.plainText()).toBe(`${shown}\n`);
  });

  test('a line without end is folded', () => {
    const model = new OutputModel();
    for (let i = 0; i < 30; i++) model.output([chunk(0, 'x'.repeat(1000))]);
    expect(model.lines).toBe(Math.ceil(30_000 / MAX_LINE));
  });
});

describe('bounds', () => {
  test('keeps the newest lines and counts the dropped ones', () => {
    const model = new OutputModel();
    const total = 25_000;
    for (let i = 0; i < total; i += 100) {
      model.output(Array.from({ length: 100 }, (_, j) => chunk((i + j) % 3, `line ${i + j}\n`)));
    }
    expect(model.lines).toBeGreaterThanOrEqual(MAX_LINES);
    expect(model.lines).toBeLessThan(MAX_LINES + 300);
    expect(model.lines + model.dropped).toBe(total);
    expect(model.plainText().endsWith(`line ${total - 1}\n`)).toBe(true);
    expect(model.plainText().startsWith(`line ${model.dropped}\n`)).toBe(true);
  });

  test('long lines are bounded by characters', () => {
    const model = new OutputModel();
    for (let i = 0; i < 2000; i++) model.output([chunk(i % 2, `${'y'.repeat(5000)}\n`)]);
    expect(model.plainText().length).toBeLessThan(MAX_CHARACTERS + 100_000);
    expect(model.dropped).toBeGreaterThan(0);
  });

  test('clear starts anew, in the middle of a line too', () => {
    const model = new OutputModel();
    model.output([chunk(0, 'half')]);
    model.clear();
    expect(model.lines).toBe(0);
    model.output([chunk(0, ' rest\n')]);
    expect(model.plainText()).toBe(' rest\n');
  });
});

describe('input', () => {
  test('the answer stands on the line of the question', () => {
    const model = new OutputModel();
    model.output([chunk(0, 'Name? ')]);
    model.input('Ada');
    model.output([chunk(0, 'Hello Ada\n')]);
    expect(model.plainText()).toBe('Name? Ada\nHello Ada\n');
  });

  test('an answer without a question is a line', () => {
    const model = new OutputModel();
    model.input('42');
    expect(said(model)).toEqual(['input 42']);
  });
});

test('however output is cut into chunks, each rank’s text stays whole', () => {
  const piece = fc.record({ rank: fc.integer({ min: 0, max: 2 }), text: fc.stringMatching(/^[a-c\n]{1,6}$/) });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const model = new OutputModel();
      for (const { rank, text } of pieces) model.output([chunk(rank, text)]);
      for (const rank of [0, 1, 2]) {
        let joined = '';
        for (const block of blocks(model)) {
          if (block.writer.kind !== 'rank' || block.writer.rank !== rank) continue;
          joined += block.text + (block.open ? '' : '\n');
        }
        expect(joined).toBe(pieces.filter((each) => each.rank === rank).map((each) => each.text).join(''));
      }
      expect(model.lines).toBe(blocks(model).reduce((sum, block) => sum + block.lines, 0));
    }),
  );
});

describe('figures', () => {
  const figure = (rank: number, bytes = 100, window = 1): Figure => ({ rank, sequence: 0, time: 0, line: 0, title: `Figure ${window}`, alt: '', window, width: 640, height: 480, png: new Uint8Array(bytes) });

  test('stand where they were shown, in a block of their own', () => {
    const model = new OutputModel();
    model.output([chunk(0, 'before\n')]);
    model.figure(figure(0));
    model.output([chunk(0, 'after\n')]);
    expect(blocks(model).map(({ writer, text }) => [writer.kind, text])).toEqual([['rank', 'before'], ['figure', '[Figure 1]'], ['rank', 'after']]);
    expect(model.plainText()).toBe('before\n[Figure 1]\nafter\n');
  });

  test('of one window take each other\'s place while nothing else is written', () => {
    const model = new OutputModel();
    model.output([chunk(0, 'before\n')]);
    for (const window of [1, 1, 2, 2, 2]) model.figure(figure(0, 10 + window, window));
    expect(said(model)).toEqual(['0 before', 'figure [Figure 1]', 'figure [Figure 2]']);
    model.output([chunk(0, 'step\n')]);
    model.figure(figure(0, 100, 2));
    model.figure(figure(1, 100, 2));
    expect(said(model).slice(3)).toEqual(['0 step', 'figure [Figure 2]', 'figure [Figure 2]']);
  });

  test('are bounded by the bytes of their images', () => {
    const model = new OutputModel();
    for (let i = 0; i < 40; i++) model.figure(figure(i, MAX_IMAGES / 16));
    const kept = blocks(model);
    expect(kept.length).toBeGreaterThanOrEqual(15);
    expect(kept.length).toBeLessThanOrEqual(17);
    expect(kept.at(-1)?.writer).toMatchObject({ rank: 39 });
  });
});
