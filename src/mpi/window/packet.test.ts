import { describe, expect, it } from 'vitest';
import { Combiner } from '../datatype/combiner';
import { createDatatype } from '../datatype/create';
import { Datatype } from '../datatype/datatype';
import { gather, scatter } from '../datatype/copy';
import { layoutOf } from './operations';
import { decodePacket, encodePacket, packet, PacketKind } from './packet';
import { fits } from './target';

const INT = Datatype.named('INT');
const indexed = createDatatype({ combiner: Combiner.Indexed, integers: [], counts: [3, 2, 1, 1, 7, 0, 3], types: [INT] });
const vector = createDatatype({ combiner: Combiner.Vector, integers: [], counts: [3, 1, 2], types: [indexed] });

describe('a packet', () => {
  it('is what it was on the other side', () => {
    const sent = { ...packet(PacketKind.Accumulate, 5, 4, Uint8Array.of(1, 2, 3)), place: 2 ** 32 - 8, typeId: 9, layout: layoutOf(INT, 3) };
    expect(decodePacket(encodePacket(sent))).toEqual({ ...sent, layout: { ...sent.layout, basics: 0 } });
    expect(decodePacket(encodePacket(packet(PacketKind.Flush, 1)))).toEqual(packet(PacketKind.Flush, 1));
  });

  it('carries where the data of any type lies', () => {
    const layout = layoutOf(vector, 4);
    const { layout: other } = decodePacket(encodePacket({ ...packet(PacketKind.Put), layout }));
    expect(other.bytes).toBe(layout.bytes);
    const memory = Uint8Array.from({ length: 1024 }, (_, at) => (at * 7) % 251);
    const [here, there] = [new Uint8Array(layout.bytes), new Uint8Array(layout.bytes)];
    gather(layout, memory, 16, here, 0);
    gather(other, memory, 16, there, 0);
    expect(there).toEqual(here);
    const [out, back] = [new Uint8Array(1024), new Uint8Array(1024)];
    scatter(layout, here, 0, here.length, out, 16);
    scatter(other, here, 0, here.length, back, 16);
    expect(back).toEqual(out);
  });
});

describe('a part of a window', () => {
  it('holds what begins and ends in it', () => {
    const layout = layoutOf(indexed, 1);
    expect(fits(layout, 0, 36)).toBe(true);
    expect(fits(layout, 0, 35)).toBe(false);
    expect(fits(layout, -4, 100)).toBe(false);
    expect(fits(layoutOf(INT, 0), 1000, 0)).toBe(true);
  });
});
