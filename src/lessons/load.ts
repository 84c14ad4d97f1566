/// Course content from its folder: read, checked as a whole, and refused with a sentence that names file and place.

import * as v from 'valibot';
import { type ProjectFiles, DEFAULT_SETTINGS, fileOf, reasonOf, refusedPath } from '../project';
import { TemplateError } from './check/expression';
import type { Check, Place, Rule } from './check/rules';
import { expandLines, parseTemplate, scopesOfRanks } from './check/template';
import { type CheckJson, type ExerciseJson, type LessonJson, courseSchema, lessonSchema } from './schema';
import type { Course, Exercise, Lesson, LessonProgram } from './types';

/// What is wrong with a course, for its author. `file` is relative to the course.
export class CourseError extends Error {
  override name = 'CourseError';
  constructor(readonly file: string, problem: string) {
    super(`course/${file}: ${problem}`);
  }
}

/// Reads one file of the course by its path within it; rejects when there is none.
export type ReadCourseFile = (path: string) => Promise<string>;

/// Reads by fetch, from `course/` beside the page. `base` is the page's address or `import.meta.env.BASE_URL` resolved against it.
export function courseReader(base: string | URL): ReadCourseFile {
  const folder = new URL('course/', base);
  return async (path) => {
    const response = await fetch(new URL(path, folder));
    // A server that answers every path with the page is noticed by its type.
    if (!response.ok || (response.headers.get('content-type') ?? '').startsWith('text/html')) throw new Error(`the server answered ${response.status}`);
    return response.text();
  };
}

/// Throws `CourseError`. Mistakes' programs are not read: the page never shows them; `readMistake` gives one to a test.
export async function loadCourse(read: ReadCourseFile): Promise<Course> {
  const { title, lessons } = await readJson(read, 'course.json', courseSchema);
  return { title, lessons: await Promise.all(lessons.map((id) => loadLesson(read, id))) };
}

async function loadLesson(read: ReadCourseFile, id: string): Promise<Lesson> {
  const [json, text] = await Promise.all([readJson(read, `${id}/lesson.json`, lessonSchema), readText(read, `${id}/lesson.md`)]);
  const { title, summary } = json;
  const [programs, exercise] = await Promise.all([loadPrograms(read, id, json), json.exercise === undefined ? null : loadExercise(read, id, json.exercise)]);
  for (const name of namedPrograms(text)) {
    if (!programs.some((program) => program.name === name)) throw new CourseError(`${id}/lesson.md`, `shows the program ${name}, which lesson.json does not list under "programs"`);
  }
  return { id, title, summary, text, programs, exercise };
}

/// Programs that a lesson's Markdown shows: fences such as ```` ```python hello.py ````, which stay empty, for the page fills them in.
export function namedPrograms(markdown: string): string[] {
  return [...markdown.matchAll(/^```[a-z]+ +(\S+)\s*$/gm)].map((match) => match[1] ?? '');
}

async function loadPrograms(read: ReadCourseFile, id: string, { programs }: LessonJson): Promise<LessonProgram[]> {
  return Promise.all(programs.map(async ({ file, command }) => ({ name: file, files: new Map([[file, fileOf(await readText(read, `${id}/${file}`))]]), command })));
}

async function loadExercise(read: ReadCourseFile, id: string, json: ExerciseJson): Promise<Exercise> {
  const [text, starter, solution] = await Promise.all([
    readText(read, `${id}/${json.text}`),
    projectFiles(read, id, json, json.starter),
    projectFiles(read, id, json, json.solution),
  ]);
  return {
    text, starter, solution,
    command: json.command,
    settings: { eagerLimit: json.settings.eagerLimit ?? DEFAULT_SETTINGS.eagerLimit, buffering: json.settings.buffering ?? DEFAULT_SETTINGS.buffering },
    hints: json.hints,
    mistakes: json.mistakes.map(({ name, file, message, recognise: { verdict, output, source } }) => ({ name, file, message, recognise: { verdict: verdict ?? null, output, source } })),
    checks: json.checks.map((check, at) => checkOf(check, json.program, `${id}/lesson.json`, `checks.${at}`)),
    seconds: json.seconds,
  };
}

async function projectFiles(read: ReadCourseFile, id: string, json: ExerciseJson, program: string): Promise<ProjectFiles> {
  const entries: [string, string][] = [[json.program, program], ...Object.entries(json.also)];
  for (const [path] of entries) {
    const sentence = refusedPath(path);
    if (sentence !== null) throw new CourseError(`${id}/lesson.json`, sentence);
  }
  return new Map(await Promise.all(entries.map(async ([path, file]) => [path, fileOf(await readText(read, `${id}/${file}`))] as const)));
}

/// The project of a listed mistake: the starter's with another program.
export async function readMistake(read: ReadCourseFile, lesson: Lesson, file: string): Promise<ProjectFiles> {
  const [program] = lesson.exercise?.starter.keys() ?? [];
  if (lesson.exercise === null || program === undefined) throw new CourseError(`${lesson.id}/lesson.json`, 'has no exercise');
  return new Map([...lesson.exercise.starter, [program, fileOf(await readText(read, `${lesson.id}/${file}`))]]);
}

function checkOf(json: CheckJson, program: string, file: string, where: string): Check {
  const check: Check = {
    ranks: json.ranks,
    command: json.command ?? `mpiexec -n {size} python3 ${program}${json.args.length === 0 ? '' : ' {args}'}`,
    args: json.args,
    input: json.input,
    expect: json.expect.map(({ in: kind, path, compare, lines, extra, tolerance }): Rule => {
      if ((kind === 'files') !== (path !== undefined)) throw new CourseError(file, `in ${where}.expect ${kind === 'files' ? '"path" is missing' : '"path" belongs to "in": "files" only'}`);
      const place: Place = kind === 'files' ? { kind, path: path ?? '' } : { kind };
      return { where: place, compare, lines, extra, tolerance };
    }),
  };
  try {
    tryOut(check);
  } catch (error) {
    if (!(error instanceof TemplateError || error instanceof SyntaxError)) throw error;
    throw new CourseError(file, `in ${where}: ${error.message}`);
  }
  return check;
}

// Every template once, at every number of ranks: the author learns of a mistake when the course is opened, not the student when checking.
function tryOut(check: Check): void {
  for (const size of check.ranks) {
    const scope = { size, rank: null, args: check.args };
    parseTemplate(check.command)(scope);
    for (const { where, compare, lines } of check.expect) {
      for (const one of where.kind === 'stdout' ? [scope] : scopesOfRanks(scope)) {
        const expected = expandLines(lines, one);
        if (compare === 'pattern') for (const line of expected) new RegExp(line, 'u');
        if (where.kind === 'files') parseTemplate(where.path)(one);
      }
    }
  }
}

async function readText(read: ReadCourseFile, path: string): Promise<string> {
  try {
    return (await read(path)).replaceAll('\r\n', '\n');
  } catch (error) {
    throw new CourseError(path, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readJson<TSchema extends v.GenericSchema>(read: ReadCourseFile, path: string, schema: TSchema): Promise<v.InferOutput<TSchema>> {
  let json: unknown;
  const text = await readText(read, path);
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new CourseError(path, `is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) throw new CourseError(path, reasonOf(parsed.issues));
  return parsed.output;
}
