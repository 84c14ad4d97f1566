import type { Python } from '../python';
import { FrameWord, REFERENCE_TAG, type SourceLine } from '../source-line';
import type { PythonMemory } from './memory';
import type { Scopes, Target } from './scopes';

/// Numbers of CPython's instructions, by name; as `_commworld/variables.py` gives them.
export interface Opcodes {
  readonly CALL: number;
  readonly CALL_KW: number;
  readonly EXTENDED_ARG: number;
  readonly STORE_NAME: number;
  readonly STORE_GLOBAL: number;
  readonly STORE_FAST: number;
  readonly STORE_DEREF: number;
  readonly STORE_FAST_LOAD_FAST: number;
}
export const OPCODE_NAMES = ['CALL', 'CALL_KW', 'EXTENDED_ARG', 'STORE_NAME', 'STORE_GLOBAL', 'STORE_FAST', 'STORE_DEREF', 'STORE_FAST_LOAD_FAST'] as const;
const CACHE = 0;
/// Where the bytes of a bytes object begin.
const BYTES = 16;

/// A call's place in a program: which variable the instruction after it stores the result in.
type Place = { readonly kind: 'local' | 'name' | 'global'; readonly name: string } | null;

/// Which variable a call's result is about to be stored in: `x = comm.recv()` has its value only after the call, with the next instruction.
export class ResultTarget {
  readonly #python: Python;
  readonly #memory: PythonMemory;
  readonly #line: SourceLine;
  readonly #scopes: Scopes;
  readonly #opcodes: Opcodes;
  /// By the address of the instruction, of code that is kept alive.
  readonly #places = new Map<number, Place>();

  constructor(python: Python, memory: PythonMemory, line: SourceLine, scopes: Scopes, opcodes: Opcodes) {
    this.#python = python;
    this.#memory = memory;
    this.#line = line;
    this.#scopes = scopes;
    this.#opcodes = opcodes;
  }

  /// Of the call that is about to return to the frame that runs; null when that is no frame of the program's, or the result goes elsewhere.
  find(): Target | null {
    const frame = this.#line.frames(1)[0];
    if (frame === undefined || frame !== this.#line.running()) return null;
    const words = this.#python.module.HEAPU32;
    const at = frame >> 2;
    const instruction = words[at + FrameWord.Instruction] as number;
    let place = this.#places.get(instruction);
    if (place === undefined) this.#places.set(instruction, (place = this.#look((words[at + FrameWord.Code] as number) & ~REFERENCE_TAG)));
    if (place === null) return null;
    const { kind, name } = place;
    if (kind === 'local') return { local: true, name };
    const now = this.#python.module.HEAPU32;
    const globals = now[at + FrameWord.Globals] as number;
    const ofModule = kind === 'global' || now[at + FrameWord.Locals] === globals;
    if (ofModule && globals !== this.#scopes.main) return null;
    return { local: !ofModule, name };
  }

  // Reads the code after the call. Properties of code objects are C's own: nothing of the program runs.
  #look(code: number): Place {
    const { module } = this.#python;
    const offset = module._PyFrame_GetLasti(module._PyEval_GetFrame());
    const bytes = this.#python.getAttribute(code, 'co_code');
    const size = module._PyBytes_Size(bytes);
    const text = module.HEAPU8.slice(bytes + BYTES, bytes + BYTES + size);
    module._Py_DecRef(bytes);
    const { CALL, CALL_KW, EXTENDED_ARG, STORE_NAME, STORE_GLOBAL, STORE_FAST, STORE_DEREF, STORE_FAST_LOAD_FAST } = this.#opcodes;
    if (text[offset] !== CALL && text[offset] !== CALL_KW) return null;
    let at = offset + 2;
    while (at < size && text[at] === CACHE) at += 2;
    let argument = 0;
    for (; text[at] === EXTENDED_ARG; at += 2) argument = (argument | (text[at + 1] ?? 0)) << 8;
    argument |= text[at + 1] ?? 0;
    const local = (index: number): Place => {
      const name = this.#scopes.names(code).locals[index];
      return name === undefined ? null : { kind: 'local', name };
    };
    switch (text[at]) {
      case STORE_NAME: return this.#named('name', code, argument);
      case STORE_GLOBAL: return this.#named('global', code, argument);
      case STORE_FAST: case STORE_DEREF: return local(argument);
      case STORE_FAST_LOAD_FAST: return local(argument >> 4);
      default: return null;
    }
  }

  #named(kind: 'name' | 'global', code: number, index: number): Place {
    const names = this.#python.getAttribute(code, 'co_names');
    const item = this.#python.tupleItems(names)[index];
    this.#memory.refresh();
    const name = item === undefined ? '' : this.#memory.text(item, 120);
    this.#python.module._Py_DecRef(names);
    return name === '' || name.startsWith('__') || name === '_' ? null : { kind, name };
  }
}
