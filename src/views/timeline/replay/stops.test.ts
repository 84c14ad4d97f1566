import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MpiCall } from '../../../protocol';
import { type Axis, type Item, otherEnd, place, type Recording } from '../../../trace';
import { scriptedRun } from '../../../trace/testing/random-run';
import { collectives, deadlock, exchange, pingPong, sendToZero } from '../../../trace/testing/scenarios';
import { TimelineModel } from './model';
import { type StopName, Stops } from './stops';
import { acrossLanes, alongLane, nearestOn, positionOf } from './walk';

/// Every stop by sorting them all, as `kind row at`.
function sorted(recording: Recording, axis: Axis): readonly string[] {
  const { events, prints } = recording;
  const all: { at: number; sequence: number; name: string }[] = [];
  for (let row = 0; row < events.length; row++) {
    if (!events.isCall(row) || events.call[row] === MpiCall.Init) continue;
    all.push({ at: axis.begin[row]!, sequence: events.sequenceBegin[row]!, name: `call ${row}` }, { at: axis.end[row]!, sequence: events.sequenceEnd[row]!, name: `call ${row}` });
  }
  for (let row = 0; row < prints.length; row++) all.push({ at: axis.print[row]!, sequence: prints.sequence[row]!, name: `print ${row}` });
  for (const open of recording.open) if (open !== null) all.push({ at: axis.open[open.rank]!, sequence: open.sequence, name: `open ${open.rank}` });
  return all.sort((a, b) => a.at - b.at || a.sequence - b.sequence).map(({ name, at }) => `${name} ${at}`);
}

const named = (stops: Stops, name: StopName): string => {
  const item = stops.itemAt(name);
  return `${item.kind} ${item.kind === 'open' ? item.rank : item.row} ${stops.at(name)}`;
};

function walked(stops: Stops, from: number, direction: 1 | -1): readonly string[] {
  const seen: string[] = [];
  let at = from;
  for (let name = stops.next(at, null, direction); name !== null; name = stops.next(at, name, direction)) {
    seen.push(named(stops, name));
    at = stops.at(name);
  }
  return seen;
}

describe('stops', () => {
  test('are met in the order in which sorting them all puts them, both ways', () => {
    fc.assert(fc.property(scriptedRun, fc.constantFrom('wall' as const, 'logical' as const), (world, kind) => {
      const recording = world.recording();
      const axis = place(recording)[kind];
      const stops = new Stops(recording, axis);
      const wanted = sorted(recording, axis);
      expect(walked(stops, -Infinity, 1)).toEqual(wanted);
      expect(walked(stops, Infinity, -1)).toEqual(wanted.toReversed());
      expect(stops.length).toBe(wanted.length);
    }));
  });

  test('have numbers by which they are found', () => {
    fc.assert(fc.property(scriptedRun, fc.nat(200), (world, pick) => {
      const recording = world.recording();
      const stops = new Stops(recording, place(recording).logical);
      if (stops.length === 0) {
        expect(stops.numbered(1)).toBeNull();
        return;
      }
      const number = 1 + (pick % stops.length);
      const name = stops.numbered(number)!;
      expect(stops.stop(name).number).toBe(number);
      expect(stops.numbered(stops.length + 5)).toEqual(stops.numbered(stops.length));
    }));
  });

  test('of one rank are that rank’s', () => {
    const recording = sendToZero(4);
    const axis = place(recording).wall;
    const stops = new Stops(recording, axis);
    const ranks: number[] = [];
    let at = axis.from;
    for (let name = stops.next(at, null, 1, 2); name !== null; name = stops.next(at, name, 1, 2)) {
      ranks.push(stops.stop(name).rank);
      at = stops.at(name);
    }
    expect(ranks).toEqual([2, 2, 2, 2]);
  });

  test('a search finds what a look at all of them finds, each once', () => {
    fc.assert(fc.property(scriptedRun, fc.integer({ min: 2, max: 5 }), (world, modulus) => {
      const recording = world.recording();
      const axis = place(recording).wall;
      const stops = new Stops(recording, axis);
      const filter = { call: (row: number) => row % modulus === 0, print: (row: number) => row % modulus === 1, open: () => false };
      const found: string[] = [];
      let at = -Infinity;
      for (let name = stops.find(filter, at, null, 1); name !== null; name = stops.find(filter, at, name, 1)) {
        found.push(named(stops, name));
        at = stops.at(name);
        expect(stops.count(filter, name).before).toBe(found.length);
      }
      const ends = sorted(recording, axis).filter((name, i, all) => (name.startsWith('call') ? all.slice(0, i).some((other) => other.split(' ')[1] === name.split(' ')[1] && other.startsWith('call')) : true));
      const wanted = ends.filter((name) => Number(name.split(' ')[1]) % modulus === (name.startsWith('call') ? 0 : 1));
      expect(found).toEqual(wanted);
      expect(stops.count(filter, null)).toEqual({ all: wanted.length, before: 0 });
    }));
  });

  test('a step in a hundred thousand events takes no time', () => {
    const recording = pingPong(25_000);
    const stops = new Stops(recording, place(recording).logical);
    const begun = performance.now();
    let name: StopName | null = null;
    for (let i = 0; i < 1000; i++) name = stops.next(name === null ? -Infinity : stops.at(name), name, 1);
    // 1 ms a step would be felt by nobody.
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(stops.numbered(150_001)?.index).toBeGreaterThan(0);
  });
});

describe('walking by keys', () => {
  const walking = (recording: Recording) => {
    const axis = place(recording).logical;
    const stops = new Stops(recording, axis);
    const order = Array.from({ length: recording.ranks }, (_, rank) => rank);
    return {
      axis, stops,
      along: (item: Item | null, rank: number, direction: 1 | -1) => alongLane(recording, stops, item, rank, direction === 1 ? -Infinity : Infinity, direction),
      across: (item: Item, direction: 1 | -1) => acrossLanes(recording, stops, axis, item, direction, order),
    };
  };

  test('along a lane each event comes once, there and back', () => {
    const recording = sendToZero(3);
    const { along } = walking(recording);
    const there: Item[] = [];
    for (let item = along(null, 0, 1); item !== null; item = along(item, 0, 1)) there.push(item);
    // Two receives, two prints, Finalize.
    expect(there.map(({ kind }) => kind)).toEqual(['call', 'print', 'call', 'print', 'call']);
    const back: Item[] = [];
    for (let item = along(null, 0, -1); item !== null; item = along(item, 0, -1)) back.push(item);
    expect(back).toEqual(there.toReversed());
  });

  test('up and down follow the message where it goes that way, else go to the next lane', () => {
    const recording = sendToZero(4);
    const { along, across } = walking(recording);
    const send = along(null, 3, 1)!;
    const receive = across(send, -1);
    expect(receive).toEqual(otherEnd(recording, send));
    expect(receive?.kind === 'call' && recording.events.rank[receive.row]).toBe(0);
    expect(across(send, 1)).toBeNull();
    // From the receive of rank 1's message down goes to rank 1.
    expect(across(along(null, 0, 1)!, 1)).toEqual({ kind: 'call', row: recording.callsOf[1]!.at(0) });
    // Finalize has no message: the next lane.
    const last = across({ kind: 'call', row: recording.callsOf[0]!.at(recording.callsOf[0]!.length - 1) }, 1);
    expect(last?.kind === 'call' && recording.events.rank[last.row]).toBe(1);
  });

  test('a rank of which nothing has happened yet offers its first event', () => {
    const recording = sendToZero(3);
    const { stops } = walking(recording);
    expect(nearestOn(stops, 1, -5)).toEqual({ kind: 'call', row: recording.callsOf[1]!.at(0) });
  });

  test('every item has a place on the axis', () => {
    for (const recording of [collectives(3), exchange(4), deadlock()]) {
      const axis = place(recording).wall;
      const items: Item[] = [
        ...Array.from({ length: recording.messages.length }, (_, row) => ({ kind: 'message' as const, row })), ...Array.from({ length: recording.collectives.length }, (_, row) => ({ kind: 'collective' as const, row })),
        ...Array.from({ length: recording.requests.length }, (_, row) => ({ kind: 'request' as const, row })), ...Array.from({ length: recording.prints.length }, (_, row) => ({ kind: 'print' as const, row })),
      ];
      for (const item of items) {
        const at = positionOf(recording, axis, item);
        expect(at, JSON.stringify(item)).toBeGreaterThanOrEqual(axis.from);
        expect(at, JSON.stringify(item)).toBeLessThanOrEqual(axis.to);
      }
    }
  });
});

describe('going by what a person types', () => {
  const settled = (recording: Recording): TimelineModel => {
    const model = new TimelineModel();
    model.show(recording);
    model.settle(false);
    model.seek(-Infinity);
    return model;
  };

  test('the next message from 3 to 0, and no further', () => {
    const recording = sendToZero(4);
    const model = settled(recording);
    const found = model.navigator.search('next message from 3 to 0', 1);
    expect(found).toMatchObject({ item: { kind: 'message' }, number: 1, of: 1 });
    expect(model.selected?.kind === 'message' && recording.messages.sender[model.selected.row]).toBe(3);
    expect(model.navigator.search('3 -> 0', 1)).toBeNull();
    expect(model.selected?.kind).toBe('message');
  });
  test('each match once, forth and back, by number of all', () => {
    const model = settled(sendToZero(4));
    const forth: number[] = [];
    for (let found = model.navigator.search('recv', 1); found !== null && typeof found !== 'string'; found = model.navigator.search('recv', 1)) forth.push(found.number);
    expect(forth).toEqual([1, 2, 3]);
    const back: number[] = [];
    for (let found = model.navigator.search('recv', -1); found !== null && typeof found !== 'string'; found = model.navigator.search('recv', -1)) back.push(found.number);
    expect(back).toEqual([2, 1]);
  });
  test('an event by its number', () => {
    const model = settled(collectives(3));
    expect(model.navigator.search('#7', 1)).toMatchObject({ number: 7 });
    expect(model.navigator.search('event 7', 1)).toMatchObject({ number: 7 });
  });
  test('the next of the same kind', () => {
    const recording = sendToZero(4);
    const model = settled(recording);
    model.navigator.go({ kind: 'call', row: recording.callsOf[0]!.at(0) });
    expect(model.navigator.sameKind(1)?.item).toEqual({ kind: 'call', row: recording.callsOf[0]!.at(1) });
    expect(model.navigator.sameKind(-1)?.item).toEqual({ kind: 'call', row: recording.callsOf[0]!.at(0) });
    expect(model.navigator.sameKind(-1)).toBeNull();
  });
  test('what cannot be read moves nothing', () => {
    const model = settled(sendToZero(3));
    const before = model.cursor;
    expect(model.navigator.search('tag seven', 1)).toBe('After “tag” comes a number.');
    expect([model.cursor, model.selected]).toEqual([before, null]);
  });
  test('a rank’s mark leads to what it did last', () => {
    const recording = sendToZero(3);
    const model = settled(recording);
    model.seek(Infinity);
    const item = model.navigator.rank(2);
    expect(item?.kind === 'call' && recording.events.call[item.row]).toBe(MpiCall.Finalize);
    expect(model.navigator.rank(17)).toBeNull();
  });
});
