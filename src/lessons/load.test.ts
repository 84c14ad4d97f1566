import { describe, expect, it } from 'vitest';
import { textOf } from '../project';
import { type ReadCourseFile, CourseError, loadCourse, namedPrograms } from './load';

const lesson = {
  title: 'One', summary: 'First.', programs: [{ file: 'a.py', command: 'mpiexec -n 2 python3 a.py' }],
  exercise: {
    text: 'exercise.md', program: 'x.py', command: 'mpiexec -n 2 python3 x.py', starter: 'exercise/start.py', solution: 'exercise/solution.py', hints: ['h'], mistakes: [],
    checks: [{ ranks: [2], args: ['1'], expect: [{ in: 'stdout', compare: 'exact', lines: ['{size}'] }] }],
  },
};
const good: Readonly<Record<string, string>> = {
  'course.json': JSON.stringify({ format: 1, title: 'Course', lessons: ['01-one'] }),
  '01-one/lesson.json': JSON.stringify(lesson),
  '01-one/lesson.md': 'Text\n\n```python a.py\n```\n',
  '01-one/a.py': 'print(1)\r\n',
  '01-one/exercise.md': 'Do it',
  '01-one/exercise/start.py': 'start',
  '01-one/exercise/solution.py': 'solution',
};
const reader = (files: Readonly<Record<string, string>>): ReadCourseFile => async (path) => {
  const text = files[path];
  if (text === undefined) throw new Error('the server answered 404');
  return text;
};
const withExercise = (change: object): Readonly<Record<string, string>> => ({ ...good, '01-one/lesson.json': JSON.stringify({ ...lesson, exercise: { ...lesson.exercise, ...change } }) });
const withRule = (change: object): Readonly<Record<string, string>> => withExercise({ checks: [{ ranks: [2], expect: [{ in: 'stdout', compare: 'exact', lines: ['x'], ...change }] }] });

describe('loadCourse', () => {
  it('reads a course', async () => {
    const course = await loadCourse(reader(good));
    const [one] = course.lessons;
    expect(course.title).toBe('Course');
    expect(one).toMatchObject({ id: '01-one', title: 'One', exercise: { text: 'Do it', seconds: 20, settings: { eagerLimit: 4096, buffering: 'line' } } });
    expect([...one?.programs[0]?.files ?? []].map(([path, file]) => [path, textOf(file)])).toEqual([['a.py', 'print(1)\n']]);
    expect(one?.exercise?.checks[0]).toMatchObject({ command: 'mpiexec -n {size} python3 x.py {args}', args: ['1'] });
    expect([...one?.exercise?.solution.keys() ?? []]).toEqual(['x.py']);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['a missing file', { ...good, '01-one/a.py': undefined as never }, 'course/01-one/a.py: cannot be read: the server answered 404'],
    ['no JSON', { ...good, 'course.json': '{' }, 'course/course.json: is not JSON'],
    ['a lesson outside', { ...good, 'course.json': JSON.stringify({ format: 1, title: 'C', lessons: ['../etc'] }) }, 'must be a folder named such as'],
    ['a lesson twice', { ...good, 'course.json': JSON.stringify({ format: 1, title: 'C', lessons: ['01-one', '01-one'] }) }, 'listed twice'],
    ['a misspelt key', withExercise({ hint: [] }), '"exercise.hint" is not known here'],
    ['a missing key', withExercise({ starter: undefined }), '"exercise.starter" is missing'],
    ['a program outside', withExercise({ starter: '../../x.py' }), 'must be named relative to the lesson'],
    ['a wrong kind', withExercise({ hints: 'h' }), '"exercise.hints" must be Array, not "h"'],
    ['a bad template', withRule({ lines: ['{rnk}'] }), 'in checks.0: In {rnk} there is "rnk"'],
    ['a rank where none is meant', withRule({ lines: ['{rank}'] }), 'add "each": "rank"'],
    ['an argument that is not given', withRule({ lines: ['{arg[0]}'] }), 'the check gives 0'],
    ['a bad pattern', withRule({ compare: 'pattern', lines: ['('] }), 'Invalid regular expression'],
    ['files without a path', withRule({ in: 'files' }), '"path" is missing'],
    ['a path without files', withRule({ path: 'x' }), '"path" belongs to'],
    ['a program that is not listed', { ...good, '01-one/lesson.md': '```python b.py\n```' }, 'shows the program b.py'],
  ])('refuses %s with a sentence', async (_what, files, reason) => {
    const error: unknown = await loadCourse(reader(files)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CourseError);
    expect(String(error)).toContain(reason);
  });
});

it('finds the programs a text shows', () => {
  expect(namedPrograms('```python a.py\n```\n\n```sh\nls\n```\n```python b.py\n```')).toEqual(['a.py', 'b.py']);
});
