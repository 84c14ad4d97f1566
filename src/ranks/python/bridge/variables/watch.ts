import { VariablesFlag } from '../../../../protocol';
import type { Python } from '../python';
import type { SourceLine } from '../source-line';
import { PythonMemory } from './memory';
import { ResultTarget, type Opcodes } from './result';
import { contentRoom, Scopes } from './scopes';
import { Sink } from './sink';
import { type Naming, ValueWriter } from './values';

/// Looks of a rank's first events: each is made, as long as all together take at most so many milliseconds.
const FULL_LOOKS = 4000;
const FULL_TIME = 150;
/// The share of the rank's time that later looks take.
const SHARE = 0.02;
/// What a look takes at least, milliseconds: the clock's steps are longer.
const LEAST_COST = 0.002;
const MOST_COST = 1;

/// Where looks are recorded, and the clock.
export interface WatchHost {
  record(flags: number, content: Uint8Array, size: number): void;
  /// Milliseconds since the world's start.
  now(): number;
  /// When the rank last looked at that clock: no look of its own.
  clock(): number;
}

/// Looks at the variables of a rank's program before and after its calls and records what has changed.
///
/// Memory is read, nothing is asked of Python: no code of the program's runs, no reference to a value is kept, no error is raised. A look
/// takes a few microseconds. The first looks are all made; then as many as take `SHARE` of the rank's time.
export class VariableWatch {
  /// A call has ended and nobody has looked since; read by whoever returns to Python.
  due = false;
  /// Native methods under way that look when they return: what they call need not.
  held = 0;
  readonly #python: Python;
  readonly #host: WatchHost;
  readonly #sink = new Sink(contentRoom() + 8);
  readonly #scopes: Scopes;
  readonly #target: ResultTarget;
  #looks = 0;
  #spent = 0;
  #cost = LEAST_COST;
  /// The next look is not before this moment.
  #next = 0;
  #sampled = false;
  /// Calls that ended since the last look.
  #unseen = 0;

  /// `names`: see `ValueWriter`; `samples`: see `ValueWriter.tryOut`.
  constructor(python: Python, line: SourceLine, names: Naming, opcodes: Opcodes, samples: readonly (readonly [number, string])[], host: WatchHost) {
    this.#python = python;
    this.#host = host;
    const memory = new PythonMemory(python.module);
    this.#sink.limit = contentRoom();
    const values = new ValueWriter(python, memory, this.#sink, names);
    values.tryOut(samples);
    this.#scopes = new Scopes(python, memory, line, this.#sink, values);
    this.#target = new ResultTarget(python, memory, line, this.#scopes, opcodes);
  }

  /// A call is about to begin; `clock` is when the rank last looked at its clock.
  begins(clock: number): void {
    if (clock >= this.#next) this.#look(0, 0, false);
  }

  /// A call has ended, and its record is written. `failed`: an error is on its way, and nobody looks.
  ended(failed: boolean): void {
    this.#unseen++;
    this.due = !failed;
  }

  /// Control returns to the program, or to Python code that it called; `result` is the object that the call gives it, 0 when that is not known.
  returns(result: number): void {
    this.due = false;
    if (this.#sampled && this.#host.clock() < this.#next) return;
    this.#unseen--;
    this.#look(VariablesFlag.AfterCall, result, result !== 0);
  }

  /// The program has ended.
  finish(): void {
    this.#look(0, 0, false, this.#sampled);
  }

  #look(flags: number, result: number, assigned: boolean, always = false): void {
    const sink = this.#sink;
    const began = this.#host.now();
    sink.at = 4;
    let changed: boolean;
    try {
      changed = this.#scopes.look(assigned ? this.#target.find() : null, result);
    } catch {
      // Python was out of memory, say: an error of this look's is none of the program's.
      this.#python.module._PyErr_Clear();
      changed = false;
    }
    const skipped = Math.max(0, this.#unseen);
    if (changed || skipped > 0 || always) {
      sink.wordAt(0, skipped);
      this.#host.record(flags | (this.#sampled ? VariablesFlag.Sampled : 0), sink.bytes, sink.at);
    }
    this.#unseen = 0;
    const ended = this.#host.now();
    // What took longer was not the look: another process had the core.
    const cost = Math.min(ended - began, MOST_COST);
    this.#looks++;
    this.#spent += cost;
    this.#cost += (Math.max(cost, LEAST_COST) - this.#cost) / 16;
    if (this.#looks < FULL_LOOKS && this.#spent < FULL_TIME) return;
    this.#sampled = true;
    this.#next = ended + this.#cost / SHARE;
  }
}
