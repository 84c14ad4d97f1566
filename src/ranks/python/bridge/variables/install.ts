import type { Mpi, Observer } from '../../../../mpi';
import type { Python, Returning } from '../python';
import { FrameWord, REFERENCE_TAG, type SourceLine } from '../source-line';
import { OPCODE_NAMES, type Opcodes } from './result';
import type { Naming } from './values';
import { VariableWatch } from './watch';

/// The engine as looks need it.
export interface Engine {
  now(): number;
  /// Null before MPI is started.
  engine(): Mpi | null;
}

/// A watch over the program's variables: the engine tells it of calls, the natives of their return.
export interface Watch extends Observer, Returning {
  /// What MPI's objects are; to be given before the program's first line.
  names(names: Naming): void;
  finish(): void;
}

/// Null where frames or values are laid out otherwise than is known here: then nothing is recorded.
export function installWatch(python: Python, line: SourceLine, engine: Engine): Watch | null {
  const helper = python.importModule('_commworld.variables');
  if (!knowsFrames(python, line, helper)) return null;
  const found = python.callMethod(helper, 'opcodes', python.tuple(OPCODE_NAMES.map((name) => python.string(name))));
  const numbers = python.integers(found);
  python.module._Py_DecRef(found);
  const opcodes = Object.fromEntries(OPCODE_NAMES.map((name, index) => [name, numbers[index] ?? -1])) as Record<(typeof OPCODE_NAMES)[number], number> satisfies Opcodes;
  const samples = python.callMethod(helper, 'samples');
  const pairs = python.tupleItems(samples).map((pair) => {
    const [object = 0, expected = 0] = python.tupleItems(pair);
    return [object, python.textOf(expected)] as const;
  });
  const names = new Map<number, (object: number) => string>();
  const watch = new VariableWatch(python, line, names, opcodes, pairs, {
    now: () => engine.now(),
    clock: () => engine.engine()?.clock ?? 0,
    record: (flags, content, size) => engine.engine()?.recordVariables(flags, content, size),
  });
  python.module._Py_DecRef(samples);
  return Object.assign(watch, {
    names(given: Naming) {
      for (const [type, name] of given) names.set(type, name);
    },
  });
}

// Looks, from a function that is called by another, whether local variables are where they are thought to be.
function knowsFrames(python: Python, line: SourceLine, helper: number): boolean {
  let known = false;
  const look = (): number => {
    line.now();
    const frame = line.running();
    const words = python.module.HEAPU32;
    const local = (index: number): number => python.smallInteger((words[(frame >> 2) + FrameWord.FirstLocal + index] ?? 0) & ~REFERENCE_TAG);
    known = frame !== 0 && local(0) === 7 && local(1) === 8 && words[(frame >> 2) + FrameWord.Locals] === 0;
    return python.none;
  };
  python.define(helper, '_look', look, () => {});
  python.module._Py_DecRef(python.callMethod(helper, 'try_out', python.getAttribute(helper, '_look')));
  return known;
}
