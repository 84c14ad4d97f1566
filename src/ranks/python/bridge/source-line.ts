import { packLine } from '../../../protocol';
import type { PythonModule } from './emscripten';
import type { Python } from './python';

/// Words of CPython's `_PyInterpreterFrame` (3.14): the code object, the caller's frame, the dictionaries of its names (0 for a function's
/// local ones), the instruction being executed, the first local variable.
export const enum FrameWord {
  Code = 0,
  Previous = 1,
  Globals = 3,
  Locals = 5,
  Instruction = 7,
  FirstLocal = 10,
}
/// Bits of a reference on the stack that are not its address.
export const REFERENCE_TAG = 3;
/// Frames that are looked at for those of the program.
const MOST_FRAMES = 100;
/// The word of a frame object that points at its frame.
const FRAME_OF_OBJECT = 3;
/// How far into the thread's state the pointer to the running frame may lie.
const STATE_WORDS = 40;

/// Which line of the student's program is being executed: the innermost frame whose code comes from one of its source files.
export class SourceLine {
  /// Code object to index of its source file, from 1; 0 for code that is not the student's. The objects are kept alive, so that
  /// no other can come to the same address.
  readonly #files = new Map<number, number>();
  /// `packLine` word by the address of the instruction, of code that is kept alive.
  readonly #lines = new Map<number, number>();
  /// Word index of the pointer to the running frame; 0 until it has been found.
  #current = 0;
  /// How far into a code object its instructions begin; 0 until it has been found.
  #codeStart = 0;
  readonly #python: Python;
  readonly #module: PythonModule;
  readonly #sources: ReadonlyMap<string, number>;

  constructor(python: Python, sources: readonly string[]) {
    this.#python = python;
    this.#module = python.module;
    this.#sources = new Map(sources.map((path, i) => [path, i + 1]));
  }

  /// A `packLine` word, 0 when no such frame is on the stack.
  now(): number {
    if (this.#current === 0) return this.#ask();
    const words = this.#module.HEAPU32;
    for (let frame = words[this.#current] as number; frame !== 0; frame = words[(frame >> 2) + FrameWord.Previous] as number) {
      const code = (words[(frame >> 2) + FrameWord.Code] as number) & ~REFERENCE_TAG;
      const file = this.#files.get(code);
      if (file === undefined) {
        // Where C calls Python lies a frame that has no code.
        if (words[(code >> 2) + 1] !== this.#module._PyCode_Type) continue;
        return this.#ask();
      }
      if (file === 0) continue;
      const instruction = words[(frame >> 2) + FrameWord.Instruction] as number;
      let word = this.#lines.get(instruction);
      if (word === undefined) {
        word = this.#ask();
        // Within a write the interpreter is away, and only what needs none of its state can be asked.
        if (word === 0 && this.#codeStart !== 0) word = packLine(file, this.#module._PyCode_Addr2Line(code, instruction - code - this.#codeStart));
        if (word !== 0) this.#lines.set(instruction, word);
      }
      return word;
    }
    return 0;
  }

  /// Address of the frame that runs; 0 when it is not known where frames are.
  running(): number {
    return this.#current === 0 ? 0 : (this.#module.HEAPU32[this.#current] as number);
  }

  /// Addresses of the frames of the program's own code, the innermost first, at most `most`; none when it is not known where frames are.
  frames(most: number): number[] {
    let words = this.#module.HEAPU32;
    const found: number[] = [];
    if (this.#current === 0) return found;
    let steps = 0;
    for (let frame = words[this.#current] as number; frame !== 0 && found.length < most && steps++ < MOST_FRAMES; frame = words[(frame >> 2) + FrameWord.Previous] as number) {
      const code = (words[(frame >> 2) + FrameWord.Code] as number) & ~REFERENCE_TAG;
      let file = this.#files.get(code);
      if (file === undefined) {
        if (words[(code >> 2) + 1] !== this.#module._PyCode_Type) continue;
        this.#module._Py_IncRef(code);
        file = this.#fileOf(code);
        this.#files.set(code, file);
        words = this.#module.HEAPU32;
      }
      if (file > 0) found.push(frame);
    }
    return found;
  }

  // By the C API, which makes an object of every frame it is asked for; and knows none while the interpreter is in a system call, such as
  // a write.
  #ask(): number {
    const { _PyEval_GetFrame, _PyFrame_GetBack, _PyFrame_GetCode, _PyFrame_GetLineNumber, _Py_DecRef, _Py_IncRef } = this.#module;
    let frame = _PyEval_GetFrame();
    if (frame === 0) return 0;
    if (this.#current === 0) this.#learn(frame);
    // The first frame is borrowed, the others are new references.
    _Py_IncRef(frame);
    while (frame !== 0) {
      const code = _PyFrame_GetCode(frame);
      let file = this.#files.get(code);
      if (file === undefined) {
        file = this.#fileOf(code);
        this.#files.set(code, file);
      } else {
        _Py_DecRef(code);
      }
      if (file > 0) {
        const word = packLine(file, _PyFrame_GetLineNumber(frame));
        _Py_DecRef(frame);
        return word;
      }
      const back = _PyFrame_GetBack(frame);
      _Py_DecRef(frame);
      frame = back;
    }
    return 0;
  }

  // Finds where the thread's state points at the running frame, and looks whether frames are laid out as is known here.
  #learn(frame: number): void {
    const { HEAPU32: words, _PyFrame_GetCode, _PyFrame_GetBack, _PyFrame_GetLasti, _PyThreadState_Get, _Py_DecRef } = this.#module;
    const running = words[(frame >> 2) + FRAME_OF_OBJECT] as number;
    const state = _PyThreadState_Get() >> 2;
    const code = _PyFrame_GetCode(frame);
    const back = _PyFrame_GetBack(frame);
    let previous = words[(running >> 2) + FrameWord.Previous] as number;
    // Past the frame without code that may lie between.
    if (back !== 0 && words[(((words[previous >> 2] as number) & ~REFERENCE_TAG) >> 2) + 1] !== this.#module._PyCode_Type) previous = words[(previous >> 2) + FrameWord.Previous] as number;
    const known = ((words[(running >> 2) + FrameWord.Code] as number) & ~REFERENCE_TAG) === code && (back === 0 || words[(back >> 2) + FRAME_OF_OBJECT] === previous);
    _Py_DecRef(code);
    _Py_DecRef(back);
    if (!known) return;
    const done = _PyFrame_GetLasti(frame);
    if (done >= 0) this.#codeStart = (words[(running >> 2) + FrameWord.Instruction] as number) - done - code;
    for (let at = 0; at < STATE_WORDS; at++) if (words[state + at] === running) this.#current = state + at;
  }

  #fileOf(code: number): number {
    const name = this.#python.getAttribute(code, 'co_filename');
    const path = this.#python.textOf(name);
    this.#module._Py_DecRef(name);
    return this.#sources.get(path) ?? 0;
  }
}
