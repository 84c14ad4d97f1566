/// The safety net: what is not yet in IndexedDB when the page goes, written to localStorage, which is synchronous.

import { type Project, type ProjectFile, recordsVariables, sameFile } from '../../project';

/// Changes since the last save, as JSON. Files are base64: any bytes, and no trouble with quotes.
export interface Journal {
  readonly id: string;
  /// Stamp of the save they were made on; null when the project was never saved.
  readonly base: string | null;
  readonly revision: number;
  readonly name: string;
  readonly command: string;
  readonly lesson: string | null;
  readonly settings: Project['settings'];
  readonly changed: readonly (readonly [path: string, base64: string])[];
  /// All paths, in order; what is neither here nor in `changed` was removed.
  readonly paths: readonly string[];
}

export type JournalStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & { keys(): readonly string[] };

const PREFIX = 'commworld.journal.';

/// Writes the changes from `saved` to `project`; false when localStorage would not take them.
export function writeJournal(store: JournalStore, page: string, project: Project, saved: Project | null, base: string | null): boolean {
  const changed: [string, string][] = [];
  for (const [path, file] of project.files) {
    if (saved?.files.get(path) !== file) changed.push([path, toBase64(file.bytes)]);
  }
  const { id, revision, name, command, lesson, settings } = project;
  const journal: Journal = { id, base, revision, name, command, lesson, settings, changed, paths: [...project.files.keys()] };
  try {
    store.setItem(PREFIX + page, JSON.stringify(journal));
    return true;
  } catch {
    return false;
  }
}

export function removeJournal(store: JournalStore, page: string): void {
  try {
    store.removeItem(PREFIX + page);
  } catch {
    // Storage that refuses has kept nothing either.
  }
}

/// Journals left by pages that went before they had saved; damaged ones are thrown away.
export function journals(store: JournalStore): readonly { readonly page: string; readonly journal: Journal }[] {
  const found: { page: string; journal: Journal }[] = [];
  let keys: readonly string[] = [];
  try {
    keys = store.keys().filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
  for (const key of keys) {
    const journal = parsed(store.getItem(key));
    if (journal === null) store.removeItem(key);
    else found.push({ page: key.slice(PREFIX.length), journal });
  }
  return found;
}

/// `project` with the journal's changes over it.
export function withJournal(project: Project | null, journal: Journal): Project {
  const files = new Map<string, ProjectFile>();
  const changed = new Map(journal.changed);
  for (const path of journal.paths) {
    const base64 = changed.get(path);
    const file = base64 === undefined ? project?.files.get(path) : { bytes: fromBase64(base64) };
    if (file !== undefined) files.set(path, file);
  }
  const { id, revision, name, command, lesson, settings } = journal;
  return { id, revision, name, command, lesson, settings, files };
}

/// Whether two projects hold the same work; revisions aside.
export function sameWork(one: Project, other: Project): boolean {
  if (one.name !== other.name || one.command !== other.command) return false;
  if (one.settings.eagerLimit !== other.settings.eagerLimit || one.settings.buffering !== other.settings.buffering) return false;
  if (recordsVariables(one.settings) !== recordsVariables(other.settings)) return false;
  if (one.files.size !== other.files.size) return false;
  return [...one.files].every(([path, file]) => {
    const twin = other.files.get(path);
    return twin !== undefined && sameFile(file, twin);
  });
}

function parsed(text: string | null): Journal | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isJournal(value) ? value : null;
  } catch {
    return null;
  }
}

/// The page wrote it itself: this guards against other versions and cut writes; `fromStored` checks the rest before use.
function isJournal(value: unknown): value is Journal {
  if (typeof value !== 'object' || value === null) return false;
  const has = (key: string, type: string): boolean => typeof Reflect.get(value, key) === type;
  return has('id', 'string') && has('revision', 'number') && has('name', 'string') && has('command', 'string') && has('settings', 'object')
    && Array.isArray(Reflect.get(value, 'changed')) && Array.isArray(Reflect.get(value, 'paths'));
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
