/// Projects as fast-check makes them, for the round-trip tests.

import * as fc from 'fast-check';
import { fileOf, type ProjectFile } from './files';
import { refusedBeside, refusedPath } from './paths';
import type { ProjectContent } from './project';

const paths = fc.oneof(
  fc.constantFrom('main.py', 'data/in.txt', 'constructor', 'toString', 'größe.py', 'a b', 'hasOwnProperty/x', '10', '2'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
).filter((path) => refusedPath(path) === null);

const contents: fc.Arbitrary<ProjectFile> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }).map(fileOf),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => ({ bytes })),
);

const files = fc.uniqueArray(fc.tuple(paths, contents), { selector: ([path]) => path, maxLength: 6 }).map((entries) => {
  const result = new Map<string, ProjectFile>();
  for (const [path, file] of entries) if (refusedBeside(path, result.keys()) === null) result.set(path, file);
  return result;
});

export const projectContents: fc.Arbitrary<ProjectContent> = fc.record({
  name: fc.string({ unit: 'binary', maxLength: 50 }),
  files,
  command: fc.string({ unit: 'binary', maxLength: 100 }),
  settings: fc.record({ eagerLimit: fc.nat(2 ** 30), buffering: fc.constantFrom('line', 'none', 'block') }),
  lesson: fc.option(fc.string({ maxLength: 40 })),
});
