import { describe, expect, it } from 'vitest';
import { MpiCall } from '../../protocol';
import { place } from '../placement';
import { ScriptedWorld } from '../testing/scripted-world';
import { momentAt, momentWords } from './moments';

describe('momentAt', () => {
  it('goes through a rank’s events one after another, on both axes', () => {
    const world = new ScriptedWorld(2);
    world.compute(0, 1);
    const message = world.send(0, 1, { line: 3 });
    world.compute(1, 2);
    world.receive(1, message, { line: 5 });
    world.compute(1, 1);
    world.print(1, 'got it', 6);
    world.compute(1, 1);
    world.send(1, 0, { line: 7 });
    const recording = world.recording();
    const [receive, answer] = [0, 1].map((call) => recording.callsOf[1]!.at(call)) as [number, number];
    for (const axis of [place(recording).wall, place(recording).logical]) {
      const moment = (at: number): number => momentAt(recording, 1, axis, at);
      expect(moment(axis.begin[receive]! - 1e-6)).toBe(-1);
      expect(moment((axis.begin[receive]! + axis.end[receive]!) / 2)).toBe(0);
      expect(moment(axis.end[receive]!)).toBe(1);
      expect(moment(axis.print[0]!)).toBe(1.5);
      expect(moment(axis.begin[answer]! - 1e-6)).toBe(1.5);
      expect(momentAt(recording, 1, axis, axis.begin[answer]!, recording.events.sequenceBegin[answer]!)).toBe(2);
      expect(moment(axis.to)).toBe(Infinity);
      // Of what stands at one place only what has happened by then counts.
      expect(momentAt(recording, 1, axis, axis.end[receive]!, recording.events.sequenceEnd[receive]! - 1)).toBe(0);
    }
    expect([-1, 0, 1, 1.5, Infinity].map((moment) => momentWords(recording, 1, moment))).toEqual([
      'before its first call', 'before Recv, line 5', 'after Recv, line 5', 'at its print, values as found before Send, line 7', 'at its end',
    ]);
  });

  it('knows a rank that never came out of a call', () => {
    const world = new ScriptedWorld(2);
    world.compute(0, 1);
    world.hang(0, MpiCall.Recv, 1, { line: 9 });
    const recording = world.recording();
    const { logical } = place(recording);
    expect(momentAt(recording, 0, logical, logical.open[0]!, Infinity)).toBeOneOf([0, Infinity]);
    expect(momentWords(recording, 0, 0)).toBe('in Recv, line 9');
  });
});
