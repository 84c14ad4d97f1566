import { ErrorClass } from '../../../protocol';
import { Datatype, MpiError } from '../../../mpi';

/// Handles of derived types begin here; below are the ids of `src/protocol/datatypes.ts`. As in `_mpi/datatype.py`.
const FIRST_DERIVED = 256;

interface Entry {
  readonly type: Datatype;
  /// How often it must be freed: Get_contents gives a handle once more.
  references: number;
}

/// What Python's datatype handles stand for, and the names that a program gave.
export class Datatypes {
  readonly #entries = new Map<number, Entry>();
  readonly #handles = new WeakMap<Datatype, number>();
  readonly #names = new Map<Datatype, string>();
  #next = FIRST_DERIVED;

  /// Throws MPI_ERR_TYPE for DATATYPE_NULL and for a handle that has been freed.
  of(handle: number): Datatype {
    if (handle > 0 && handle < FIRST_DERIVED) return Datatype.of(handle);
    const entry = this.#entries.get(handle);
    if (entry === undefined) throw new MpiError(ErrorClass.Type, handle === 0 ? 'the datatype is DATATYPE_NULL' : 'the datatype has been freed');
    return entry.type;
  }

  /// As `of`, and DATATYPE_NULL too: the engine says what it thinks of that.
  any(handle: number): Datatype {
    return handle === 0 ? Datatype.of(0) : this.of(handle);
  }

  /// As `of`; null instead of an error.
  find(handle: number): Datatype | null {
    if (handle > 0 && handle < FIRST_DERIVED) return Datatype.of(handle);
    return this.#entries.get(handle)?.type ?? null;
  }

  /// A handle of the caller's own, to be freed; the same one as before if the type has one.
  keep(type: Datatype): number {
    if (type.contents === null) return type.id;
    const handle = this.#handles.get(type) ?? this.#next++;
    this.#handles.set(type, handle);
    const entry = this.#entries.get(handle);
    if (entry === undefined) this.#entries.set(handle, { type, references: 1 });
    else if (!type.predefined) entry.references++;
    return handle;
  }

  /// Forgets the handle; what uses the type goes on using it (MPI 4.1, 5.1.9).
  free(handle: number): void {
    const type = this.of(handle);
    const entry = this.#entries.get(handle);
    if (type.predefined || entry === undefined) throw new MpiError(ErrorClass.Type, 'a predefined datatype cannot be freed');
    if (--entry.references > 0) return;
    this.#entries.delete(handle);
    this.#names.delete(type);
  }

  /// The handle for a user's function that is told the type: one that need not be freed.
  handleOf(type: Datatype): number {
    return type.contents === null ? type.id : (this.#handles.get(type) ?? 0);
  }

  /// The name that the program gave; null when it gave none.
  name(type: Datatype): string | null {
    return this.#names.get(type) ?? null;
  }

  rename(type: Datatype, name: string): void {
    this.#names.set(type, name);
  }
}
