import { describe, expect, test } from 'vitest';
import { collectives, deadlock, exchange, hello, pingPong } from '../../../trace/testing/scenarios';
import { LEGEND, LEGEND_HEIGHT, LEGEND_WIDTH, legendRows } from './legend';
import { occurring } from './occurring';
import { paletteOf, textWidth } from './paper';
import { RecordingPaper } from './testing/recording-paper';
import type { Recording } from '../../../trace';

const words = (recording: Recording): string[] => {
  const run = occurring(recording);
  return LEGEND.filter((entry) => entry.in(run)).map((entry) => entry.words);
};

describe('the legend', () => {
  test.each(['light', 'dark', 'contrast'] as const)('draws a mark of its own for each entry, whatever the colours (%s)', (theme) => {
    const marks = LEGEND.map((entry) => {
      const paper = new RecordingPaper();
      entry.draw(paper, paletteOf(theme));
      expect(paper.tidy, entry.words).toBe(true);
      return JSON.stringify(paper.log.map(({ operation, values, dash }) => [operation, values, dash]));
    });
    expect(marks).not.toContain('[]');
    // A print to stderr differs by its filling alone: hollow.
    expect(new Set(marks).size).toBe(LEGEND.length - 1);
  });
  test('of a run has what the run has', () => {
    expect(words(hello())).toEqual(expect.arrayContaining(['computing', 'print']));
    expect(words(hello())).not.toContain('message, eager');
    expect(words(exchange())).toEqual(expect.arrayContaining(['message, eager', 'rendezvous', 'synchronous', 'request of a receive', 'request of a send, to completion']));
    expect(words(collectives())).toEqual(expect.arrayContaining(['collective, from entry to leave', 'its root', 'bcast', 'gather', 'reduce']));
    expect(words(collectives())).not.toContain('barrier');
    expect(words(deadlock())).toEqual(expect.arrayContaining(['never received', 'barrier', 'waiting in it']));
    expect(words(pingPong(2000))).toContain('many messages, with their number');
  });
  test('stands in rows that do not run over', () => {
    const { places, height } = legendRows(LEGEND, 700, 12);
    expect(places).toHaveLength(LEGEND.length);
    for (const { entry, x, y } of places) {
      expect(x + LEGEND_WIDTH + 5 + textWidth(entry.words, 12)).toBeLessThanOrEqual(700);
      expect(y + LEGEND_HEIGHT).toBeLessThanOrEqual(height);
    }
  });
});
