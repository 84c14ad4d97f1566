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
      sentences.push(`${path} (${file.bytes.length} bytes), which the run wrote, is not kept: a project holds at most ${MAX_FILES} files and ${MAX_PROJECT_BYTES / 1024 / 1024} MB. Remove files that are not needed.`);
    } else {
      files.set(target, file);
      written.add(target);
      total = grown;
      if (edited) sentences.push(`${path} was edited while the run wrote to it; what the run wrote is in ${target}.`);
    }
  }
  return { files, written, sentences };
}

function beside(path: string, files: ProjectFiles): string {
  for (let count = 1; ; count++) {
    const name = `${path}.run${count === 1 ? '' : count}`;
    if (!files.has(name)) return name;
  }
}
