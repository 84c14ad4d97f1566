/// Makes the traces that `timeline` is measured with: a generated run as our file, and the same calls as speedscope's. Built for Node by the bench.

import { writeTrace } from '../../../src/trace/file';
import { callName, type Recording } from '../../../src/trace';
import { generate, recordingOf } from '../../../src/trace/testing/generated';

/// Files of one run of `messages` messages between `ranks` ranks: `trace` for us, `speedscope` in pieces (one profile a rank, a frame a call).
export async function makeTraces(messages: number, ranks: number): Promise<{ readonly trace: Uint8Array; readonly records: number; readonly messages: number; speedscope(): Generator<string> }> {
  const recording = recordingOf(generate(messages, ranks));
  return { trace: await writeTrace(recording), records: recording.events.length, messages: recording.messages.length, speedscope: () => speedscope(recording) };
}

function* speedscope({ events, callsOf, ranks, time }: Recording): Generator<string> {
  const names: string[] = [];
  const frameOf = new Map<string, number>();
  const frame = (row: number): number => {
    const name = callName(events.call[row]!, events.flags[row]!);
    if (!frameOf.has(name)) frameOf.set(name, names.push(name) - 1);
    return frameOf.get(name)!;
  };
  // Frames come first in the file: all names are wanted before.
  for (let row = 0; row < events.length; row++) if (events.isCall(row)) frame(row);
  const shared = JSON.stringify({ frames: names.map((name) => ({ name })) });
  yield `{"$schema":"https://www.speedscope.app/file-format-schema.json","shared":${shared},"profiles":[`;
  for (let rank = 0; rank < ranks; rank++) {
    const calls = callsOf[rank]!;
    yield `${rank > 0 ? ',' : ''}{"type":"evented","name":"rank ${rank}","unit":"milliseconds","startValue":0,"endValue":${time},"events":[`;
    for (let i = 0; i < calls.length; i++) {
      const row = calls.at(i);
      const of = frame(row);
      yield `${i > 0 ? ',' : ''}{"type":"O","frame":${of},"at":${events.begin[row]}},{"type":"C","frame":${of},"at":${events.end[row]}}`;
    }
    yield ']}';
  }
  yield ']}';
}
