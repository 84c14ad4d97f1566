/// The files of a run come back into the project, which may have been edited meanwhile: a three-way merge by file.

import { MAX_FILES, MAX_PROJECT_BYTES, type ProjectFile, type ProjectFiles, refusedBeside, refusedPath, sameFile } from '../../project';

export interface Merged {
  readonly files: ProjectFiles;
  /// Paths that the run wrote or changed, as they are in `files`.
  readonly written: ReadonlySet<string>;
  /// Sentences for the person: what could not be kept, or is kept beside.
  readonly sentences: readonly string[];
}

/// `launched` is what the run began with, `present` the project now, `after` the working directory when the run ended.
export function mergeFiles(launched: ProjectFiles, present: ProjectFiles, after: Readonly<Record<string, Uint8Array>>): Merged {
  const files = new Map(present);
  const written = new Set<string>();
  const sentences: string[] = [];
  const tooMuch: { readonly path: string; readonly bytes: number }[] = [];
  const kept = new Map<string, ProjectFile>(Object.entries(after).map(([path, bytes]) => [path, { bytes }]));

  for (const [path, before] of launched) {
    // Removed by the run; what the person changed meanwhile stays.
    if (!kept.has(path) && files.get(path) === before) files.delete(path);
  }
  let total = [...files.values()].reduce((sum, file) => sum + file.bytes.length, 0);
  for (const [path, file] of [...kept].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const before = launched.get(path);
    if (before !== undefined && sameFile(before, file)) continue;
    const mine = files.get(path);
    const edited = mine !== undefined && mine !== before && !sameFile(mine, file);
    const target = edited ? beside(path, files) : path;
    const refused = files.has(target) ? null : (refusedPath(target) ?? refusedBeside(target, files.keys()));
    const grown = total + file.bytes.length - (files.get(target)?.bytes.length ?? 0);
    if (refused !== null) {
      sentences.push(`A file that the run wrote is not kept. ${refused}`);
    } else if (grown > MAX_PROJECT_BYTES || (!files.has(target) && files.size >= MAX_FILES)) {
      tooMuch.push({ path, bytes: file.bytes.length });
    } else {
      files.set(target, file);
      written.add(target);
      total = grown;
      if (edited) sentences.push(`${path} was edited while the run wrote to it; what the run wrote is in ${target}.`);
    }
  }
  if (tooMuch.length > 0) sentences.push(notKept(tooMuch));
  return { files, written, sentences };
}

/// One sentence however many they are: a run may write ten thousand files.
function notKept(files: readonly { readonly path: string; readonly bytes: number }[]): string {
  const named = files.slice(0, 3).map(({ path, bytes }) => `${path} (${bytes} bytes)`).join(', ');
  const more = files.length > 3 ? ` and ${files.length - 3} more` : '';
  const limit = `a project holds at most ${MAX_FILES} files and ${MAX_PROJECT_BYTES / 1024 / 1024} MB. Remove files that are not needed.`;
  return `${named}${more}, which the run wrote, ${files.length === 1 ? 'is' : 'are'} not kept: ${limit}`;
}

function beside(path: string, files: ProjectFiles): string {
  for (let count = 1; ; count++) {
    const name = `${path}.run${count === 1 ? '' : count}`;
    if (!files.has(name)) return name;
  }
}
