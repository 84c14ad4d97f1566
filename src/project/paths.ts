/// Paths of a project's files: relative to the working directory, `/` between the parts.

export const MAX_PATH_LENGTH = 200;

/// `.commworld.json` holds command and settings in an exported zip; see `archive`.
export const ARCHIVE_NOTE = '.commworld.json';

// `__proto__` cannot be a key of the plain objects in which files go to a rank.
const UNUSABLE_PARTS: ReadonlySet<string> = new Set(['__proto__', ARCHIVE_NOTE]);

const quoted = (path: string): string => JSON.stringify(path.length > 60 ? `${path.slice(0, 57)}…` : path);

/// null when `path` may name a project's file, else one sentence: what is wrong with it and what to write.
export function refusedPath(path: string): string | null {
  if (path === '') return 'A file needs a name, such as main.py.';
  if (path.length > MAX_PATH_LENGTH) return `The file name ${quoted(path)} has ${path.length} characters; at most ${MAX_PATH_LENGTH} are possible.`;
  if (path.startsWith('/')) return `The file name ${quoted(path)} begins with /; write it relative to the working directory, such as data/in.txt.`;
  if (path.includes('\\')) return `The file name ${quoted(path)} holds a backslash; write / between folders.`;
  if (/[\u0000-\u001f\u007f]/.test(path)) return `The file name ${quoted(path)} holds a control character; use letters, digits, . _ and -.`;
  if (!path.isWellFormed()) return `The file name ${quoted(path)} is not valid Unicode; use letters, digits, . _ and -.`;
  for (const part of path.split('/')) {
    if (part === '') return `The file name ${quoted(path)} has an empty part; write one / between folders and a name at the end.`;
    if (part === '.' || part === '..') return `The file name ${quoted(path)} has the part ${part}; write it relative to the working directory, without . and .. parts.`;
    if (UNUSABLE_PARTS.has(part)) return `The file name ${quoted(path)} has the part ${part}, which the page keeps for itself; choose another name.`;
  }
  return null;
}

/// null when `path` may stand beside `others`, else a sentence: a file cannot lie inside another file.
export function refusedBeside(path: string, others: Iterable<string>): string | null {
  for (const other of others) {
    if (other.startsWith(`${path}/`)) return `${quoted(path)} cannot be a file: ${quoted(other)} lies in a folder of that name.`;
    if (path.startsWith(`${other}/`)) return `${quoted(path)} cannot lie in ${quoted(other)}: that is a file, not a folder.`;
  }
  return null;
}
