/// The shape of `course.json` and `lesson.json`. Unknown keys are refused, so that a misspelt one is noticed.

import * as v from 'valibot';
import { settingsSchema } from '../project';

export const COURSE_FORMAT = 1;

const text = v.pipe(v.string(), v.minLength(1, 'a text must not be empty'));
/// A file within the lesson's folder.
const within = v.pipe(text, v.regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/, 'a file must be named relative to the lesson, in letters, digits and . _ - /'));
const folder = v.pipe(text, v.regex(/^\d\d-[a-z0-9-]+$/, 'a lesson must be a folder named such as 01-many-processes'));
const command = v.pipe(text, v.maxLength(4000));
const expression = v.pipe(v.string(), v.maxLength(1000));

const isRegExp = (source: string): boolean => {
  try {
    new RegExp(source, 'mu');
    return true;
  } catch {
    return false;
  }
};

export const courseSchema = v.strictObject({
  format: v.literal(COURSE_FORMAT),
  title: text,
  lessons: v.pipe(v.array(folder), v.check((ids) => new Set(ids).size === ids.length, 'a lesson is listed twice')),
});

const lineSchema = v.union([
  expression,
  v.strictObject({ line: expression, each: v.optional(v.literal('rank')), where: v.optional(expression) }),
], 'a line must be a text, or an object with "line" and perhaps "each" and "where"');

const ruleSchema = v.strictObject({
  in: v.picklist(['stdout', 'each-rank', 'files'], '"in" must be stdout, each-rank or files'),
  path: v.optional(expression),
  compare: v.picklist(['exact', 'unordered', 'pattern', 'numbers'], '"compare" must be exact, unordered, pattern or numbers'),
  lines: v.array(lineSchema),
  extra: v.optional(v.picklist(['refused', 'allowed'], '"extra" must be refused or allowed'), 'refused'),
  tolerance: v.optional(v.pipe(v.number(), v.minValue(0)), 1e-9),
});

const checkSchema = v.strictObject({
  ranks: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1, 'a run has at least 1 rank'), v.maxValue(128, 'a run has at most 128 ranks'))), v.minLength(1, '"ranks" must name at least one number of ranks')),
  command: v.optional(command),
  args: v.optional(v.array(v.string()), []),
  input: v.optional(v.array(v.string()), []),
  expect: v.pipe(v.array(ruleSchema), v.minLength(1, '"expect" must hold at least one rule')),
});

const mistakeSchema = v.strictObject({
  name: text,
  file: within,
  message: text,
  recognise: v.strictObject({
    verdict: v.optional(v.picklist(['error', 'timeout', 'output', 'files'], '"verdict" must be error, timeout, output or files')),
    output: v.optional(v.pipe(v.string(), v.check(isRegExp, '"output" must be a regular expression')), ''),
    source: v.optional(v.pipe(v.string(), v.check(isRegExp, '"source" must be a regular expression')), ''),
  }),
});

const exerciseSchema = v.strictObject({
  /// Markdown file with the task.
  text: within,
  /// What the program is called in the editor.
  program: within,
  command,
  starter: within,
  solution: within,
  /// Further files of the project, by their paths there: input data.
  also: v.optional(v.record(v.string(), within), {}),
  settings: v.optional(v.partial(settingsSchema), {}),
  hints: v.array(text),
  mistakes: v.array(mistakeSchema),
  checks: v.pipe(v.array(checkSchema), v.minLength(1, '"checks" must hold at least one check')),
  seconds: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(300)), 20),
});

export const lessonSchema = v.strictObject({
  title: text,
  summary: text,
  programs: v.array(v.strictObject({ file: within, command })),
  exercise: v.optional(exerciseSchema),
});

export type LessonJson = v.InferOutput<typeof lessonSchema>;
export type ExerciseJson = v.InferOutput<typeof exerciseSchema>;
export type CheckJson = v.InferOutput<typeof checkSchema>;
