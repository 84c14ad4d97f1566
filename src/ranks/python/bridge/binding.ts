import { ErrorClass } from '../../../protocol';
import { type Communicator, type Message, type Mpi, MpiError, Op, Status, StatusError } from '../../../mpi';
import { Datatypes } from './datatypes';
import { Buffers } from './memory';
import { Python } from './python';
import { Raiser } from './raise';
import { Requests } from './requests';

/// Handles of communicators, as `_native/` fixes them.
const COMM_SELF = 2;
/// The handle of MESSAGE_NO_PROC.
export const NO_PROC = 1;

const PREDEFINED_OPS: readonly (Op | null)[] = [
  null, Op.MAX, Op.MIN, Op.SUM, Op.PROD, Op.LAND, Op.BAND, Op.LOR, Op.BOR, Op.LXOR, Op.BXOR, Op.MAXLOC, Op.MINLOC, Op.REPLACE, Op.NO_OP,
];

/// What becomes of an error in a call on a communicator: its error handler, as `errhandler.py` numbers them (MPI 4.1, 9.3).
export const enum ErrorMode {
  /// Python's exception.
  Return = 0,
  /// The run ends.
  Fatal = 1,
  Abort = 2,
  /// A function of the program's is called, then as Return.
  User = 3,
}

/// What the native functions share: the engine, and what Python's handles stand for.
export class Binding {
  readonly datatypes = new Datatypes();
  readonly buffers: Buffers;
  readonly requests: Requests;
  /// Set by `initialize`.
  mpi: Mpi | null = null;
  /// `MPI.Status` and the function that applies a user's operation (references held).
  statusClass = 0;
  reduceUser = 0;
  /// `errhandler.call_user` (reference held).
  errorsUser = 0;
  /// One status serves all blocking calls: it is read before the next begins.
  readonly status = new Status();

  readonly #communicators: (Communicator | null)[] = [];
  /// By communicator's handle, where it is not Return.
  readonly #errorModes = new Map<number, ErrorMode>();
  readonly #operations: (Op | null)[] = [...PREDEFINED_OPS];
  readonly #messages = new Map<number, Message>();
  #nextMessage = NO_PROC + 1;

  constructor(
    readonly python: Python,
    readonly raiser: Raiser,
    readonly makeMpi: () => Mpi,
  ) {
    this.buffers = new Buffers(python, this.datatypes);
    this.requests = new Requests(this.buffers);
  }

  /// The engine; before Init an error.
  get engine(): Mpi {
    if (this.mpi === null) throw new MpiError(ErrorClass.Other, 'MPI has not been started: call MPI.Init() first');
    return this.mpi;
  }

  start(): void {
    const mpi = this.makeMpi();
    mpi.initialize();
    this.mpi = mpi;
    this.#communicators.push(null, mpi.world, mpi.self);
  }

  // Communicators.

  communicator(at: number): Communicator {
    const handle = this.python.integer(at);
    const communicator = this.#communicators[handle];
    if (communicator === undefined || communicator === null) {
      void this.engine;
      throw new MpiError(ErrorClass.Comm, handle === 0 ? 'the communicator is COMM_NULL' : 'the communicator has been freed');
    }
    return communicator;
  }

  /// The communicator of a handle, null for none.
  knownCommunicator(handle: number): Communicator | null {
    return this.#communicators[handle] ?? null;
  }

  /// The handle of a new communicator, 0 for none.
  addCommunicator(communicator: Communicator | null): number {
    if (communicator === null) return 0;
    // Handles are not used twice, so that one that was freed stays invalid.
    return this.#communicators.push(communicator) - 1;
  }

  /// A handle for a communicator that a nonblocking call is making, and what gives it its meaning.
  promiseCommunicator(): { readonly handle: number; readonly made: (communicator: Communicator) => void } {
    const handle = this.#communicators.push(null) - 1;
    return { handle, made: (communicator) => (this.#communicators[handle] = communicator) };
  }

  removeCommunicator(handle: number): void {
    this.#communicators[handle] = null;
    this.#errorModes.delete(handle);
  }

  setErrorMode(handle: number, mode: ErrorMode): void {
    if (mode === ErrorMode.Return) this.#errorModes.delete(handle);
    else this.#errorModes.set(handle, mode);
  }

  /// What becomes of an error of a call whose first argument is a communicator: what its error handler says.
  failed(at: number, error: unknown): unknown {
    // Reading the handle succeeded already, or the error would not be the engine's.
    return this.#errorModes.size === 0 || !(error instanceof MpiError) ? error : this.failedOn(this.python.integer(at), error);
  }

  /// As `failed`, by the communicator's handle.
  failedOn(handle: number, error: unknown): unknown {
    const { mpi } = this;
    if (mpi === null || !(error instanceof MpiError)) return error;
    // An error that belongs to no communicator is COMM_SELF's (MPI 4.1, 9.3).
    const known = this.#communicators[handle] ?? null;
    const mode = this.#errorModes.get(known === null ? COMM_SELF : handle) ?? ErrorMode.Return;
    if (mode === ErrorMode.Return) return error;
    try {
      if (mode === ErrorMode.User) {
        const { python } = this;
        python.module._Py_DecRef(python.call(this.errorsUser, python.long(known === null ? COMM_SELF : handle), python.long(error.errorClass)));
        return error;
      }
      this.#reportFatal(known?.name || `MPI COMMUNICATOR ${handle}`, error, mode);
      return mpi.abort(error.errorClass);
    } catch (ended) {
      return ended;
    }
  }

  /// As `failed`, for a call that names no communicator: the error itself may.
  failedSomewhere(error: unknown): unknown {
    if (this.#errorModes.size === 0 || !(error instanceof MpiError)) return error;
    const { context } = error;
    const handle = context === null ? 0 : this.#communicators.findIndex((one) => one?.context === context);
    if (!(error instanceof StatusError)) return this.failedOn(handle, error);
    const told = new MpiError(error.first);
    const decided = this.failedOn(handle, told);
    return decided === told ? error : decided;
  }

  /// As Open MPI says it.
  #reportFatal(name: string, error: MpiError, mode: ErrorMode): void {
    const { python } = this;
    const lines = [`An error occurred on communicator ${name}`, error.message, error.detail, `${mode === ErrorMode.Abort ? 'MPI_ERRORS_ABORT' : 'MPI_ERRORS_ARE_FATAL'} (processes in this communicator will now abort)`];
    const text = lines.filter((line) => line !== '').map((line) => `*** ${line}\n`).join('');
    const sys = python.importModule('sys');
    const stderr = python.getAttribute(sys, 'stderr');
    python.module._Py_DecRef(python.callMethod(stderr, 'write', python.string(text)));
    python.module._Py_DecRef(python.callMethod(stderr, 'flush'));
    python.module._Py_DecRef(stderr);
    python.module._Py_DecRef(sys);
  }

  // Operations.

  operation(at: number): Op {
    const op = this.#operations[this.python.integer(at)];
    if (op === undefined || op === null) throw new MpiError(ErrorClass.Op, 'the operation is OP_NULL or has been freed');
    return op;
  }

  /// A predefined operation by the object of its handle, null for any other.
  predefinedOperation(handle: number): Op | null {
    return PREDEFINED_OPS[this.python.smallInteger(handle)] ?? null;
  }

  addOperation(op: Op): number {
    return this.#operations.push(op) - 1;
  }

  removeOperation(handle: number): void {
    if (handle >= PREDEFINED_OPS.length) this.#operations[handle] = null;
  }

  // Matched messages.

  /// Null is the message from PROC_NULL. Throws for MESSAGE_NULL. The message is forgotten: it can be received once.
  takeMessage(at: number): Message | null {
    const handle = this.python.integer(at);
    if (handle === NO_PROC) return null;
    const message = this.#messages.get(handle);
    if (message === undefined) throw new MpiError(ErrorClass.Request, 'the message is MESSAGE_NULL: it has been received already');
    this.#messages.delete(handle);
    return message;
  }

  addMessage(message: Message | null): number {
    if (message === null) return NO_PROC;
    this.#messages.set(this.#nextMessage, message);
    return this.#nextMessage++;
  }

  // Statuses.

  /// The engine's status to fill for a `status` argument, null for None. Throws TypeError for anything but an MPI.Status.
  statusFor(at: number): Status | null {
    const { python } = this;
    const object = python.argument(at);
    if (object === python.none) return null;
    const is = python.module._PyObject_IsInstance(object, this.statusClass);
    if (is < 0) python.fail();
    if (is === 0) {
      const type = python.getAttribute(object, '__class__');
      const name = python.getAttribute(type, '__name__');
      const text = `Argument 'status' has incorrect type (expected mpi4py.MPI.Status, got ${python.textOf(name)})`;
      python.module._Py_DecRef(name);
      python.module._Py_DecRef(type);
      const typeError = python.exceptionClass('_PyExc_TypeError');
      python.withText(text, (address) => python.module._PyErr_SetString(typeError, address));
      python.fail();
    }
    this.status.filled = false;
    return this.status;
  }

  /// Runs a call that fills the status of the `status` argument. What it has filled in is given even when it then fails, as for a
  /// truncated message.
  withStatus<T>(at: number, body: (status: Status | null) => T): T {
    const status = this.statusFor(at);
    try {
      return body(status);
    } finally {
      if (status?.filled === true) this.giveStatus(at, status);
    }
  }

  /// Copies what the engine filled in to the `MPI.Status` argument, if there was one. Its error field is left at success: only calls that
  /// complete several requests set it (MPI 4.1, 3.2.5).
  giveStatus(at: number, status: Status | null): void {
    if (status === null) return;
    this.python.setAttribute(this.python.argument(at), '_data', this.statusTuple(status, ErrorClass.Success));
  }

  /// `Status._data`: `(source, tag, bytes, error, cancelled)`.
  statusTuple(status: Status, error: ErrorClass = status.error): number {
    const { python } = this;
    return python.tuple([
      python.long(status.source), python.long(status.tag), python.count(status.bytes), python.long(error), python.bool(status.cancelled),
    ]);
  }
}
