/// The course in `public/course`: complete, without stray files, and every solution, mistake and starter judged as it says.

import { readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Launcher } from '../mpiexec/launcher';
import { DEFAULT_SETTINGS, sameFile } from '../project';
import { checkAttempt } from './check/attempt';
import { observe } from './check/observe';
import { type ReadCourseFile, loadCourse, namedPrograms, readMistake } from './load';
import { nativeLauncher } from './native-launcher.test-data';
import type { Exercise, Lesson } from './types';

const folder = join(import.meta.dirname, '../../public/course');
const used = new Set<string>();
const read: ReadCourseFile = (path) => {
  used.add(path);
  return readFile(join(folder, path), 'utf8');
};
const course = await loadCourse(read);

const exercises: readonly [Lesson, Exercise][] = course.lessons.flatMap((lesson) => (lesson.exercise === null ? [] : [[lesson, lesson.exercise] as [Lesson, Exercise]]));
const mistakes = exercises.flatMap(([lesson, exercise]) => exercise.mistakes.map((mistake) => ({ lesson, exercise, mistake, title: `${lesson.id}: ${mistake.name}` })));

describe('the course', () => {
  it('shows each of its programs once', () => {
    for (const { text, programs } of course.lessons) expect(namedPrograms(text)).toEqual(programs.map(({ name }) => name));
  });

  it('leaves the code blocks of its programs empty, for the page fills them in', () => {
    for (const { text } of course.lessons) for (const name of namedPrograms(text)) expect(text).toMatch(new RegExp(`^\`\`\`python ${name.replaceAll('.', '\\.')}\\n\`\`\`$`, 'm'));
  });

  it('has an exercise in every lesson, with hints, and mistakes of different names', () => {
    expect(exercises.length).toBe(course.lessons.length);
    for (const [{ id }, { hints, starter, solution, mistakes: listed }] of exercises) {
      expect(hints.length, id).toBeGreaterThanOrEqual(2);
      expect(new Set(listed.map(({ name }) => name)).size, id).toBe(listed.length);
      expect([...solution].every(([path, file]) => sameFile(file, starter.get(path) ?? file)), id).toBe(false);
    }
  });

  it('has no files that nothing names', async () => {
    for (const { lesson, mistake } of mistakes) await readMistake(read, lesson, mistake.file);
    const all = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
    expect(all.filter((path) => !used.has(path))).toEqual([]);
  });
});

/// Runs of a wrong program often end by their time; nobody waits for a lecture's sake here.
const hurried = (exercise: Exercise): Exercise => ({ ...exercise, seconds: 4 });
const explained = (report: Awaited<ReturnType<typeof checkAttempt>>): string => report.runs.flatMap(({ sentences }) => sentences).join('\n');

function describeRuns(name: string, launcher: () => Pick<Launcher, 'launch'>): void {
  describe(name, { timeout: 180_000 }, () => {
    it.each(course.lessons.flatMap(({ id, programs }) => programs.map((program) => ({ id, program, file: program.name }))))('$file of $id runs to its end', async ({ program: { files, command } }) => {
      const { result, stderr, ended } = await observe(launcher(), { command, files, settings: DEFAULT_SETTINGS, input: [], seconds: 20 });
      expect(stderr).toBe('');
      expect([result.code, ended]).toEqual([0, null]);
    });

    it.each(exercises.map(([lesson, exercise]) => ({ id: lesson.id, exercise })))('the solution of $id passes', async ({ exercise }) => {
      const report = await checkAttempt(exercise, exercise.solution, launcher());
      expect(explained(report)).toBe('');
      expect(report.passed).toBe(true);
    });

    it.each(exercises.map(([lesson, exercise]) => ({ id: lesson.id, exercise })))('the starter of $id fails', async ({ exercise }) => {
      const report = await checkAttempt(hurried(exercise), exercise.starter, launcher());
      expect(report.passed).toBe(false);
      expect(explained(report)).not.toBe('');
    });

    it.each(mistakes)('$title is recognised', async ({ lesson, exercise, mistake }) => {
      const report = await checkAttempt(hurried(exercise), await readMistake(read, lesson, mistake.file), launcher());
      expect(report.passed).toBe(false);
      expect(report.mistake?.name, explained(report)).toBe(mistake.name);
    });
  });
}

interface NodeParts {
  readonly launcher: string;
  readonly places: unknown;
}

// The command-line runner's launcher, as `tools/mpiexec.mjs` bundles it; it needs numpy's wheel, which set-up fetches.
const wheel = join(import.meta.dirname, '../../.cache/python/numpy.whl');
describe.skipIf(!existsSync(wheel))('every program of it, run', () => {
  let node: (Pick<Launcher, 'launch'> & { close(): void }) | null = null;
  beforeAll(async () => {
    const bundler: { nodeParts(): Promise<NodeParts> } = await import(/* @vite-ignore */ pathToFileURL(join(import.meta.dirname, '../../tools/node-bundle.mjs')).href);
    const { launcher, places } = await bundler.nodeParts();
    const made: { createNodeLauncher(places: unknown): Pick<Launcher, 'launch'> & { close(): void } } = await import(/* @vite-ignore */ pathToFileURL(launcher).href);
    node = made.createNodeLauncher(places);
  }, 300_000);
  afterAll(() => node?.close());

  describeRuns('by this engine', () => {
    if (node === null) throw new Error('the launcher was not made');
    return node;
  });
});

// COMMWORLD_NATIVE=1 on a machine with Open MPI and mpi4py: the same judgements under a real mpiexec.
describe.skipIf(process.env['COMMWORLD_NATIVE'] !== '1')('every program of it, run', () => describeRuns('by a real mpiexec', () => nativeLauncher));
