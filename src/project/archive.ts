/// A project as a zip file, and any zip file as a project.

import { type UnzipFileInfo, unzipSync, zipSync } from 'fflate';
import * as v from 'valibot';
import { fileOf, textOf } from './files';
import { ARCHIVE_NOTE } from './paths';
import { type Checked, type ProjectContent, DEFAULT_SETTINGS, MAX_FILES, MAX_NAME_LENGTH, MAX_PROJECT_BYTES } from './project';
import { checkedFiles, commandSchema, lessonSchema, nameSchema, settingsSchema } from './stored';
import { reasonOf } from './reason';
import { upgraded } from './upgrade';

const NOTE_FORMAT = 1;

const noteSchema = v.object({
  format: v.literal(NOTE_FORMAT),
  name: nameSchema,
  command: commandSchema,
  settings: settingsSchema,
  lesson: lessonSchema,
});

// A fixed date keeps the bytes the same for the same project. Zip's calendar begins in 1980, in local time.
const NO_DATE = '1980-01-02T00:00:00';

/// Files under their paths, and a note with command and settings. The same project gives the same bytes.
export function toZip(project: ProjectContent): Uint8Array {
  const { name, command, settings, lesson } = project;
  const entries: Record<string, Uint8Array> = Object.create(null) as Record<string, Uint8Array>;
  for (const [path, file] of project.files) entries[path] = file.bytes;
  entries[ARCHIVE_NOTE] = fileOf(`${JSON.stringify({ format: NOTE_FORMAT, name, command, settings, lesson }, null, 2)}\n`).bytes;
  return zipSync(entries, { mtime: NO_DATE, level: 9 });
}

class Refusal extends Error {}

/// Opens a zip made here or elsewhere. `fileName` gives the name when the zip has no note; a folder that holds all files is
/// taken off, as are the side files of macOS. A refusal is one sentence.
export function fromZip(zip: Uint8Array, fileName: string): Checked<ProjectContent> {
  let total = 0;
  const sizes = new Map<string, number>();
  let unpacked: Record<string, Uint8Array>;
  try {
    // The announced size bounds what fflate unpacks: it inflates into a buffer of just that size.
    unpacked = unzipSync(zip, {
      filter: ({ name, size, originalSize }: UnzipFileInfo) => {
        if (name.endsWith('/') || name.startsWith('__MACOSX/') || /(^|\/)\.DS_Store$/.test(name)) return false;
        // `__proto__` would not even become a key of what fflate returns.
        if (/(^|[/\\])__proto__([/\\]|$)/.test(name)) throw new Refusal('it holds a file named __proto__');
        total += Math.max(size, originalSize);
        sizes.set(name, originalSize);
        if (total > MAX_PROJECT_BYTES) throw new Refusal(`unpacked it is larger than ${MAX_PROJECT_BYTES / 1024 / 1024} MB`);
        if (sizes.size > MAX_FILES + 1) throw new Refusal(`it holds more than ${MAX_FILES} files`);
        return true;
      },
    });
    if (Object.entries(unpacked).some(([name, bytes]) => bytes.length !== sizes.get(name))) throw new Refusal('one of its files is not as long as the zip says');
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, sentence: `${fileName} cannot be opened: ${error.message}.` };
    return { ok: false, sentence: `${fileName} is not a zip file that can be read: it is damaged, encrypted, or of another kind.` };
  }
  const entries = withoutCommonFolder(Object.entries(unpacked).map(([path, bytes]): [string, Uint8Array] => [path.replaceAll('\\', '/'), bytes]));
  const note = entries.find(([path]) => path === ARCHIVE_NOTE);
  const files = checkedFiles(entries.filter(([path]) => path !== ARCHIVE_NOTE), fileName);
  if (!files.ok) return files;
  if (note === undefined) {
    if (files.value.size === 0) return { ok: false, sentence: `${fileName} holds no files.` };
    const program = [...files.value.keys()].find((path) => path.endsWith('.py'));
    const command = program === undefined || /[\s'"\\]/.test(program) ? '' : `mpiexec -n 4 python3 ${program}`;
    const name = fileName.replace(/\.zip$/i, '').slice(0, MAX_NAME_LENGTH);
    return { ok: true, value: { name, files: files.value, command, settings: DEFAULT_SETTINGS, lesson: null } };
  }
  const parsed = parsedNote(textOf({ bytes: note[1] }));
  if (!parsed.ok) return { ok: false, sentence: `${fileName} cannot be opened. ${parsed.sentence}` };
  return { ok: true, value: { ...parsed.value, files: files.value } };
}

function parsedNote(text: string): Checked<Omit<ProjectContent, 'files'>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, sentence: `Its ${ARCHIVE_NOTE} is not JSON; remove that file from the zip to open the rest.` };
  }
  const current = upgraded(json, 'zip', NOTE_FORMAT, []);
  if (!current.ok) return current;
  const parsed = v.safeParse(noteSchema, current.value);
  if (!parsed.success) return { ok: false, sentence: `In its ${ARCHIVE_NOTE} ${reasonOf(parsed.issues)}.` };
  const { name, command, settings, lesson } = parsed.output;
  return { ok: true, value: { name, command, settings, lesson } };
}

/// `mpi-main/a.py, mpi-main/b.py` become `a.py, b.py`: hosts pack a repository that way.
function withoutCommonFolder(entries: readonly [string, Uint8Array][]): readonly [string, Uint8Array][] {
  if (entries.some(([path]) => path === ARCHIVE_NOTE)) return entries;
  const folder = entries[0]?.[0].match(/^[^/]+\//)?.[0];
  if (folder === undefined || folder === '../' || !entries.every(([path]) => path.startsWith(folder))) return entries;
  return entries.map(([path, bytes]) => [path.slice(folder.length), bytes]);
}
