import { describe, expect, test } from 'vitest';
import { PICKLE_TYPE_ID } from '../protocol';
import { previewPayload } from './preview';

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
const of = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer);
const id = { INT: 9, LONG_LONG: 13, FLOAT: 15, DOUBLE: 16, LONG_DOUBLE: 17, BOOL: 18, UINT8: 20, COMPLEX: 29, DOUBLE_INT: 35, BYTE: 1, CHAR: 3 };

describe('numbers', () => {
  test.each([
    ['doubles', id.DOUBLE, of(new Float64Array([10, 0.25, -1e-7])), '[10.0, 0.25, -1e-07]'],
    ['floats as numpy has them', id.FLOAT, of(new Float32Array([0.1, 3])), '[0.1, 3.0]'],
    ['ints', id.INT, of(new Int32Array([-1, 7])), '[-1, 7]'],
    ['64 bit ints', id.LONG_LONG, of(new BigInt64Array([-(2n ** 63n)])), '[-9223372036854775808]'],
    ['bools', id.BOOL, new Uint8Array([1, 0]), '[True, False]'],
    ['complex', id.COMPLEX, of(new Float64Array([1, -2])), '[1.0-2.0j]'],
    ['long doubles', id.LONG_DOUBLE, bytes('0000000000000000000000000000ff3f'), '[1.0]'],
    ['bytes in hex', id.BYTE, new Uint8Array([0, 255]), '00 ff'],
    ['text', id.CHAR, new TextEncoder().encode('hé'), '"hé"'],
  ])('%s', (_name, type, head, text) => expect(previewPayload(type, head, head.length)).toBe(text));

  test('pairs of MINLOC', () => {
    const pair = new DataView(new ArrayBuffer(12));
    pair.setFloat64(0, 0.5, true);
    pair.setInt32(8, 3, true);
    expect(previewPayload(id.DOUBLE_INT, of(pair), 12)).toBe('[(0.5, 3)]');
  });

  test('a long array is cut', () => expect(previewPayload(id.DOUBLE, of(new Float64Array(8)), 800)).toBe('[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, …]'));
  test('nothing', () => expect(previewPayload(id.DOUBLE, new Uint8Array(0), 0)).toBe(''));
});

// Bytes by CPython's pickle.dumps(value, 5).
describe('pickles', () => {
  const pickles: [string, string][] = [
    ["1", '80054b012e'],
    ["-7", '80059506000000000000004af9ffffff2e'],
    ["300", '80059504000000000000004d2c012e'],
    ["1180591620717411303424", '8005950c000000000000008a090000000000000000402e'],
    ["0.5", '8005950a00000000000000473fe00000000000002e'],
    ["'hi'", '80059506000000000000008c026869942e'],
    ["'it\\'s'", '80059508000000000000008c0469742773942e'],
    ["b'ab'", '800595060000000000000043026162942e'],
    ["None", '80054e2e'],
    ["True", '8005882e'],
    ["[1, 2, 3]", '8005950b000000000000005d94284b014b024b03652e'],
    ["(1,)", '80059505000000000000004b0185942e'],
    ["(1, 'a')", '80059509000000000000004b018c01619486942e'],
    ["{'a': 7, 'b': [1, 2]}", '80059517000000000000007d94288c0161944b078c0162945d94284b014b0265752e'],
    ["[]", '80055d942e'],
    ["{}", '80057d942e'],
    ["[[1, 2], [3]]", '80059512000000000000005d94285d94284b014b02655d944b0361652e'],
    ["(1, 2, 3, 4)", '8005950c00000000000000284b014b024b034b0474942e'],
  ];
  test.each(pickles)('%s', (text, hex) => {
    const whole = bytes(hex);
    expect(previewPayload(PICKLE_TYPE_ID, whole.slice(0, 64), whole.length)).toBe(text);
  });

  test.each(pickles)('%s, cut anywhere, still reads', (_text, hex) => {
    const whole = bytes(hex);
    for (let length = 1; length < whole.length; length++) expect(previewPayload(PICKLE_TYPE_ID, whole.slice(0, length), whole.length)).toMatch(/\S/u);
  });

  test('a cut list keeps its first elements', () => {
    const whole = bytes(pickles.find(([text]) => text === '[1, 2, 3]')![1]);
    expect(previewPayload(PICKLE_TYPE_ID, whole.slice(0, whole.length - 4), whole.length)).toBe('[1, 2, …]');
  });

  test('a numpy array, of which a record keeps little more than the name, tells its size', () => {
    const whole = bytes('8005958b000000000000008c126e756d70792e636f72652e6e756d65726963948c0b5f66726f6d62756666657294939428961800000000000000000000000000244000000000000026400000000000002840948c056e756d7079948c0564747970659493948c02663894898887945294284b038c013c944e4e4e4affffffff4affffffff4b007494624b0385948c014394749452942e');
    expect(previewPayload(PICKLE_TYPE_ID, whole.slice(0, 64), whole.length)).toBe('numpy.array(24 bytes, …)');
  });

  test('bytes that are no pickle', () => expect(previewPayload(PICKLE_TYPE_ID, new Uint8Array([1, 2, 3]), 3)).toBe('…'));
});
