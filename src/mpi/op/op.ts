import type { Datatype } from '../datatype/datatype';

/// A user's function: combines `count` elements at `inAddress` with those at `inoutAddress` of the rank's memory,
/// inout = in op inout (MPI 4.1, 6.9.5).
export type UserFunction = (inAddress: number, inoutAddress: number, count: number, type: Datatype) => void;

/// A reduction operation (MPI 4.1, 6.9.2 and 6.9.5).
export class Op {
  private constructor(
    /// MPI's name without `MPI_`; empty for a user's.
    readonly name: string,
    readonly commutative: boolean,
    /// Set for a user's operation.
    readonly user: UserFunction | null,
  ) {}

  /// An operation of the user's own. Only a commutative one may be combined out of rank order.
  static create(fn: UserFunction, commutative: boolean): Op {
    return new Op('', commutative, fn);
  }

  static readonly MAX = new Op('MAX', true, null);
  static readonly MIN = new Op('MIN', true, null);
  static readonly SUM = new Op('SUM', true, null);
  static readonly PROD = new Op('PROD', true, null);
  static readonly LAND = new Op('LAND', true, null);
  static readonly BAND = new Op('BAND', true, null);
  static readonly LOR = new Op('LOR', true, null);
  static readonly BOR = new Op('BOR', true, null);
  static readonly LXOR = new Op('LXOR', true, null);
  static readonly BXOR = new Op('BXOR', true, null);
  static readonly MAXLOC = new Op('MAXLOC', true, null);
  static readonly MINLOC = new Op('MINLOC', true, null);
  /// One-sided only; a reduction refuses it.
  static readonly REPLACE = new Op('REPLACE', false, null);
  /// One-sided only; a reduction refuses it.
  static readonly NO_OP = new Op('NO_OP', false, null);
}
