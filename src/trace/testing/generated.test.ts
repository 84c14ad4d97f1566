import { expect, test } from 'vitest';
import { place } from '../placement';
import { generate, recordingOf, type Pattern } from './generated';

test.each<[Pattern, number]>([['ping-pong', 2], ['master-worker', 7], ['halo', 5], ['nonblocking', 4], ['collectives', 6], ['mixed', 128]])('a generated run is a valid one: %s of %i ranks', (pattern, ranks) => {
  const recording = recordingOf(generate(4000, ranks, pattern));
  const { messages, events, requests, callsOf, faults } = recording;
  expect(faults).toEqual([]);
  expect(messages.length).toBeGreaterThanOrEqual(4000);
  const backwards = [...Array(messages.length).keys()].filter((row) => !(events.sequenceBegin[messages.send[row]!]! < events.sequenceEnd[messages.receive[row]!]!));
  expect(backwards).toEqual([]);
  expect([...Array(requests.length).keys()].filter((row) => requests.returned[row]! < 0)).toEqual([]);
  const { wall } = place(recording);
  let overlaps = 0;
  for (const calls of callsOf) for (let i = 1; i < calls.length; i++) if (wall.end[calls.at(i - 1)]! > wall.begin[calls.at(i)]!) overlaps++;
  expect(overlaps).toBe(0);
});
