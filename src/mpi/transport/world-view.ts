import { RANK_BLOCK_WORDS, WORLD_BLOCK_WORDS, WORLD_VERSION, WorldSlot, worldLayout, type WorldLayout, type WorldOptions } from '../../protocol/world';

/// One thread's views of a world.
export interface WorldView {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  readonly layout: WorldLayout;
  readonly ranks: number;
}

/// Throws RangeError when the buffer is not a world of these options.
export function viewWorld(buffer: SharedArrayBuffer, options: WorldOptions): WorldView {
  const layout = worldLayout(options);
  if (buffer.byteLength < layout.bytes || (WORLD_BLOCK_WORDS + RANK_BLOCK_WORDS) * 4 > buffer.byteLength) {
    throw new RangeError(`the world has ${buffer.byteLength} bytes where its options ask for ${layout.bytes}`);
  }
  const words = new Int32Array(buffer, 0, buffer.byteLength >> 2);
  const version = Atomics.load(words, WorldSlot.Version);
  if (version !== WORLD_VERSION) throw new RangeError(`the world has layout version ${version}; this engine speaks ${WORLD_VERSION}: reload the page`);
  const ranks = Atomics.load(words, WorldSlot.Size);
  if (ranks !== options.ranks) throw new RangeError(`the world has ${ranks} ranks where its options say ${options.ranks}`);
  return { buffer, words, bytes: new Uint8Array(buffer), layout, ranks };
}
