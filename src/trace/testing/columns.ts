/// For tests: everything that a recording holds, as plain values that compare.

import type { Recording } from '../recording';

/// Columns by name. Times are rounded to nanoseconds, what a file keeps of them.
export function columnsOf(recording: Recording): Readonly<Record<string, unknown>> {
  const { events, messages, requests, prints, collectives, variables } = recording;
  const rows = <T>(length: number, value: (row: number) => T): T[] => Array.from({ length }, (_, row) => value(row));
  const nanos = (time: number): number => Math.round(time * 1e6);
  // A live run makes a collective when a rank is first seen in it, a file when it first has a record: the rows may come in another order.
  const collective = (row: number): string => (row < 0 ? '' : `${collectives.context[row]}.${collectives.number[row]}`);
  return {
    ranks: recording.ranks, sources: recording.sources, texts: recording.texts, faults: recording.faults, ended: recording.ended, time: nanos(recording.time),
    dropped: [recording.droppedRecords, recording.droppedPrints, events.previewsDropped, variables.dropped],
    variables: rows(variables.length, (row) => [variables.rank[row], variables.call[row], variables.flags[row], variables.moment(row), [...variables.content(row)].join()].join(' ')),
    events: rows(events.length, (row) => [
      events.rank[row], events.kind[row], events.flags[row], events.call[row], events.protocol[row], events.algorithm[row], events.type[row], events.sequenceBegin[row],
      events.sequenceEnd[row], events.lamport[row], nanos(events.begin[row]!), nanos(events.end[row]!), nanos(events.blocked[row]!), events.context[row], events.peer[row],
      events.tag[row], events.messageTag[row], events.bytes[row], events.line[row], events.messagePeer[row], events.request[row], events.error[row], events.message[row],
      collective(events.collective[row]!), [...events.preview(row)].join(),
    ].join(' ')),
    messages: rows(messages.length, (row) => [
      messages.sender[row], messages.receiver[row], messages.number[row], messages.send[row], messages.receive[row], messages.internal[row], nanos(messages.arrived[row]!),
      collective(messages.collective[row]!),
    ].join(' ')),
    collectives: rows(collectives.length, (row) => [
      collective(row), collectives.call[row], collectives.root[row], collectives.algorithm[row],
      rows(collectives.members[row]!.length, (i) => collectives.members[row]!.at(i)).join(), rows(collectives.receives[row]!.length, (i) => collectives.receives[row]!.at(i)).join(),
    ].join(' ')).sort(),
    requests: rows(requests.length, (row) => [requests.rank[row], requests.number[row], requests.start[row], requests.receive[row], requests.returned[row]].join(' ')),
    prints: rows(prints.length, (row) => [
      prints.rank[row], prints.stream[row], prints.sequence[row], nanos(prints.time[row]!), prints.line[row], prints.bytes[row], prints.text(row), [...prints.written(row)].join(),
    ].join(' ')),
    calls: recording.callsOf.map((list) => rows(list.length, (i) => list.at(i))),
    writes: recording.printsOf.map((list) => rows(list.length, (i) => list.at(i))),
    open: recording.open.map((call) => (call === null ? null : { ...call, collective: collective(call.collective) })),
    lastOpen: recording.lastOpen.map((call) => (call === null ? null : [call.rank, call.state, call.call, call.waitsFor, call.tag, call.context, call.sequence, call.line])),
  };
}
