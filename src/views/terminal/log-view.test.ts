import { expect, test } from 'vitest';
import { Stream } from '../../protocol';
import { type Block, OutputModel } from '../../state';
import { type Drawing, LINES_PER_FRAME, LINES_WHILE_BUSY, LogView } from './log-view';

/// Keeps what is drawn, and counts the work of a frame.
class Drawn implements Drawing {
  blocks: Block[] = [];
  work = 0;

  append(block: Block): void {
    this.blocks.push(block);
    this.work += 1;
  }

  prepend(blocks: readonly Block[]): void {
    this.blocks.unshift(...blocks);
    this.work += blocks.length;
  }

  refill(block: Block): void {
    this.blocks[this.blocks.length - 1] = block;
    this.work += 1;
  }

  dropBefore(id: number): void {
    this.blocks = this.blocks.filter((block) => block.id >= id);
  }

  clear(): void {
    this.blocks = [];
  }
}

const encoder = new TextEncoder();

function write(model: OutputModel, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    model.output([{ rank: i % 2, stream: Stream.Stdout, sequence: i, line: 0, time: 0, bytes: encoder.encode(`${i}\n`) }]);
  }
}

function all(model: OutputModel): (Block | undefined)[] {
  return Array.from({ length: model.endId - model.firstId }, (_, i) => model.block(model.firstId + i));
}

test('draws what there is, and what grows', () => {
  const model = new OutputModel();
  const drawn = new Drawn();
  const view = new LogView(model, drawn);
  model.prompt('go');
  write(model, 0, 3);
  view.frame();
  model.output([{ rank: 0, stream: Stream.Stdout, sequence: 0, line: 0, time: 0, bytes: encoder.encode('more\n') }]);
  view.frame();
  expect(drawn.blocks).toEqual(all(model));
});

test('a block that grew and was then followed by others is whole', () => {
  const model = new OutputModel();
  const drawn = new Drawn();
  const view = new LogView(model, drawn);
  write(model, 0, 1);
  view.frame();
  model.output([{ rank: 0, stream: Stream.Stdout, sequence: 0, line: 0, time: 0, bytes: encoder.encode('second\n') }]);
  write(model, 1, 4);
  view.frame();
  expect(drawn.blocks).toEqual(all(model));
});

test('a flood costs a bounded amount each frame, shows the newest, and is whole when it is over', () => {
  const model = new OutputModel();
  const drawn = new Drawn();
  const view = new LogView(model, drawn);
  for (let frame = 0; frame < 30; frame++) {
    write(model, frame * 1000, frame * 1000 + 1000);
    drawn.work = 0;
    view.frame();
    expect(drawn.work).toBeLessThanOrEqual(LINES_PER_FRAME + 1);
    expect(drawn.blocks.length).toBeLessThanOrEqual(LINES_WHILE_BUSY);
    expect(drawn.blocks.at(-1)).toEqual(model.block(model.endId - 1));
  }
  for (let frame = 0; frame < 100 && view.frame(); frame++) expect(drawn.blocks.length).toBeGreaterThan(0);
  expect(drawn.blocks).toEqual(all(model));
});

test('a trickle beyond the bound keeps in step with the model', () => {
  const model = new OutputModel();
  const drawn = new Drawn();
  const view = new LogView(model, drawn);
  for (let at = 0; at < 12_000; at += 40) {
    write(model, at, at + 40);
    view.frame();
  }
  while (view.frame());
  expect(drawn.blocks).toEqual(all(model));
  expect(model.dropped).toBeGreaterThan(0);
});

test('clear empties the view', () => {
  const model = new OutputModel();
  const drawn = new Drawn();
  const view = new LogView(model, drawn);
  write(model, 0, 10);
  view.frame();
  model.clear();
  view.frame();
  expect(drawn.blocks).toEqual([]);
  write(model, 10, 12);
  view.frame();
  expect(drawn.blocks).toEqual(all(model));
});

test('a view made late shows what came before', () => {
  const model = new OutputModel();
  write(model, 0, 600);
  const drawn = new Drawn();
  const view = new LogView(model, drawn);
  while (view.frame());
  expect(drawn.blocks).toEqual(all(model));
});
