import { MpiError, WorldEnded, type Host, type Mpi, type Observer } from '../../../mpi';
import { exportAddresses } from './addresses';
import { Binding } from './binding';
import { collectiveCalls } from './collective-calls';
import { communicatorCalls, parentlessCalls } from './communicator-calls';
import { datatypeCalls } from './datatype-calls';
import { fileCalls } from './file-calls';
import type { PythonModule } from './emscripten';
import { communicationMethods } from './fast/communication';
import { completionMethods } from './fast/completion';
import { MethodTable } from './fast/methods';
import { Objects } from './fast/objects';
import { Specifications } from './fast/specifications';
import { lifeCalls } from './life-calls';
import { memoryCalls } from './memory-calls';
import { messageCalls } from './message-calls';
import type { NativeTable } from './native-table';
import { opCalls } from './op-calls';
import { pointToPointCalls } from './point-to-point-calls';
import { Python } from './python';
import { Raiser } from './raise';
import { requestCalls } from './request-calls';
import { sendBufferCalls } from './send-buffer-calls';
import { SourceLine } from './source-line';
import { topologyCalls } from './topology-calls';
import { installWatch, namesOf, resultMethods } from './variables';
import { windowCalls } from './window-calls';

export interface BridgeOptions {
  /// Milliseconds since the world's start.
  now(): number;
  /// Absolute paths of the student's source files, in the order of `packLine`'s file index, which is 1-based.
  readonly sources: readonly string[];
  /// What `time.sleep` does: returns after so many seconds, or earlier when there is an interrupt or the world ends.
  sleep(seconds: number): void;
  /// Whether the world is being stopped or has been aborted.
  ending(): boolean;
  /// Puts the package of a top-level module into site-packages: '' when it is there, null when the run ends meanwhile, else a sentence.
  mount(module: string): string | null;
  /// Whether the program's variables are recorded; not unless told.
  readonly variables?: boolean;
  /// Shows a figure: its description (JSON) and its image (PNG).
  show(description: string, image: Uint8Array): void;
}

/// A rank's interpreter joined to the engine.
export interface Bridge {
  /// Null until the program starts MPI by importing it.
  readonly mpi: Mpi | null;
  /// The program's present source line (`packLine`), 0 when unknown.
  line(): number;
  /// The program has ended: what is left to record of it is recorded. Throws `WorldEnded` when the run ends meanwhile.
  ended(): void;
  /// Finalizes when the program started MPI and did not end it. Throws `WorldEnded` when the run ends meanwhile.
  finalizeIfNeeded(): void;
}

/// Makes the functions of `mpi4py/_native` native, and `_sleep`, `_ending`, `_mount`, `_show` of `_commworld`. Called once, in an
/// interpreter that has been restored; nothing of MPI is started before the program imports it.
export function installBridge(module: PythonModule, makeMpi: (host: Host) => Mpi, options: BridgeOptions): Bridge {
  const python = new Python(module);
  const native = python.importModule('mpi4py._native');
  const raiser = new Raiser(python, python.getAttribute(native, 'WorldEnded'));
  const line = new SourceLine(python, options.sources);
  let engine: Mpi | null = null;
  const watching = options.variables === true ? installWatch(python, line, { now: () => options.now(), engine: () => engine }) : null;
  python.watch = watching;
  const binding: Binding = new Binding(python, raiser, () => (engine = makeMpi(hostOf(python, line, options, watching))));

  const define = (calls: NativeTable, raise: (error: unknown, at: number) => void): void => {
    for (const [name, body] of Object.entries(calls)) python.define(native, name, body, raise);
  };
  define({
    ...lifeCalls(binding), ...parentlessCalls(binding), ...memoryCalls(binding), ...datatypeCalls(binding), ...fileCalls(binding), ...opCalls(binding),
  }, raiser.raise);
  // The error handler of the operation's communicator decides, or COMM_SELF's.
  const raiseSomewhere = (error: unknown): void => raiser.raise(binding.failedSomewhere(error));
  define({ ...requestCalls(binding), ...messageCalls(binding), ...sendBufferCalls(binding) }, raiseSomewhere);
  // These have a communicator as first argument, whose error handler decides.
  const raiseOn = (error: unknown, at: number): void => raiser.raise(binding.failed(at, error));
  define({ ...communicatorCalls(binding), ...topologyCalls(binding), ...pointToPointCalls(binding), ...collectiveCalls(binding) }, raiseOn);
  // These have a window.
  const { windows, creation, calls: windowed } = windowCalls(binding);
  define(creation, raiseOn);
  define(windowed, (error, at) => raiser.raise(error instanceof MpiError ? (windows.failed(at, error) ?? binding.failedSomewhere(error)) : error));
  exportAddresses(python);
  const table = new MethodTable(python);
  const objects = new Objects(binding, table);
  table.install([
    { module: 'comm', name: 'Comm', methods: communicationMethods(binding, objects, new Specifications(binding, table)), raise: raiseOn },
    { module: 'request', name: 'Request', methods: completionMethods(binding, objects), raise: raiseSomewhere },
    ...(watching === null ? [] : resultMethods(raiseSomewhere)),
  ]);
  watching?.names(namesOf(binding, table));

  const launch = python.importModule('_commworld.launch');
  const sleep = (at: number): number => {
    const seconds = module._PyFloat_AsDouble(python.argument(at));
    options.sleep(seconds);
    if (module._PyErr_CheckSignals() < 0) python.fail();
    return python.none;
  };
  python.define(launch, '_sleep', sleep, raiser.raise);
  python.define(launch, '_ending', () => python.bool(options.ending()), raiser.raise);
  const mount = (at: number): number => {
    const problem = options.mount(python.text(at));
    if (module._PyErr_CheckSignals() < 0) python.fail();
    if (problem === null) throw new WorldEnded('stopped', null, 0);
    return python.string(problem);
  };
  const packages = python.importModule('_commworld.packages');
  python.define(packages, '_mount', mount, raiser.raise);

  const show = (at: number): number => {
    const image = python.argument(at + 1);
    const from = module._PyBytes_AsString(image);
    options.show(python.text(at), module.HEAPU8.slice(from, from + module._PyBytes_Size(image)));
    return python.none;
  };
  python.define(packages, '_show', show, raiser.raise);

  return {
    get mpi() {
      return binding.mpi;
    },
    line: () => line.now(),
    ended() {
      watching?.finish();
      engine?.settleRecords();
    },
    finalizeIfNeeded() {
      if (binding.mpi !== null && !binding.mpi.finalized) binding.mpi.finalize();
    },
  };
}

/// What the engine asks of this language.
function hostOf(python: Python, line: SourceLine, options: BridgeOptions, observer: Observer | null): Host {
  const { module } = python;
  return {
    memory: () => module.HEAPU8,
    allocate: (bytes) => module._malloc(Math.max(bytes, 1)),
    release: (address) => module._free(address),
    now: () => options.now(),
    line: () => line.now(),
    ...(observer === null ? {} : { observer }),
    interrupted() {
      if (module._PyErr_CheckSignals() < 0) python.fail();
    },
  };
}
