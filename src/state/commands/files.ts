/// Changes to the open project's files. Refusals are sentences, returned to whoever asked.

import { changed, fileOf, type ProjectFile, toZip, withFile, withoutFile, withRenamed } from '../../project';
import { tell } from '../page/message-store';
import { projectStore } from '../project/project-store';
import { tabsStore } from '../project/tabs-store';
import { services } from '../services';
import { update, updateFiles } from './saving';

const files = (): ReadonlyMap<string, ProjectFile> => projectStore.getState().project.files;

/// The editor's text of a file; called at every key.
export function editFile(path: string, text: string): void {
  const { project } = projectStore.getState();
  const next = withFile(project, path, fileOf(text));
  if (next.ok) update(next.value);
  if (tabsStore.getState().mark?.file === path) tabsStore.setState({ mark: null });
}

/// null, or the sentence why not.
export function newFile(path: string, file: ProjectFile = fileOf('')): string | null {
  const { project } = projectStore.getState();
  if (project.files.has(path)) return `There is already a file ${path}; choose another name.`;
  const next = withFile(project, path, file);
  if (!next.ok) return next.sentence;
  update(next.value);
  openFile(path);
  return null;
}

export function renameFile(from: string, to: string): string | null {
  const { project } = projectStore.getState();
  const next = withRenamed(project, from, to);
  if (!next.ok) return next.sentence;
  const renamed = (path: string): string => (path === from ? to : path);
  const { tabs, active } = tabsStore.getState();
  projectStore.setState(({ written }) => ({ project: next.value, written: new Set([...written].map(renamed)) }));
  tabsStore.setState({ tabs: tabs.map(renamed), active: active === null ? null : renamed(active) });
  update(next.value);
  return null;
}

/// Removes files; a message offers to bring them back.
export function removeFiles(paths: readonly string[]): void {
  const before = projectStore.getState().project;
  const { tabs, active } = tabsStore.getState();
  const gone = paths.filter((path) => before.files.has(path));
  if (gone.length === 0) return;
  update(gone.reduce(withoutFile, before));
  const undo = (): void => {
    const now = projectStore.getState().project;
    if (now.id !== before.id) return tell('Another project is open now; open the first again to bring its file back.');
    const restored = new Map(now.files);
    for (const path of gone) {
      const file = before.files.get(path);
      if (file !== undefined && !restored.has(path)) restored.set(path, file);
    }
    updateFiles(restored);
    tabsStore.setState({ tabs: tabs.filter((path) => restored.has(path)), active });
  };
  tell(gone.length === 1 ? `${gone[0]} is removed.` : `${gone.length} files are removed.`, { action: { label: 'Undo', run: undo } });
}

/// Puts a file back to what it was when the project began; false when the project did not begin with it.
export function resetFile(path: string): boolean {
  const { project, origin } = projectStore.getState();
  const original = origin?.files.get(path);
  const mine = project.files.get(path);
  if (original === undefined) return false;
  updateFiles(new Map(project.files).set(path, original));
  if (mine !== undefined) {
    const undo = (): void => {
      const now = projectStore.getState().project;
      if (now.id === project.id) updateFiles(new Map(now.files).set(path, mine));
    };
    tell(`${path} is as it was at the beginning.`, { action: { label: 'Undo', run: undo } });
  }
  return true;
}

/// Takes in files of the person's computer; equal names are replaced, with a way back.
export function addFiles(added: readonly (readonly [path: string, bytes: Uint8Array])[]): void {
  const before = projectStore.getState().project;
  let next = before;
  for (const [path, bytes] of added) {
    const with_ = withFile(next, path, { bytes });
    if (with_.ok) next = with_.value;
    else tell(with_.sentence, { tone: 'problem' });
  }
  if (next === before) return;
  update(next);
  const replaced = added.filter(([path]) => before.files.has(path));
  const names = added.length === 1 ? `${added[0]?.[0]} is` : `${added.length} files are`;
  const undo = (): void => {
    const now = projectStore.getState().project;
    if (now.id !== before.id) return;
    const restored = new Map(now.files);
    for (const [path] of replaced) {
      const file = before.files.get(path);
      if (file !== undefined) restored.set(path, file);
    }
    updateFiles(restored);
  };
  tell(`${names} in the working directory.`, replaced.length === 0 ? {} : { action: { label: `Undo (${replaced.length} replaced)`, run: undo } });
}

export function openFile(path: string): void {
  if (!files().has(path)) return;
  tabsStore.setState(({ tabs }) => ({ tabs: tabs.includes(path) ? tabs : [...tabs, path], active: path }));
}

let serial = 0;

/// Opens a file at a 1-based line, as from a traceback or the timeline. Paths may come as the rank saw them.
export function openLine(path: string, line: number): void {
  showLine(path, line, true);
}

/// As `openLine`; without `focus` the person may go on typing where they are.
export function showLine(path: string, line: number, focus: boolean): void {
  const name = projectPath(path);
  if (name === null) return tell(`${path} is not a file of this project, so its line ${line} cannot be shown.`);
  openFile(name);
  serial += 1;
  tabsStore.setState({ goTo: { path: name, line, serial, focus } });
}

/// A path in a traceback (`/home/student/mpiEx.py`, `./mpiEx.py`) as a path of the project; null when it is none.
export function projectPath(path: string): string | null {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  for (let from = 0; from < parts.length; from++) {
    const candidate = parts.slice(from).join('/');
    if (files().has(candidate)) return candidate;
  }
  return null;
}

export function closeTab(path: string): void {
  tabsStore.setState(({ tabs, active }) => {
    const at = tabs.indexOf(path);
    const left = tabs.filter((other) => other !== path);
    return { tabs: left, active: active === path ? (left[Math.min(at, left.length - 1)] ?? null) : active };
  });
}

export function downloadFile(path: string): void {
  const file = files().get(path);
  if (file !== undefined) services().download(path.split('/').at(-1) ?? path, file.bytes, 'application/octet-stream');
}

/// All files of the project, its command and settings, as a zip.
export function downloadAll(): void {
  const { project } = projectStore.getState();
  services().download(`${fileName(project.name)}.zip`, toZip(project), 'application/zip');
}

export function setCommand(command: string): void {
  const { project } = projectStore.getState();
  if (project.command !== command) update(changed(project, { command }));
}

function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._ -]+/gu, '_').trim() || 'project';
}
