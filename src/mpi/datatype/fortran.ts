import { ErrorClass } from '../../protocol/errors';
import { UNDEFINED } from '../constants';
import { MpiError } from '../error';
import { Combiner } from './combiner';
import { Datatype } from './datatype';

/// Fortran's parametrized and sized types (MPI 4.1, 19.1.9).

type F90 = Combiner.F90Integer | Combiner.F90Real | Combiner.F90Complex;

/// Decimal digits that an integer of so many bytes holds.
const INTEGERS = [[2, 1], [4, 2], [9, 4], [18, 8]] as const;
/// Digits and decimal exponent of a real, and its bytes.
const REALS = [[6, 37, 4], [15, 307, 8], [33, 4931, 16]] as const;

const made = new Map<string, Datatype>();

/// The type for `SELECTED_INT_KIND(r)`, `SELECTED_REAL_KIND(p, r)`. The same parameters give the same type.
/// Throws MPI_ERR_ARG when no type holds so many digits.
export function f90Type(combiner: F90, parameters: readonly number[]): Datatype {
  const key = `${combiner} ${parameters.join(' ')}`;
  let type = made.get(key);
  if (type === undefined) {
    const basis = Datatype.named(f90Name(combiner, parameters));
    type = Datatype.derived(basis.layout, basis.bounds, { combiner, integers: parameters, counts: [], types: [] }, basis.kind);
    made.set(key, type);
  }
  return type;
}

function f90Name(combiner: F90, parameters: readonly number[]): string {
  if (combiner === Combiner.F90Integer) {
    const [range = 0] = parameters;
    const found = INTEGERS.find(([digits]) => range <= digits);
    if (found === undefined) throw new MpiError(ErrorClass.Arg, `no integer has a range of ${range} digits`);
    return `INTEGER${found[1]}`;
  }
  const [precision = UNDEFINED, range = UNDEFINED] = parameters;
  if (precision === UNDEFINED && range === UNDEFINED) throw new MpiError(ErrorClass.Arg, 'neither precision nor range are given');
  const found = REALS.find(([digits, exponent]) => (precision === UNDEFINED || precision <= digits) && (range === UNDEFINED || range <= exponent));
  if (found === undefined) throw new MpiError(ErrorClass.Arg, `no real has a precision of ${precision} digits and a range of ${range}`);
  return combiner === Combiner.F90Real ? `REAL${found[2]}` : `COMPLEX${2 * found[2]}`;
}

/// The named type of a class (`TYPECLASS_…`: 1 integer, 2 real, 3 complex, 4 logical) and size in bytes. Throws MPI_ERR_ARG when there is none.
export function matchSize(typeClass: number, size: number): Datatype {
  const stem = [undefined, 'INTEGER', 'REAL', 'COMPLEX', 'LOGICAL'][typeClass];
  try {
    if (stem !== undefined) return Datatype.named(`${stem}${size}`);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new MpiError(ErrorClass.Arg, `no datatype of type class ${typeClass} has ${size} bytes`);
}
