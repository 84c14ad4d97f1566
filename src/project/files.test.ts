import { describe, expect, it } from 'vitest';
import { fileOf, isText, textOf } from './files';

describe('a file', () => {
  it('keeps text byte for byte, byte order mark included', () => {
    const text = '\ufeffprint("Grüße 🙂")\r\n';
    expect(isText(fileOf(text))).toBe(true);
    expect(textOf(fileOf(text))).toBe(text);
  });

  it('is text only when it is UTF-8 without NUL', () => {
    expect(isText({ bytes: new Uint8Array() })).toBe(true);
    expect(isText({ bytes: Uint8Array.of(0x61, 0) })).toBe(false);
    expect(isText({ bytes: Uint8Array.of(0xff, 0xfe) })).toBe(false);
    expect(isText({ bytes: Uint8Array.of(0xed, 0xa0, 0x80) })).toBe(false);
    expect(textOf({ bytes: Uint8Array.of(0x61, 0xff) })).toBe('a\ufffd');
  });

  it('can lie in shared memory', () => {
    const bytes = new Uint8Array(new SharedArrayBuffer(3));
    bytes.set([0x61, 0x62, 0x63]);
    expect(isText({ bytes })).toBe(true);
    expect(textOf({ bytes })).toBe('abc');
  });
});
