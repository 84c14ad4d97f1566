import { RecordKind, TRACE_HEADER_WORDS, TraceWord } from '../../protocol/trace';

/// A trace record with names, for looking at in tests.
export interface TestRecord {
  readonly rank: number;
  readonly kind: number;
  readonly flags: number;
  readonly begin: number;
  readonly end: number;
  readonly lamport: number;
  readonly beginTime: number;
  readonly endTime: number;
  readonly call: number;
  readonly context: number;
  readonly peer: number;
  readonly tag: number;
  readonly bytes: number;
  readonly typeId: number;
  readonly protocol: number;
  readonly algorithm: number;
  readonly line: number;
  readonly message: number;
  readonly messagePeer: number;
  readonly messageTag: number;
  readonly request: number;
  readonly collective: number;
  readonly arrived: number;
  readonly preview: readonly number[];
  readonly error: number;
  /// Requests that a call on several has completed.
  readonly completed: readonly number[];
}

/// The records of one rank, from the pieces in which its ring was read.
export function recordsOf(rank: number, pieces: readonly Uint8Array<ArrayBuffer>[]): TestRecord[] {
  const records: TestRecord[] = [];
  for (const piece of pieces) {
    const words = new Int32Array(piece.buffer);
    for (let at = 0; at < words.length; ) {
      const view = new DataView(piece.buffer, at * 4);
      const word = (index: TraceWord): number => view.getInt32(index * 4, true);
      const head = word(TraceWord.Head);
      const length = head >>> 16;
      if (length < TRACE_HEADER_WORDS) throw new Error(`a record of ${length} words at word ${at} of rank ${rank}'s trace`);
      const previewBytes = word(TraceWord.Preview) & 0xffff;
      if ((head & 0xff) === RecordKind.Completed) {
        const call = records.pop();
        if (call === undefined) throw new Error('requests are completed before the first call');
        records.push({ ...call, completed: [...call.completed, ...words.subarray(at + TRACE_HEADER_WORDS, at + TRACE_HEADER_WORDS + previewBytes / 4)] });
        at += length;
        continue;
      }
      records.push({
        rank,
        kind: head & 0xff,
        flags: (head >>> 8) & 0xff,
        begin: word(TraceWord.SequenceBegin),
        end: word(TraceWord.SequenceEnd),
        lamport: word(TraceWord.Lamport),
        beginTime: view.getFloat64(TraceWord.Begin * 4, true),
        endTime: view.getFloat64(TraceWord.End * 4, true),
        call: word(TraceWord.Call),
        context: word(TraceWord.Context),
        peer: word(TraceWord.Peer),
        tag: word(TraceWord.Tag),
        bytes: word(TraceWord.Bytes),
        typeId: word(TraceWord.Type) & 0xffff,
        protocol: (word(TraceWord.Type) >>> 16) & 0xff,
        algorithm: word(TraceWord.Type) >>> 24,
        line: word(TraceWord.Line),
        message: word(TraceWord.Message),
        messagePeer: word(TraceWord.MessagePeer),
        messageTag: word(TraceWord.MessageTag),
        request: word(TraceWord.Request),
        collective: word(TraceWord.Collective),
        error: word(TraceWord.Preview) >>> 16,
        completed: [],
        arrived: view.getFloat64(TraceWord.Arrived * 4, true),
        preview: [...new Uint8Array(piece.buffer, (at + TRACE_HEADER_WORDS) * 4, previewBytes)],
      });
      at += length;
    }
  }
  return records;
}
