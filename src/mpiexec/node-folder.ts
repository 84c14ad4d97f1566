import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LaunchError } from './launcher';

/// Files above this size stay on disk and are not seen by the ranks. Bytes.
const LARGEST_FILE = 32 * 1024 * 1024;
/// So much the ranks' shared disk takes and leaves room for what they write. Bytes, and number of files.
const LARGEST_FOLDER = 256 * 1024 * 1024;
const MOST_FILES = 4096;
const DEEPEST = 8;

export type Files = Readonly<Record<string, Uint8Array>>;

/// The files of a folder by path relative to it, as the ranks see them: hidden ones, caches and packages are left out.
/// Throws `LaunchError` when there are more than the ranks' disk holds.
export function readFolder(folder: string): Files {
  const files: Record<string, Uint8Array> = {};
  let [bytes, count] = [0, 0];
  const visit = (relative: string, depth: number): void => {
    for (const { name } of readdirSync(join(folder, relative), { withFileTypes: true })) {
      if (name.startsWith('.') || name === 'node_modules' || name === '__pycache__') continue;
      const path = relative === '' ? name : `${relative}/${name}`;
      // Through links, as a program would; a link to nowhere is no file.
      const status = statSync(join(folder, path), { throwIfNoEntry: false });
      if (status?.isDirectory() === true && depth < DEEPEST) visit(path, depth + 1);
      if (status?.isFile() !== true || status.size > LARGEST_FILE) continue;
      bytes += status.size;
      if (++count > MOST_FILES || bytes > LARGEST_FOLDER) {
        throw new LaunchError(`The ranks see the files of the folder they are started in, and ${folder} holds more than ${MOST_FILES} files or ${LARGEST_FOLDER >> 20} MiB. Start in the program's own folder.`);
      }
      files[path] = readFileSync(join(folder, path));
    }
  };
  visit('', 0);
  return files;
}

/// Does to the folder what the ranks did to their files: writes the changed and the new ones, removes those that are gone.
export function writeFolder(folder: string, before: Files, after: Files): void {
  for (const [path, bytes] of Object.entries(after)) {
    const old = before[path];
    if (old !== undefined && Buffer.compare(old, bytes) === 0) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  for (const path of Object.keys(before)) if (after[path] === undefined) rmSync(join(folder, path), { force: true });
}
