/// A project: what is open in the page, saved in the browser and shared by link. Immutable; every change makes a new one.

import type { RunSettings } from '../mpiexec/launcher';
import { DEFAULT_EAGER_LIMIT } from '../protocol';
import { fileOf, type ProjectFile } from './files';
import { refusedBeside, refusedPath } from './paths';

/// Files by path, in the order of their tabs. A map, not an object: paths come from strangers, and `constructor` is a path.
export type ProjectFiles = ReadonlyMap<string, ProjectFile>;

/// What a link or a zip carries: a project without its place in this browser.
export interface ProjectContent {
  /// For people; not unique.
  readonly name: string;
  readonly files: ProjectFiles;
  /// The launch line as typed: `aprun -n 5 python3 mpiEx.py`.
  readonly command: string;
  readonly settings: RunSettings;
  /// Id of the lesson it was opened from, null for none.
  readonly lesson: string | null;
}

export interface Project extends ProjectContent {
  /// Unique in this browser.
  readonly id: string;
  /// Counts changes, from 0: of two copies of one project the higher one is newer.
  readonly revision: number;
}

/// A value, or the sentence that says why there is none.
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly sentence: string };

export const DEFAULT_SETTINGS: RunSettings = { eagerLimit: DEFAULT_EAGER_LIMIT, buffering: 'line' };

/// Whether the variables of ranks are recorded: unless the settings say no.
export const recordsVariables = ({ variables }: RunSettings): boolean => variables !== false;

export const MAX_NAME_LENGTH = 100;
export const MAX_COMMAND_LENGTH = 4000;
export const MAX_FILES = 500;
/// Bytes of all files together that storage, zip and link may bring in.
export const MAX_PROJECT_BYTES = 32 * 1024 * 1024;

export function projectOf(content: ProjectContent, id: string = crypto.randomUUID()): Project {
  return { ...content, id, revision: 0 };
}

export function contentOf(project: Project): ProjectContent {
  const { name, files, command, settings, lesson } = project;
  return { name, files, command, settings, lesson };
}

/// The first thing a visitor sees: runs at once, and differs from run to run.
export function starterContent(): ProjectContent {
  const program = `from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()
size = comm.Get_size()
print(f"Hello from rank {rank} of {size}")
`;
  return { name: 'Untitled', files: new Map([['main.py', fileOf(program)]]), command: 'mpiexec -n 5 python3 main.py', settings: DEFAULT_SETTINGS, lesson: null };
}

/// The project with these parts replaced. A name or command longer than may be stored is cut.
export function changed(project: Project, change: Partial<ProjectContent>): Project {
  const next = { ...project, ...change, revision: project.revision + 1 };
  if (next.name.length <= MAX_NAME_LENGTH && next.command.length <= MAX_COMMAND_LENGTH) return next;
  return { ...next, name: next.name.slice(0, MAX_NAME_LENGTH), command: next.command.slice(0, MAX_COMMAND_LENGTH) };
}

/// Writes or adds a file. A path that is not possible is refused with a sentence.
export function withFile(project: Project, path: string, file: ProjectFile): Checked<Project> {
  if (!project.files.has(path)) {
    const sentence = refusedPath(path) ?? refusedBeside(path, project.files.keys());
    if (sentence !== null) return { ok: false, sentence };
    if (project.files.size >= MAX_FILES) return { ok: false, sentence: `A project holds at most ${MAX_FILES} files; remove some first.` };
  }
  return { ok: true, value: changed(project, { files: new Map(project.files).set(path, file) }) };
}

export function withoutFile(project: Project, path: string): Project {
  if (!project.files.has(path)) return project;
  return changed(project, { files: new Map([...project.files].filter(([other]) => other !== path)) });
}

/// Renames a file and keeps its place among the others.
export function withRenamed(project: Project, from: string, to: string): Checked<Project> {
  const file = project.files.get(from);
  if (file === undefined) return { ok: false, sentence: `There is no file ${JSON.stringify(from)} to rename.` };
  if (from === to) return { ok: true, value: project };
  if (project.files.has(to)) return { ok: false, sentence: `There is already a file ${JSON.stringify(to)}; remove it first or choose another name.` };
  const others = [...project.files.keys()].filter((path) => path !== from);
  const sentence = refusedPath(to) ?? refusedBeside(to, others);
  if (sentence !== null) return { ok: false, sentence };
  return { ok: true, value: changed(project, { files: new Map([...project.files].map(([path, kept]) => (path === from ? [to, file] : [path, kept]))) }) };
}

/// The files as a launch request takes them: path to bytes, no prototype.
export function launchFiles(files: ProjectFiles): Readonly<Record<string, Uint8Array>> {
  const result: Record<string, Uint8Array> = Object.create(null) as Record<string, Uint8Array>;
  for (const [path, file] of files) result[path] = file.bytes;
  return result;
}
