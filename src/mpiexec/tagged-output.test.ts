import { expect, it } from 'vitest';
import { Stream } from '../protocol';
import { TaggedOutput } from './tagged-output';

it('tags whole lines, and what is left at the end', () => {
  const tags = new TaggedOutput();
  const lines = (rank: number, stream: Stream, text: string): string => Buffer.from(tags.lines(rank, stream, Buffer.from(text))).toString();
  expect(lines(0, Stream.Stdout, 'one\ntw')).toBe('[1,0]<stdout>: one\n');
  expect(lines(1, Stream.Stdout, 'other\n')).toBe('[1,1]<stdout>: other\n');
  expect(lines(0, Stream.Stderr, 'oh\n')).toBe('[1,0]<stderr>: oh\n');
  expect(lines(0, Stream.Stdout, 'o\n\nthree')).toBe('[1,0]<stdout>: two\n[1,0]<stdout>: \n');
  expect(tags.rest().map(({ stream, bytes }) => [stream, Buffer.from(bytes).toString()])).toEqual([[Stream.Stdout, '[1,0]<stdout>: three\n']]);
});
