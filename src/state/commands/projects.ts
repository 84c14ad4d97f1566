/// Opening, making, copying, renaming and removing projects; zips and links that come in.

import {
  changed, contentOf, decodeLink, DEFAULT_SETTINGS, fileOf, fromStored, fromZip, isLink, MAX_NAME_LENGTH, type Project, type ProjectContent, projectOf, toStored,
} from '../../project';
import { tell } from '../page/message-store';
import { type Arrival, projectStore } from '../project/project-store';
import { startContent } from '../project/start-project';
import { services } from '../services';
import { copyName } from '../storage/autosave';
import { journals, removeJournal, sameWork, withJournal } from '../storage/journal';
import { refreshEntries, saving, show, update } from './saving';
import { stopRun } from './run';

/// Opens a kept project; tells when it cannot be read.
export async function openProject(id: string): Promise<boolean> {
  await saving().flush();
  try {
    const kept = await services().storage.read(id);
    if (kept === null) return false;
    const project = fromStored(kept.project);
    if (!project.ok) {
      tell(project.sentence, { tone: 'problem' });
      return false;
    }
    const origin = kept.origin === null ? null : fromStored(kept.origin);
    stopRun();
    show(project.value, kept, origin?.ok === true ? contentOf(origin.value) : null);
    return true;
  } catch {
    tell('The browser’s storage did not answer, so the project could not be opened; reload the page and try again.', { tone: 'problem' });
    return false;
  }
}

/// Makes a project of `content` and shows it. What was open stays kept.
export async function addProject(content: ProjectContent, arrival: Arrival | null = null): Promise<Project> {
  await saving().flush();
  stopRun();
  const project = projectOf({ ...content, name: freeName(content.name) });
  show(project, null, content, arrival);
  await saving().flush();
  return project;
}

export async function newProject(): Promise<void> {
  await addProject({
    name: 'Untitled',
    files: new Map([['main.py', fileOf('from mpi4py import MPI\n\ncomm = MPI.COMM_WORLD\nrank = comm.Get_rank()\nsize = comm.Get_size()\n')]]),
    command: 'aprun -n 4 python3 main.py',
    settings: DEFAULT_SETTINGS,
    lesson: null,
  });
}

export async function duplicateProject(): Promise<void> {
  const { project, origin } = projectStore.getState();
  await saving().flush();
  const copy = projectOf({ ...contentOf(project), name: copyName(project.name) });
  show(copy, null, origin);
  await saving().flush();
  tell(`This is “${copy.name}”, a copy.`);
}

export function renameProject(name: string): string | null {
  const { project } = projectStore.getState();
  const wanted = name.trim();
  if (wanted === '') return 'A project needs a name.';
  if (wanted.length > MAX_NAME_LENGTH) return `The name has ${wanted.length} characters; at most ${MAX_NAME_LENGTH} are possible.`;
  if (wanted !== project.name) update(changed(project, { name: wanted }));
  return null;
}

/// Removes the open project and opens the most recent other one; a message offers to bring it back.
export async function removeProject(): Promise<void> {
  const { project, origin } = projectStore.getState();
  await saving().flush();
  try {
    await services().storage.remove(project.id);
  } catch {
    return tell('The browser’s storage refused to remove the project; reload the page and try again.', { tone: 'problem' });
  }
  await refreshEntries();
  const next = projectStore.getState().entries.find(({ id }) => id !== project.id);
  if (next === undefined || !(await openProject(next.id))) {
    stopRun();
    const content = startContent();
    show(projectOf(content), null, content);
  }
  const undo = (): void => {
    void saving().flush().then(async () => {
      show(project, null, origin);
      await saving().flush();
    });
  };
  tell(`The project “${project.name}” is removed.`, { action: { label: 'Undo', run: undo } });
}

/// A zip from the person's computer becomes a new project.
export async function importZip(bytes: Uint8Array, fileName: string): Promise<void> {
  const content = fromZip(bytes, fileName);
  if (!content.ok) return tell(content.sentence, { tone: 'problem' });
  await addProject(content.value, { from: 'zip', content: content.value });
}

/// A link's fragment, with or without `#`. Makes a new project, runs nothing. False when it is no link of ours.
export async function openFragment(fragment: string): Promise<boolean> {
  const text = fragment.replace(/^#/, '');
  if (!isLink(text)) return false;
  const decoded = decodeLink(text);
  if (!decoded.ok) {
    tell(decoded.sentence, { tone: 'problem' });
    return false;
  }
  if (alreadyHere(decoded.content)) return true;
  await addProject(decoded.content, { from: 'link', content: decoded.content });
  return true;
}

/// The banner was read.
export function acceptArrival(): void {
  projectStore.setState({ arrival: null });
}

/// Takes over unsaved work of pages that went before they could save it.
export async function recover(): Promise<void> {
  const { local, storage, page } = services();
  for (const { page: left, journal } of journals(local)) {
    if (left === page) continue;
    try {
      const kept = await storage.read(journal.id);
      const stored = kept === null ? null : fromStored(kept.project);
      const base = stored?.ok === true ? stored.value : null;
      const recovered = withJournal(base, journal);
      const checked = fromStored(toStored(recovered));
      if (checked.ok && !(base !== null && sameWork(base, checked.value))) {
        const conflicts = (kept?.stamp ?? null) !== journal.base;
        const project = conflicts && kept !== null ? projectOf({ ...checked.value, name: copyName(checked.value.name) }) : checked.value;
        const next = { project: toStored(project), origin: kept?.origin ?? null, stamp: crypto.randomUUID(), savedAt: services().now() };
        const outcome = await storage.write(next, conflicts ? null : journal.base);
        if (outcome === 'written' && project.id !== journal.id) tell(`Unsaved work on “${checked.value.name}” was found; it is kept as “${project.name}”.`);
      }
      removeJournal(local, left);
    } catch {
      // Storage does not answer: the journal stays for the next visit.
    }
  }
}

/// Another tab saved a project: when it is the one shown here and nothing is unsaved here, this tab shows that work.
export async function takeOver(id: string): Promise<void> {
  const { project } = projectStore.getState();
  if (project.id !== id || saving().dirty) return;
  const kept = await services().storage.read(id);
  const theirs = kept === null ? null : fromStored(kept.project);
  if (kept === null || theirs?.ok !== true || saving().dirty || projectStore.getState().project.id !== id || kept.stamp === saving().base) return;
  const { origin } = projectStore.getState();
  projectStore.setState({ project: theirs.value });
  saving().open(theirs.value, kept);
  projectStore.setState({ origin });
}

/// A link opened again while the project it made is shown and unchanged needs no second one.
function alreadyHere(content: ProjectContent): boolean {
  const { project, origin } = projectStore.getState();
  const as = (each: ProjectContent): Project => projectOf({ ...each, name: '' }, '');
  return origin !== null && sameWork(as(origin), as(content)) && sameWork(as(project), as(content));
}

function freeName(name: string): string {
  const names = new Set(projectStore.getState().entries.map((entry) => entry.name));
  let free = name.trim() === '' ? 'Untitled' : name;
  for (let count = 2; names.has(free); count++) free = `${name.slice(0, MAX_NAME_LENGTH - 6)} ${count}`;
  return free;
}
