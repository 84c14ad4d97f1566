/// Lessons: loading the course, putting its programs into the editor, checking an attempt. The lesson's own project holds the
/// work on it, so that nothing of the person's other projects is touched.

import type { Exercise, Lesson, Progress } from '../../lessons';
import { changed, contentOf, DEFAULT_SETTINGS, fromStored, type Project, type ProjectFiles, projectOf, sameFile, toStored } from '../../project';
import { lessonStore } from '../lessons/lesson-store';
import { commandStore } from '../page/command-store';
import { tell } from '../page/message-store';
import { projectStore } from '../project/project-store';
import { isBusy } from '../run/run-status';
import { runStore } from '../run/run-store';
import { services } from '../services';
import { openFile } from './files';
import { openProject } from './projects';
import { connected } from './run';
import { saving, show, update } from './saving';

const PROGRESS_KEY = 'commworld.progress';
const LESSON_KEY = 'commworld.lesson';

let stopping: AbortController | null = null;

/// Loads the course and the person's progress; safe to call again.
export async function loadLessons(): Promise<void> {
  if (lessonStore.getState().lessons !== null) return;
  try {
    const room = await import('../../lessons');
    const { local, address } = services();
    lessonStore.setState({ progress: room.parseProgress(parsed(local.getItem(PROGRESS_KEY))), current: local.getItem(LESSON_KEY), problem: null });
    const { lessons } = await room.loadCourse(room.courseReader(address()));
    lessonStore.setState({ lessons });
  } catch (error) {
    lessonStore.setState({ problem: `The lessons could not be loaded: ${error instanceof Error ? error.message : String(error)}. Everything else works; reload the page to try again.` });
  }
}

export function selectLesson(id: string | null): void {
  stopping?.abort();
  lessonStore.setState({ current: id, check: { kind: 'none' } });
  keep(LESSON_KEY, id ?? '');
}

/// Puts a program of the open lesson into the editor, in the lesson's project.
export async function loadProgram(files: ProjectFiles, command: string): Promise<void> {
  const lesson = currentLesson();
  if (lesson !== null) await putIn(lesson, files, command, null);
}

/// Puts the exercise's starter into the editor: the first time, or to begin again.
export async function resetExercise(): Promise<void> {
  const lesson = currentLesson();
  if (lesson?.exercise) await putIn(lesson, lesson.exercise.starter, lesson.exercise.command, lesson.exercise);
  lessonStore.setState({ check: { kind: 'none' } });
}

export async function checkExercise(): Promise<void> {
  const lesson = currentLesson();
  const exercise = lesson?.exercise;
  if (!lesson || !exercise || lessonStore.getState().check.kind === 'running') return;
  if (isBusy(runStore.getState().phase)) {
    lessonStore.setState({ check: { kind: 'failed', sentence: 'A run is under way; wait until it ends, or press Stop, and check again.' } });
    return;
  }
  const { files } = projectStore.getState().project;
  const missing = [...exercise.starter.keys()].find((path) => !files.has(path));
  if (missing !== undefined) {
    lessonStore.setState({ check: { kind: 'failed', sentence: `The open project has no ${missing}. Open the exercise in the editor first.` } });
    return;
  }
  const abort = new AbortController();
  stopping = abort;
  try {
    const room = await import('../../lessons');
    const launcher = await connected();
    const report = await room.checkAttempt(exercise, files, launcher, (progress) => lessonStore.setState({ check: { kind: 'running', progress } }), abort.signal);
    lessonStore.setState(({ progress }) => ({ check: { kind: 'done', report }, progress: room.afterCheck(progress, lesson.id, report) }));
    keepProgress();
  } catch (error) {
    lessonStore.setState({ check: { kind: 'failed', sentence: `The check could not be made: ${error instanceof Error ? error.message : String(error)}` } });
  } finally {
    stopping = null;
  }
}

export function stopCheck(): void {
  stopping?.abort();
}

/// `count` hints of the open lesson are open from now on.
export async function openHints(count: number): Promise<void> {
  await progressed((room, progress, id) => room.afterHint(progress, id, count));
}

export async function showSolution(): Promise<void> {
  await progressed((room, progress, id) => room.afterSolution(progress, id));
}

type Room = typeof import('../../lessons');

async function progressed(step: (room: Room, progress: Progress, id: string) => Progress): Promise<void> {
  const lesson = currentLesson();
  if (lesson === null) return;
  const room = await import('../../lessons');
  lessonStore.setState(({ progress }) => ({ progress: step(room, progress, lesson.id) }));
  keepProgress();
}

function currentLesson(): Lesson | null {
  const { lessons, current } = lessonStore.getState();
  return lessons?.find(({ id }) => id === current) ?? null;
}

/// Writes files into the lesson's project, which is opened or made; what they replace comes back by Undo.
async function putIn(lesson: Lesson, files: ProjectFiles, command: string, exercise: Exercise | null): Promise<void> {
  const before = await lessonProject(lesson);
  const next = changed(before, { files: new Map([...before.files, ...files]), command, settings: exercise?.settings ?? before.settings });
  const origin = projectStore.getState().origin;
  const began = { ...contentOf(next), files: new Map([...(origin?.files ?? []), ...files]) };
  projectStore.setState({ origin: began });
  saving().setOrigin(toStored(projectOf(began)));
  update(next);
  commandStore.setState({ text: command });
  const [first] = [...files.keys()].filter((path) => path.endsWith('.py'));
  if (first !== undefined) openFile(first);
  const replaced = [...files].filter(([path, file]) => {
    const mine = before.files.get(path);
    const original = origin?.files.get(path);
    return mine !== undefined && !sameFile(mine, file) && !(original !== undefined && sameFile(mine, original));
  });
  if (replaced.length === 0) return;
  const undo = (): void => {
    const now = projectStore.getState().project;
    if (now.id !== before.id) return;
    const restored = new Map(now.files);
    for (const [path] of replaced) {
      const mine = before.files.get(path);
      if (mine !== undefined) restored.set(path, mine);
    }
    update(changed(now, { files: restored }));
  };
  tell(`${replaced.map(([path]) => path).join(', ')} is now the lesson’s; your version was replaced.`, { action: { label: 'Undo', run: undo } });
}

async function lessonProject(lesson: Lesson): Promise<Project> {
  const open = projectStore.getState().project;
  if (open.lesson === lesson.id) return open;
  const id = `lesson-${lesson.id}`;
  const kept = await services().storage.read(id).catch(() => null);
  if (kept !== null && fromStored(kept.project).ok && (await openProject(id))) return projectStore.getState().project;
  await saving().flush();
  const content = { name: lesson.title, files: new Map(), command: '', settings: DEFAULT_SETTINGS, lesson: lesson.id };
  const project = projectOf(content, id);
  show(project, null, content);
  tell(`This is a project of its own for the lesson; “${open.name}” is kept in the project menu.`);
  return project;
}

function keepProgress(): void {
  keep(PROGRESS_KEY, JSON.stringify(lessonStore.getState().progress));
}

function keep(key: string, value: string): void {
  try {
    services().local.setItem(key, value);
  } catch {
    // Without storage progress lives as long as the page; saving the project tells that nothing is kept.
  }
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}
