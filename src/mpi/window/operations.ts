import { ErrorClass } from '../../protocol/errors';
import { Datatype } from '../datatype/datatype';
import { bytesOnly, repeated, type Layout } from '../datatype/layout';
import { MpiError } from '../error';
import { checkOp } from '../op/kernels';
import { Op } from '../op/op';

/// The operations that accumulate calls take (MPI 4.1, 12.3.4), by their numbers in packets.
const OPERATIONS: readonly Op[] = [
  Op.REPLACE, Op.NO_OP, Op.MAX, Op.MIN, Op.SUM, Op.PROD, Op.LAND, Op.BAND, Op.LOR, Op.BOR, Op.LXOR, Op.BXOR, Op.MAXLOC, Op.MINLOC,
];

/// Throws MPI_ERR_OP for an operation of the program's own.
export function operationCode(op: Op): number {
  const code = OPERATIONS.indexOf(op);
  if (code < 0) throw new MpiError(ErrorClass.Op, 'accumulate calls take predefined operations only');
  return code;
}

export function operationOf(code: number): Op {
  return OPERATIONS[code] ?? Op.NO_OP;
}

/// The predefined type of whose elements a type is made; null when there are several.
export function elementOf(type: Datatype): Datatype | null {
  if (type.contents === null) return type;
  if (type.predefined) return type.layout.kind === 'run' && type.layout.basic !== null ? Datatype.named(type.layout.basic.name) : null;
  const [first, ...others] = type.contents.types.map(elementOf);
  return first !== undefined && others.every((other) => other === first) ? first : null;
}

const BYTE = Datatype.named('BYTE');
const UNSIGNED_CHAR = Datatype.named('UNSIGNED_CHAR');

/// The type that an accumulate call computes with. Throws MPI_ERR_TYPE for types of different elements, MPI_ERR_OP for an operation that is
/// not defined for them.
export function checkAccumulate(call: string, op: Op, origin: Datatype | null, target: Datatype): Datatype {
  const element = elementOf(target);
  if (element === null) throw new MpiError(ErrorClass.Type, `${call}: the target datatype is made of several predefined ones`);
  if (origin !== null && elementOf(origin) !== element) {
    throw new MpiError(ErrorClass.Type, `${call}: the origin datatype is made of ${elementOf(origin) ?? 'several types'}, the target datatype of ${element}`);
  }
  if (op === Op.REPLACE || op === Op.NO_OP) return element;
  // As in reductions: Python's format 'B' is BYTE, and Open MPI computes with that.
  const number = element === BYTE ? UNSIGNED_CHAR : element;
  operationCode(op);
  checkOp(op, number, call);
  return number;
}

/// Where `count` elements of a type lie.
export function layoutOf(type: Datatype, count: number): Layout {
  return repeated(bytesOnly(type.layout), count, type.extent);
}
