import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MpiCall } from '../protocol';
import { messageMatrices, pairEmphasis, waitEmphasis, waitMatrix } from './matrix';
import { place } from './placement';
import type { Recording } from './recording';
import { scriptedRun } from './testing/random-run';
import { collectives, exchange, sendToZero } from './testing/scenarios';
import { ScriptedWorld } from './testing/scripted-world';
import { waitedFor } from './waiting';

const cells = ({ values, ranks }: { readonly values: Float64Array; readonly ranks: number }): number[][] => Array.from({ length: ranks }, (_, row) => [...values.subarray(row * ranks, (row + 1) * ranks)]);
const whole = (recording: Recording, inner: boolean): ReturnType<typeof messageMatrices> => messageMatrices(recording, place(recording).wall, -Infinity, Infinity, inner);

test('messages to rank 0', () => {
  const { messages, bytes } = whole(sendToZero(4), false);
  expect(cells(messages)).toEqual([[0, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]);
  expect(cells(bytes)[2]).toEqual([24, 0, 0, 0]);
  expect([messages.total, bytes.total, bytes.most]).toEqual([3, 72, 24]);
});

test('messages of collectives when asked for, those of Finalize never', () => {
  const recording = collectives(3);
  expect(whole(recording, false).messages.total).toBe(0);
  // Two for each of bcast, gather and Reduce.
  expect(whole(recording, true).messages.total).toBe(6);
});

describe('in arbitrary runs', () => {
  test('the sum of the cells is the number of messages that left in the window, and what lights up is what is counted', () => {
    fc.assert(fc.property(scriptedRun, fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }), (world, inner, share) => {
      const recording = world.recording();
      const { logical } = place(recording);
      const to = logical.from + share * (logical.to - logical.from);
      const { messages } = messageMatrices(recording, logical, logical.from, to, inner);
      const { messages: table } = recording;
      let left = 0;
      for (let row = 0; row < table.length; row++) if ((inner || table.internal[row] === 0) && logical.begin[table.send[row]!]! <= to) left++;
      expect(messages.total).toBe(left);
      const all = whole(recording, inner).messages;
      for (let sender = 0; sender < recording.ranks; sender++) {
        for (let receiver = 0; receiver < recording.ranks; receiver++) {
          const { message } = pairEmphasis(recording, sender, receiver, inner);
          expect(Array.from({ length: table.length }, (_, row) => row).filter(message)).toHaveLength(all.values[sender * recording.ranks + receiver]!);
        }
      }
    }), { numRuns: 40 });
  });

  test('waiting for ranks and for nobody in particular makes all the waiting', () => {
    fc.assert(fc.property(scriptedRun, (world) => {
      const recording = world.recording();
      const { waits, unknown } = waitMatrix(recording, place(recording).wall, -Infinity, Infinity);
      let blocked = 0;
      for (let row = 0; row < recording.events.length; row++) if (recording.events.isCall(row)) blocked += recording.events.blocked[row]!;
      expect(waits.total + unknown).toBeCloseTo(blocked, 6);
    }), { numRuns: 40 });
  });
});

test('who waited for whom', () => {
  const world = new ScriptedWorld(3, () => 0);
  const posted = world.post(0);
  world.compute(2, 5);
  world.receiveFrom(0, world.send(2, 0, { flight: 0 }), posted);
  const recording = world.recording();
  const { waits } = waitMatrix(recording, place(recording).wall, -Infinity, Infinity);
  expect(cells(waits)[0]![2]).toBeCloseTo(5, 3);
  expect(waits.total).toBeCloseTo(5, 3);
  const lit = waitEmphasis(recording, 0, 2);
  for (let row = 0; row < recording.events.length; row++) expect(lit.event(row)).toBe(recording.events.call[row] === MpiCall.Recv && waitedFor(recording, row) === 2);
});

test('a row of all ranks lights what its cells light', () => {
  const recording = exchange(4);
  const any = pairEmphasis(recording, 1, -1, false);
  for (let row = 0; row < recording.messages.length; row++) expect(any.message(row)).toBe(recording.messages.sender[row] === 1);
  expect(any.title).toBe('messages from rank 1 to all ranks');
});
