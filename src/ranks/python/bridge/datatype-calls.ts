import { ErrorClass } from '../../../protocol';
import { Combiner, Datatype, MpiError, checkDatarep, createDatatype, externalSize, f90Type, matchSize, packExternal, unpackExternal } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';

/// Datatypes, packing.
export function datatypeCalls(binding: Binding): NativeTable {
  const { python, datatypes } = binding;
  const type = (at: number): Datatype => datatypes.of(python.integer(at));
  const pair = (a: number, b: number): number => python.tuple([python.number(a), python.number(b)]);
  const memory = (): Uint8Array => python.module.HEAPU8;

  // What packing writes must end before the room does.
  const place = (position: number, bytes: number, room: number): number => {
    if (position < 0) throw new MpiError(ErrorClass.Arg, `the position is ${position}; it must be 0 or more`);
    if (position + bytes > room) throw new MpiError(ErrorClass.Truncate, `${bytes} bytes at position ${position} do not fit into ${room}`);
    return position;
  };

  return {
    type_size: (at) => python.number(type(at).size),
    type_extent(at) {
      const { bounds, extent } = type(at);
      return pair(bounds.lb, extent);
    },
    type_true_extent(at) {
      const { bounds } = type(at);
      return pair(bounds.trueLb, bounds.trueUb - bounds.trueLb);
    },
    type_create(at) {
      const combiner = python.integer(at) as Combiner;
      const integers = python.integers(python.argument(at + 1));
      switch (combiner) {
        case Combiner.F90Integer:
        case Combiner.F90Real:
        case Combiner.F90Complex:
          return python.number(datatypes.keep(f90Type(combiner, integers)));
        default: {
          const types = python.integers(python.argument(at + 3)).map((handle) => datatypes.of(handle));
          return python.number(datatypes.keep(createDatatype({ combiner, integers, counts: python.numbers(python.argument(at + 2)), types })));
        }
      }
    },
    type_match_size: (at) => python.number(datatypes.keep(matchSize(python.integer(at), python.integer(at + 1)))),
    type_commit(at) {
      type(at).committed = true;
      return python.none;
    },
    type_free(at) {
      datatypes.free(python.integer(at));
      return python.none;
    },
    type_envelope(at) {
      const { contents } = type(at);
      const sizes = contents === null ? [0, 0, 0, 0, Combiner.Named] : [contents.integers.length, 0, contents.counts.length, contents.types.length, contents.combiner];
      return python.tuple(sizes.map((size) => python.number(size)));
    },
    type_contents(at) {
      const { contents } = type(at);
      if (contents === null) throw new MpiError(ErrorClass.Type, 'a datatype predefined by name was not constructed');
      const list = (values: readonly number[]): number => python.list(values.map((value) => python.number(value)));
      return python.tuple([list(contents.integers), list([]), list(contents.counts), list(contents.types.map((part) => datatypes.keep(part)))]);
    },
    type_origin(at) {
      let origin = type(at);
      while (origin.contents?.combiner === Combiner.Dup && origin.contents.types[0] !== undefined) origin = origin.contents.types[0];
      const { contents } = origin;
      return python.tuple([python.number(contents === null ? origin.id : 0), python.number(contents?.combiner ?? Combiner.Named), python.number(origin.size)]);
    },
    type_name(at) {
      const name = datatypes.name(datatypes.any(python.integer(at)));
      return name === null ? python.none : python.string(name);
    },
    type_set_name(at) {
      datatypes.rename(type(at), python.text(at + 1));
      return python.none;
    },
    type_elements: (at) => python.number(type(at).elements(python.numberOf(python.argument(at + 1)))),
    type_bytes: (at) => python.number(type(at).bytesOfElements(python.numberOf(python.argument(at + 1)))),

    pack(at) {
      const from = type(at);
      const count = python.numberOf(python.argument(at + 2));
      const position = place(python.numberOf(python.argument(at + 5)), count * from.size, python.numberOf(python.argument(at + 4)));
      from.pack(memory(), python.address(at + 1), count, memory(), python.address(at + 3) + position);
      return python.number(position + count * from.size);
    },
    unpack(at) {
      const to = type(at);
      const count = python.numberOf(python.argument(at + 5));
      const position = place(python.numberOf(python.argument(at + 3)), count * to.size, python.numberOf(python.argument(at + 2)));
      const start = python.address(at + 1) + position;
      to.unpack(memory().slice(start, start + count * to.size), memory(), python.address(at + 4));
      return python.number(position + count * to.size);
    },
    pack_external(at) {
      checkDatarep(python.text(at + 6));
      const from = type(at);
      const packed = packExternal(from, memory(), python.address(at + 1), python.numberOf(python.argument(at + 2)));
      const position = place(python.numberOf(python.argument(at + 5)), packed.length, python.numberOf(python.argument(at + 4)));
      memory().set(packed, python.address(at + 3) + position);
      return python.number(position + packed.length);
    },
    unpack_external(at) {
      checkDatarep(python.text(at + 6));
      const to = type(at);
      const count = python.numberOf(python.argument(at + 5));
      const bytes = externalSize(to, count);
      const position = place(python.numberOf(python.argument(at + 3)), bytes, python.numberOf(python.argument(at + 2)));
      const start = python.address(at + 1) + position;
      unpackExternal(to, memory().slice(start, start + bytes), memory(), python.address(at + 4), count);
      return python.number(position + bytes);
    },
    external_size(at) {
      checkDatarep(python.text(at + 2));
      return python.number(externalSize(type(at), python.numberOf(python.argument(at + 1))));
    },
  };
}
