/// The form in which a project lies in the browser's storage, and the check of everything that comes in from outside.

import * as v from 'valibot';
import type { ProjectFile } from './files';
import { refusedBeside, refusedPath } from './paths';
import { type Checked, type Project, type ProjectContent, DEFAULT_SETTINGS, MAX_COMMAND_LENGTH, MAX_FILES, MAX_NAME_LENGTH, MAX_PROJECT_BYTES } from './project';
import { reasonOf } from './reason';
import { upgraded } from './upgrade';

/// Structured-cloneable. `format` counts up when the form changes; `STORED_UPGRADES` then gains a step.
export interface StoredProject {
  readonly format: 1;
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly command: string;
  readonly lesson: string | null;
  readonly settings: { readonly eagerLimit: number; readonly buffering: 'line' | 'none' | 'block'; readonly variables?: boolean };
  readonly files: readonly (readonly [string, Uint8Array])[];
}

export const STORED_FORMAT = 1;
/// Step i turns format i + 1 into format i + 2.
const STORED_UPGRADES: readonly ((older: unknown) => unknown)[] = [];

export const settingsSchema = v.object({
  eagerLimit: v.pipe(v.number('the eager limit must be a number of bytes'), v.integer('the eager limit must be a whole number of bytes'), v.minValue(0, 'the eager limit must not be negative'), v.maxValue(2 ** 30, 'the eager limit must be at most 1 GiB')),
  buffering: v.picklist(['line', 'none', 'block'], 'buffering must be line, none or block'),
  variables: v.exactOptional(v.boolean('whether variables are recorded must be true or false')),
});
export const nameSchema = v.pipe(v.string('its name must be text'), v.maxLength(MAX_NAME_LENGTH, `its name must have at most ${MAX_NAME_LENGTH} characters`));
export const commandSchema = v.pipe(v.string('its launch command must be text'), v.maxLength(MAX_COMMAND_LENGTH, `its launch command must have at most ${MAX_COMMAND_LENGTH} characters`));
export const lessonSchema = v.nullable(v.pipe(v.string('its lesson must be text'), v.maxLength(200, 'its lesson must have at most 200 characters')));

// The browser's own storage holds somebody's work: what is odd beside the files is mended, not refused.
const storedSchema = v.object({
  format: v.literal(STORED_FORMAT),
  id: v.pipe(v.string('its id must be text'), v.minLength(1, 'its id must not be empty'), v.maxLength(100, 'its id must have at most 100 characters')),
  revision: v.fallback(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0),
  name: v.fallback(v.pipe(v.string(), v.transform((name) => name.slice(0, MAX_NAME_LENGTH))), 'Untitled'),
  command: v.fallback(v.pipe(v.string(), v.transform((command) => command.slice(0, MAX_COMMAND_LENGTH))), ''),
  lesson: v.fallback(lessonSchema, null),
  settings: v.fallback(settingsSchema, DEFAULT_SETTINGS),
  files: v.array(v.tuple([v.string('a file name must be text'), v.instance(Uint8Array, 'a file must be bytes')]), 'its files must be a list'),
});

export function toStored(project: Project): StoredProject {
  const { id, revision, name, command, lesson, settings } = project;
  return { format: STORED_FORMAT, id, revision, name, command, lesson, settings, files: [...project.files].map(([path, file]) => [path, file.bytes]) };
}

export function fromStored(stored: unknown): Checked<Project> {
  const current = upgraded(stored, 'stored project', STORED_FORMAT, STORED_UPGRADES);
  if (!current.ok) return current;
  const parsed = v.safeParse(storedSchema, current.value);
  if (!parsed.success) return { ok: false, sentence: `The stored project cannot be opened: ${reasonOf(parsed.issues)}.` };
  const { id, revision, name, command, lesson, settings } = parsed.output;
  const files = checkedFiles(parsed.output.files, 'The stored project', Infinity);
  if (!files.ok) return files;
  return { ok: true, value: { id, revision, name, command, lesson, settings, files: files.value } };
}

/// Files from outside as a project's files, of at most `limit` bytes together. `whose` begins the sentence: "The link".
export function checkedFiles(entries: readonly (readonly [string, Uint8Array])[], whose: string, limit: number = MAX_PROJECT_BYTES): Checked<ProjectContent['files']> {
  if (entries.length > MAX_FILES && limit !== Infinity) return { ok: false, sentence: `${whose} holds ${entries.length} files; a project holds at most ${MAX_FILES}.` };
  const files = new Map<string, ProjectFile>();
  let total = 0;
  for (const [path, bytes] of entries) {
    const sentence = refusedPath(path) ?? refusedBeside(path, files.keys());
    if (sentence !== null) return { ok: false, sentence: `${whose} cannot be opened. ${sentence}` };
    if (files.has(path)) return { ok: false, sentence: `${whose} holds the file ${JSON.stringify(path)} twice.` };
    total += bytes.length;
    if (total > limit) return { ok: false, sentence: `${whose} holds more than ${limit / 1024 / 1024} MB of files, the most a project may have.` };
    files.set(path, { bytes });
  }
  return { ok: true, value: files };
}
