/// For tests: recordings of what no engine writes, but a rank may: its rings are its own memory.

import fc from 'fast-check';
import { Recording } from '../recording';
import { recordBytes } from './records';

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
/// Mostly small, so that records name the same messages, requests and collectives.
const few = fc.oneof(fc.integer({ min: -3, max: 6 }), word);
const milliseconds = fc.double({ min: -1e5, max: 1e5, noNaN: true });

const record = fc.record({
  kind: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.nat(255)), flags: fc.nat(255), sequenceBegin: few, sequenceEnd: few, lamport: word, begin: milliseconds, end: milliseconds,
  call: few, context: few, peer: few, tag: few, bytes: few, type: fc.nat(300), protocol: fc.nat(255), algorithm: fc.nat(255), line: word, message: few, messagePeer: few, request: few,
  blocked: fc.double({ min: 0, max: 1e8, noNaN: true }), collective: few, arrived: fc.double({ min: 0, max: 1e5, noNaN: true }), messageTag: few, error: fc.nat(65535), preview: fc.uint8Array({ maxLength: 200 }),
});

/// Three ranks. Times are possible ones; with `wild`, some are not.
export function strangeRun(wild: boolean): fc.Arbitrary<Recording> {
  return fc.tuple(fc.array(fc.tuple(fc.nat(3), record), { maxLength: 30 }), fc.double(), fc.double()).map(([records, time, blocked]) => {
    const recording = new Recording();
    recording.start({ ranks: 3, sources: ['a.py'] });
    for (const [rank, fields] of records) recording.trace(rank, recordBytes(wild ? { ...fields, blocked, end: time, arrived: time } : fields));
    recording.output([{ rank: 1, sequence: 3, stream: 1, line: 2 ** 32 - 1, time: wild ? time : 5, bytes: Uint8Array.of(255, 0) }]);
    recording.end(0);
    return recording;
  });
}
