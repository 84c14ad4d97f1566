/// The header of a trace file: what the run was, and how it ended. Its schema is its type; docs/TRACE-FORMAT.md is made from it.

import * as v from 'valibot';
import { MAX_RANKS } from '../../protocol';

/// Version of the whole file, header and blocks. When either changes so that an older reader would misread it, this counts up and
/// `UPGRADES` gains a step.
export const TRACE_VERSION = 1;
export const TRACE_FORMAT = 'commworld-trace';

/// Texts of sources larger than this together are not kept; bytes of the whole header line.
export const MAX_SOURCE_BYTES = 8 << 20;
export const MAX_HEADER_BYTES = 32 << 20;
const MAX_TEXT = 4000;

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const milliseconds = v.pipe(v.number(), v.finite());
const said = <S extends v.GenericSchema>(schema: S, description: string) => v.pipe(schema, v.description(description));

const openCallSchema = v.object({
  rank: said(whole(0, MAX_RANKS - 1), 'World rank.'),
  state: said(whole(0, 255), 'RankState (src/protocol/world.ts).'),
  call: said(whole(0, 65535), 'MpiCall (src/protocol/calls.ts); 0 when it computes.'),
  flags: said(whole(0, 255), 'RecordFlag bits (src/protocol/trace.ts).'),
  waitsFor: said(whole(-3, MAX_RANKS - 1), 'World rank waited for; -1 any, -2 all of the communicator, -3 none.'),
  tag: said(whole(-(2 ** 31), 2 ** 31 - 1), 'Tag waited on; -1 is ANY_TAG.'),
  context: said(whole(-(2 ** 31), 2 ** 31 - 1), 'Context id of the communicator.'),
  since: said(milliseconds, 'When the call began.'),
  sequence: said(whole(0, 2 ** 32 - 1), 'World-wide sequence number at which the call began.'),
  line: said(whole(0, 2 ** 32 - 1), 'Source line: index into sources plus 1 in the upper 12 bits, line in the lower 20; 0 when not known.'),
  unexpected: said(whole(0, 2 ** 32 - 1), 'Unexpected messages queued at the rank.'),
});

export const headerSchema = v.object({
  format: said(v.literal(TRACE_FORMAT), 'Names the format.'),
  version: said(v.literal(TRACE_VERSION), 'Version of header and blocks.'),
  ranks: said(whole(1, MAX_RANKS), 'Ranks of COMM_WORLD.'),
  command: said(text(MAX_TEXT), 'The launch command as typed.'),
  settings: said(v.record(text(100), v.union([text(MAX_TEXT), v.number(), v.boolean()])), 'Settings of the run by name, such as eagerLimit in bytes.'),
  began: said(v.nullable(milliseconds), 'When the run began: milliseconds since 1970 (UTC), to the precision of the clock; null when not known. Every time in the file counts from here.'),
  time: said(v.pipe(milliseconds, v.minValue(0)), 'When the run ended: milliseconds since it began.'),
  outcome: said(v.nullable(v.object({
    code: said(whole(-(2 ** 31), 2 ** 31 - 1), 'Exit code of the launcher.'),
    stopped: said(v.boolean(), 'Whether a person stopped it.'),
    milliseconds: said(milliseconds, 'From launch to end, start of the interpreters included.'),
    notices: said(v.pipe(v.array(v.object({
      kind: said(v.picklist(['resources', 'failure', 'advice', 'stopped']), 'What the line is about.'),
      text: said(text(100_000), 'The line.'),
    })), v.maxLength(1000)), 'Lines that the launcher wrote after those of the program.'),
  })), 'How the run ended; null when not known.'),
  sources: said(v.pipe(v.array(v.object({
    path: said(text(1000), 'Path in the working directory.'),
    text: said(v.nullable(v.string()), 'The file as it was when the run began; null when not kept, or when no line points into it.'),
  })), v.maxLength(4095)), 'Source files that lines point into, by index.'),
  records: said(whole(0, Number.MAX_SAFE_INTEGER), 'Number of records in the blocks.'),
  prints: said(whole(0, Number.MAX_SAFE_INTEGER), 'Number of writes to stdout and stderr in the blocks.'),
  variables: said(whole(0, 4_000_000), 'Number of records of variables in the blocks.'),
  dropped: said(v.object({
    records: said(whole(0, Number.MAX_SAFE_INTEGER), 'Records after those.'),
    prints: said(whole(0, Number.MAX_SAFE_INTEGER), 'Writes after those.'),
    previews: said(whole(0, Number.MAX_SAFE_INTEGER), 'Payloads whose first bytes were left out.'),
    variables: said(whole(0, Number.MAX_SAFE_INTEGER), 'Records of variables after those.'),
  }), 'What the run counted and did not keep.'),
  faults: said(v.pipe(v.array(text(1000)), v.maxLength(100)), 'Sentences on what was wrong in the records when they came; empty of a healthy run.'),
  open: said(v.pipe(v.array(openCallSchema), v.maxLength(MAX_RANKS)), 'What each rank was in when last looked at: of a run that hung, its calls that never ended.'),
  seen: said(v.pipe(v.array(openCallSchema), v.maxLength(MAX_RANKS)), 'The last call that each rank was seen in unfinished; it tells for whom a call waited that was cut off.'),
});

export type TraceHeader = v.InferOutput<typeof headerSchema>;
export type SeenCall = TraceHeader['open'][number];

/// Checks a header that was read. A fault is the end of a sentence.
export function checkedHeader(value: unknown): { readonly ok: true; readonly header: TraceHeader } | { readonly ok: false; readonly fault: string } {
  const parsed = v.safeParse(headerSchema, value);
  if (parsed.success) {
    const { ranks, open, seen } = parsed.output;
    const beyond = [...open, ...seen].find(({ rank, waitsFor }) => rank >= ranks || waitsFor >= ranks);
    return beyond === undefined ? { ok: true, header: parsed.output } : { ok: false, fault: `its header tells of rank ${Math.max(beyond.rank, beyond.waitsFor)}, but the run has ranks 0 to ${ranks - 1}` };
  }
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue);
  const found = issue.received === 'undefined' ? 'is missing' : `must be ${issue.expected ?? 'of another kind'}, not ${issue.received.slice(0, 100)}`;
  return { ok: false, fault: `its header is damaged: ${where === null ? 'it' : JSON.stringify(where)} ${found}` };
}
