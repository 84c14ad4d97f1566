/// What a link's JSON holds, format by format, and the steps from each to the next.
///
/// Format 1 (`v1.`): base64url of raw deflate of this JSON. Keys are short because they are paid for in every link.

import * as v from 'valibot';
import { reasonOf } from '../reason';
import { commandSchema, lessonSchema, nameSchema, settingsSchema } from '../stored';

export const LINK_FORMAT = 1;

/// Step i turns the JSON of format i + 1 into that of format i + 2. A change of format adds a step and keeps `samples.ts`.
export const LINK_UPGRADES: readonly ((older: unknown) => unknown)[] = [];

const linkSchema = v.object({
  /// Name.
  n: nameSchema,
  /// Launch command.
  c: commandSchema,
  /// Files: path and text, or path, base64url and 1 when the bytes are not text.
  f: v.array(
    v.union([v.strictTuple([v.string(), v.string()]), v.strictTuple([v.string(), v.string(), v.literal(1)])], 'a file must be a pair of name and text'),
    'its files must be a list',
  ),
  /// Settings that differ from the defaults.
  s: v.optional(v.partial(settingsSchema)),
  /// Lesson.
  l: v.optional(lessonSchema),
});

export type LinkJson = v.InferOutput<typeof linkSchema>;

export function parseLinkJson(json: unknown): { ok: true; value: LinkJson } | { ok: false; reason: string } {
  const parsed = v.safeParse(linkSchema, json);
  return parsed.success ? { ok: true, value: parsed.output } : { ok: false, reason: reasonOf(parsed.issues) };
}
