import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PREDEFINED_TYPES } from '../../protocol/datatypes';
import { UNDEFINED } from '../constants';
import { Status } from '../request/status';
import { Datatype } from './datatype';

describe('datatypes', () => {
  it('have the sizes the protocol states, and a type map that covers them', () => {
    for (const { id, name, size, extent } of PREDEFINED_TYPES) {
      const type = Datatype.of(id);
      expect(type).toBe(Datatype.named(name));
      expect(type.blocks.reduce((sum, block) => sum + block.bytes, 0)).toBe(size);
      expect(type.span(1)).toBeLessThanOrEqual(extent);
      expect(type.contiguous).toBe(size === extent);
    }
  });

  it('pack without gaps and unpack into the same places', () => {
    const types = ['DOUBLE_INT', 'SHORT_INT', 'INT', 'LONG_DOUBLE_INT'].map((name) => Datatype.named(name));
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 7 }), (type, count, address) => {
        const memory = Uint8Array.from({ length: 200 }, (_, index) => (index * 37) & 0xff);
        const packed = new Uint8Array(count * type.size);
        type.pack(memory, address, count, packed);
        const other = new Uint8Array(200).fill(255);
        type.unpack(packed, other, address);
        for (let at = 0; at < 200; at++) {
          const offset = at - address;
          const element = Math.floor(offset / type.extent);
          const isData = offset >= 0 && element < count && type.blocks.some((block) => offset % type.extent >= block.offset && offset % type.extent < block.offset + block.bytes);
          expect(other[at]).toBe(isData ? memory[at] : 255);
        }
      }),
    );
  });

  it('unpack an incomplete last element and no more', () => {
    const memory = new Uint8Array(64).fill(255);
    Datatype.named('DOUBLE_INT').unpack(new Uint8Array(20), memory, 0);
    expect([...memory.subarray(8, 32)]).toEqual([...new Array<number>(4).fill(0), ...new Array<number>(4).fill(255), ...new Array<number>(8).fill(0), ...new Array<number>(8).fill(255)]);
  });

  it('are counted whole or not at all', () => {
    const status = new Status();
    status.set(0, 0, 24);
    expect(status.count(Datatype.named('DOUBLE'))).toBe(3);
    expect(status.count(Datatype.named('LONG_DOUBLE'))).toBe(UNDEFINED);
    expect(status.count(Datatype.named('DOUBLE_INT'))).toBe(2);
  });
});
