import { describe, expect, test } from 'vitest';
import { place, placesAt, type Doing, type RankPlace } from '../../trace';
import { deadlock } from '../../trace/testing/scenarios';
import { marksOf, movedPlaces } from './rank-marks';

const at = (rank: number, line: number, doing: Doing = 'in', name = 'Recv', text: string | null = null): RankPlace => ({ rank, source: { file: 'a.py', line }, text, item: { kind: 'call', row: rank }, doing, name });

describe('marks beside lines', () => {
  test('a few ranks have a mark each, in their order', () => {
    expect(marksOf([at(2, 7, 'after'), at(0, 7, 'after'), at(1, 7, 'waits')])[0]?.marks.map(({ text }) => text)).toEqual(['0', '1…', '2']);
  });
  test('of many, those that do the same share one', () => {
    const marks = marksOf([at(0, 7, 'waits'), at(1, 7, 'waits'), at(2, 7, 'waits'), at(3, 7, 'after'), at(4, 9)]);
    expect(marks.map(({ line, marks: of }) => [line, ...of.map(({ text }) => text)])).toEqual([[7, '0–2…', '3'], [9, '4']]);
    expect(marks[0]?.marks[0]).toMatchObject({ ranks: [0, 1, 2], label: 'ranks 0–2 wait in Recv, line 7' });
    expect(marks[0]?.marks[1]?.label).toBe('rank 3 has done Recv, line 7');
  });
  test('ranks that are far apart are cut, all are told', () => {
    const [line] = marksOf([0, 2, 4, 6, 8, 10].map((rank) => at(rank, 3)));
    expect(line?.marks[0]?.text).toBe('0, 2,…');
    expect(line?.marks[0]?.label).toBe('ranks 0, 2, 4, 6, 8, 10 are in Recv, line 3');
  });
  test('a deadlock shows where each rank never left', () => {
    const recording = deadlock();
    const { logical } = place(recording);
    const marks = marksOf(placesAt(recording, logical, logical.to));
    expect(marks.flatMap(({ line, marks: of }) => of.map(({ text, label }) => `${line}: ${text} ${label}`))).toEqual([
      '7: 0× rank 0 never left Recv, line 7', '7: 1× rank 1 never left Recv, line 7', '14: 2× rank 2 never left Barrier, line 14', '14: 3× rank 3 never left Barrier, line 14',
    ]);
  });
});

describe('places in a text that was changed', () => {
  const lines = ['import x', '', 'comm.send(1)', 'comm.recv()', 'comm.recv()'];
  const moved = (places: readonly RankPlace[], isHere = true) => movedPlaces(places, () => isHere, lines.length, (line) => lines[line - 1] ?? '').map(({ source }) => source.line);
  test('go with their line, to the nearest that reads the same', () => {
    expect(moved([at(0, 1, 'in', 'send', '  comm.send(1)'), at(1, 3, 'in', 'recv', 'comm.recv()'), at(2, 9, 'in', 'recv', 'comm.recv()')])).toEqual([3, 4, 5]);
  });
  test('are left out when the line is gone, or of another file', () => {
    expect(moved([at(0, 3, 'in', 'send', 'comm.send(2)'), at(1, 9)])).toEqual([]);
    expect(moved([at(0, 3, 'in', 'send', 'comm.send(1)')], false)).toEqual([]);
  });
  test('stay where the text of the run is not known', () => expect(moved([at(0, 2)])).toEqual([2]));
});
