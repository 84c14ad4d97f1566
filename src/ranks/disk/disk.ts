import {
  BLOCK_BYTES, DISK_VERSION, MAX_DISK_BYTES, MAX_NODES, NAME_BYTES, NODE_BYTES, NodeKind, NodeSlot, ROOT, SUPER_BYTES, SuperSlot,
} from './layout';
import { acquire, breakLock, release } from './lock';

/// Why a disk operation was refused, by POSIX name.
export type DiskProblem = 'ENOENT' | 'EEXIST' | 'ENOTDIR' | 'EISDIR' | 'ENOTEMPTY' | 'ENOSPC' | 'EINVAL' | 'ENAMETOOLONG';

export class DiskError extends Error {
  override name = 'DiskError';
  constructor(readonly problem: DiskProblem) {
    super(problem);
  }
}

export interface NodeStatus {
  readonly node: number;
  readonly kind: NodeKind;
  readonly size: number;
  readonly mode: number;
  /// Milliseconds since 1970.
  readonly modified: number;
  readonly blocks: number;
}

const NODES_AT = SUPER_BYTES;
const CHAIN_AT = NODES_AT + MAX_NODES * NODE_BYTES;
const MAX_BLOCKS = Math.floor(MAX_DISK_BYTES / BLOCK_BYTES);
const BLOCKS_AT = CHAIN_AT + MAX_BLOCKS * 4;
const GROW_BYTES = 4 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash | 0;
}

/// A view on a shared disk. Any number of threads may each hold one over the same buffer.
/// Nodes are numbers; `ROOT` is the working directory. Every method throws `DiskError`.
export class Disk {
  /// Made without a length, so it follows the buffer when any rank lets it grow.
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #times: Float64Array;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Int32Array(buffer, 0, BLOCKS_AT >> 2);
    this.#times = new Float64Array(buffer, 0, BLOCKS_AT >> 3);
    if (this.#words[SuperSlot.Version] !== DISK_VERSION) throw new Error('this is not a disk of this version');
  }

  /// A new disk with an empty root directory. The buffer grows as files do, to `MAX_DISK_BYTES`.
  static create(now: number): Disk {
    const most = BLOCKS_AT + MAX_BLOCKS * BLOCK_BYTES;
    const buffer = new SharedArrayBuffer(BLOCKS_AT + GROW_BYTES, { maxByteLength: most });
    const words = new Int32Array(buffer);
    words[SuperSlot.Version] = DISK_VERSION;
    words[SuperSlot.MaxBlocks] = MAX_BLOCKS;
    words[SuperSlot.UsedNodes] = 1;
    const disk = new Disk(buffer);
    disk.#set(ROOT, NodeSlot.Kind, NodeKind.Directory);
    disk.#set(ROOT, NodeSlot.Mode, 0o755);
    disk.#touch(ROOT, now);
    return disk;
  }

  /// To be called only when no rank lives any more.
  breakLock(): void {
    breakLock(this.#words);
  }

  lookup(parent: number, name: string): number | null {
    return this.#locked(() => this.#find(parent, this.#name(name)));
  }

  status(node: number): NodeStatus {
    return this.#locked(() => {
      const kind = this.#alive(node);
      return {
        node,
        kind,
        size: this.#get(node, NodeSlot.Size),
        mode: this.#get(node, NodeSlot.Mode),
        modified: this.#times[(this.#at(node) + NodeSlot.Modified) >> 1] ?? 0,
        blocks: this.#get(node, NodeSlot.Blocks),
      };
    });
  }

  list(parent: number): string[] {
    return this.#locked(() => this.#children(parent).map((child) => this.#nameOf(child)));
  }

  create(parent: number, name: string, kind: NodeKind.File | NodeKind.Directory, mode: number, now: number): number {
    return this.#locked(() => {
      const bytes = this.#name(name);
      if (this.#alive(parent) !== NodeKind.Directory) throw new DiskError('ENOTDIR');
      if (this.#find(parent, bytes) !== null) throw new DiskError('EEXIST');
      const node = this.#newNode();
      this.#set(node, NodeSlot.Kind, kind);
      this.#set(node, NodeSlot.Mode, mode);
      this.#rename(node, parent, bytes);
      this.#touch(node, now);
      return node;
    });
  }

  open(node: number): void {
    this.#locked(() => {
      this.#alive(node);
      this.#set(node, NodeSlot.Opens, this.#get(node, NodeSlot.Opens) + 1);
    });
  }

  close(node: number): void {
    this.#locked(() => {
      const opens = Math.max(0, this.#get(node, NodeSlot.Opens) - 1);
      this.#set(node, NodeSlot.Opens, opens);
      if (opens === 0 && this.#get(node, NodeSlot.Kind) === NodeKind.Unlinked) this.#free(node);
    });
  }

  /// Copies up to `into.length` bytes from `position`; returns how many there were.
  read(node: number, position: number, into: Uint8Array): number {
    return this.#locked(() => {
      if (this.#alive(node) === NodeKind.Directory) throw new DiskError('EISDIR');
      const length = Math.max(0, Math.min(into.length, this.#get(node, NodeSlot.Size) - position));
      this.#span(node, position, length, (at, offset, part) => into.set(this.#bytes.subarray(at, at + part), offset));
      return length;
    });
  }

  /// Writes `from` at `position` (at the end when `position` is null), filling a gap with zeros; returns the position after it.
  write(node: number, position: number | null, from: Uint8Array, now: number): number {
    return this.#locked(() => {
      if (this.#alive(node) === NodeKind.Directory) throw new DiskError('EISDIR');
      const size = this.#get(node, NodeSlot.Size);
      const start = position ?? size;
      const end = start + from.length;
      if (from.length === 0) return start;
      this.#reserve(node, end);
      if (start > size) this.#span(node, size, start - size, (at, _offset, part) => this.#bytes.fill(0, at, at + part));
      this.#span(node, start, from.length, (at, offset, part) => this.#bytes.set(from.subarray(offset, offset + part), at));
      if (end > size) this.#set(node, NodeSlot.Size, end);
      this.#touch(node, now);
      return end;
    });
  }

  /// Cuts or extends (with zeros) to `size` bytes.
  truncate(node: number, size: number, now: number): void {
    this.#locked(() => {
      if (this.#alive(node) === NodeKind.Directory) throw new DiskError('EISDIR');
      const old = this.#get(node, NodeSlot.Size);
      if (size > old) {
        this.#reserve(node, size);
        this.#span(node, old, size - old, (at, _offset, part) => this.#bytes.fill(0, at, at + part));
      } else {
        this.#release(node, Math.ceil(size / BLOCK_BYTES));
      }
      this.#set(node, NodeSlot.Size, size);
      this.#touch(node, now);
    });
  }

  setMode(node: number, mode: number): void {
    this.#locked(() => this.#set(node, NodeSlot.Mode, mode));
  }

  setModified(node: number, now: number): void {
    this.#locked(() => this.#touch(node, now));
  }

  /// POSIX rename: replaces a file at the new name.
  rename(node: number, parent: number, name: string): void {
    this.#locked(() => {
      const bytes = this.#name(name);
      const kind = this.#alive(node);
      if (this.#alive(parent) !== NodeKind.Directory) throw new DiskError('ENOTDIR');
      for (let up = parent; up !== ROOT; up = this.#get(up, NodeSlot.Parent)) if (up === node) throw new DiskError('EINVAL');
      const there = this.#find(parent, bytes);
      if (there === node) return;
      if (there !== null) {
        const replaced = this.#get(there, NodeSlot.Kind);
        if (replaced === NodeKind.Directory && kind !== NodeKind.Directory) throw new DiskError('EISDIR');
        if (replaced !== NodeKind.Directory && kind === NodeKind.Directory) throw new DiskError('ENOTDIR');
        this.#remove(there);
      }
      this.#rename(node, parent, bytes);
    });
  }

  unlink(parent: number, name: string): void {
    this.#locked(() => {
      const node = this.#find(parent, this.#name(name));
      if (node === null) throw new DiskError('ENOENT');
      if (this.#get(node, NodeSlot.Kind) === NodeKind.Directory) throw new DiskError('EISDIR');
      this.#remove(node);
    });
  }

  removeDirectory(parent: number, name: string): void {
    this.#locked(() => {
      const node = this.#find(parent, this.#name(name));
      if (node === null) throw new DiskError('ENOENT');
      if (this.#get(node, NodeSlot.Kind) !== NodeKind.Directory) throw new DiskError('ENOTDIR');
      this.#remove(node);
    });
  }

  #locked<T>(body: () => T): T {
    acquire(this.#words);
    try {
      return body();
    } finally {
      release(this.#words);
    }
  }

  #at(node: number): number {
    return (NODES_AT + node * NODE_BYTES) >> 2;
  }
  #get(node: number, slot: NodeSlot): number {
    return this.#words[this.#at(node) + slot] ?? 0;
  }
  #set(node: number, slot: NodeSlot, value: number): void {
    this.#words[this.#at(node) + slot] = value;
  }
  #super(slot: SuperSlot): number {
    return this.#words[slot] ?? 0;
  }
  #touch(node: number, now: number): void {
    this.#times[(this.#at(node) + NodeSlot.Modified) >> 1] = now;
    this.#set(node, NodeSlot.Generation, this.#get(node, NodeSlot.Generation) + 1);
  }

  #alive(node: number): NodeKind {
    const kind = this.#get(node, NodeSlot.Kind);
    if (kind === NodeKind.Free) throw new DiskError('ENOENT');
    return kind;
  }

  #name(name: string): Uint8Array {
    const bytes = encoder.encode(name);
    if (bytes.length === 0 || name.includes('/')) throw new DiskError('EINVAL');
    if (bytes.length > NAME_BYTES - 1) throw new DiskError('ENAMETOOLONG');
    return bytes;
  }

  #nameOf(node: number): string {
    const at = NODES_AT + node * NODE_BYTES + NODE_BYTES - NAME_BYTES;
    return decoder.decode(this.#bytes.slice(at, at + this.#get(node, NodeSlot.NameLength)));
  }

  #children(parent: number): number[] {
    const found: number[] = [];
    for (let node = 1; node < this.#super(SuperSlot.UsedNodes); node++) {
      const kind = this.#get(node, NodeSlot.Kind);
      if ((kind === NodeKind.File || kind === NodeKind.Directory) && this.#get(node, NodeSlot.Parent) === parent) found.push(node);
    }
    return found;
  }

  #find(parent: number, name: Uint8Array): number | null {
    const hash = hashOf(name);
    const used = this.#super(SuperSlot.UsedNodes);
    for (let node = 1; node < used; node++) {
      const at = this.#at(node);
      if (this.#words[at + NodeSlot.NameHash] !== hash || this.#words[at + NodeSlot.Parent] !== parent) continue;
      const kind = this.#words[at + NodeSlot.Kind];
      if (kind !== NodeKind.File && kind !== NodeKind.Directory) continue;
      if (this.#words[at + NodeSlot.NameLength] !== name.length) continue;
      const nameAt = NODES_AT + node * NODE_BYTES + NODE_BYTES - NAME_BYTES;
      if (name.every((byte, index) => this.#bytes[nameAt + index] === byte)) return node;
    }
    return null;
  }

  #newNode(): number {
    const free = this.#super(SuperSlot.FreeNode);
    if (free > 0) {
      this.#words[SuperSlot.FreeNode] = this.#get(free - 1, NodeSlot.Parent);
      this.#words.fill(0, this.#at(free - 1), this.#at(free - 1) + 16);
      return free - 1;
    }
    const node = this.#super(SuperSlot.UsedNodes);
    if (node >= MAX_NODES) throw new DiskError('ENOSPC');
    this.#words[SuperSlot.UsedNodes] = node + 1;
    return node;
  }

  #rename(node: number, parent: number, name: Uint8Array): void {
    this.#set(node, NodeSlot.Parent, parent);
    this.#set(node, NodeSlot.NameLength, name.length);
    this.#set(node, NodeSlot.NameHash, hashOf(name));
    this.#bytes.set(name, NODES_AT + node * NODE_BYTES + NODE_BYTES - NAME_BYTES);
  }

  #remove(node: number): void {
    if (this.#get(node, NodeSlot.Kind) === NodeKind.Directory && this.#children(node).length > 0) throw new DiskError('ENOTEMPTY');
    if (this.#get(node, NodeSlot.Opens) > 0) this.#set(node, NodeSlot.Kind, NodeKind.Unlinked);
    else this.#free(node);
  }

  #free(node: number): void {
    this.#release(node, 0);
    this.#set(node, NodeSlot.Kind, NodeKind.Free);
    this.#set(node, NodeSlot.Parent, this.#super(SuperSlot.FreeNode));
    this.#words[SuperSlot.FreeNode] = node + 1;
  }

  #next(block: number): number {
    return this.#words[(CHAIN_AT >> 2) + block] ?? 0;
  }
  #link(block: number, next: number): void {
    this.#words[(CHAIN_AT >> 2) + block] = next;
  }

  /// Makes the chain long enough for `size` bytes.
  #reserve(node: number, size: number): void {
    const wanted = Math.ceil(size / BLOCK_BYTES);
    const have = this.#get(node, NodeSlot.Blocks);
    if (wanted <= have) return;
    const used = this.#super(SuperSlot.UsedBlocks);
    if (used + (wanted - have) > MAX_BLOCKS && this.#super(SuperSlot.FreeBlock) === 0) throw new DiskError('ENOSPC');
    let last = this.#lastBlock(node);
    for (let count = have; count < wanted; count++) {
      const block = this.#newBlock();
      this.#link(block, 0);
      if (last === 0) this.#set(node, NodeSlot.FirstBlock, block + 1);
      else this.#link(last - 1, block + 1);
      last = block + 1;
      this.#set(node, NodeSlot.Blocks, count + 1);
    }
  }

  #lastBlock(node: number): number {
    let last = 0;
    for (let block = this.#get(node, NodeSlot.FirstBlock); block !== 0; block = this.#next(block - 1)) last = block;
    return last;
  }

  #newBlock(): number {
    const free = this.#super(SuperSlot.FreeBlock);
    if (free > 0) {
      this.#words[SuperSlot.FreeBlock] = this.#next(free - 1);
      return free - 1;
    }
    const block = this.#super(SuperSlot.UsedBlocks);
    if (block >= MAX_BLOCKS) throw new DiskError('ENOSPC');
    const end = BLOCKS_AT + (block + 1) * BLOCK_BYTES;
    if (end > this.buffer.byteLength) {
      try {
        this.buffer.grow(Math.min(this.buffer.maxByteLength, end + GROW_BYTES));
      } catch {
        throw new DiskError('ENOSPC');
      }
    }
    this.#words[SuperSlot.UsedBlocks] = block + 1;
    return block;
  }

  /// Gives back all blocks of a file but the first `keep`.
  #release(node: number, keep: number): void {
    let previous = 0;
    let block = this.#get(node, NodeSlot.FirstBlock);
    for (let count = 0; count < keep && block !== 0; count++) {
      previous = block;
      block = this.#next(block - 1);
    }
    if (previous === 0) this.#set(node, NodeSlot.FirstBlock, 0);
    else this.#link(previous - 1, 0);
    while (block !== 0) {
      const next = this.#next(block - 1);
      this.#link(block - 1, this.#super(SuperSlot.FreeBlock));
      this.#words[SuperSlot.FreeBlock] = block;
      block = next;
    }
    this.#set(node, NodeSlot.Blocks, Math.min(this.#get(node, NodeSlot.Blocks), keep));
  }

  /// Calls `visit(byte offset in the buffer, offset in the span, length)` for each piece of a span that is in the chain.
  #span(node: number, position: number, length: number, visit: (at: number, offset: number, part: number) => void): void {
    if (length <= 0) return;
    let block = this.#get(node, NodeSlot.FirstBlock);
    for (let skip = Math.floor(position / BLOCK_BYTES); skip > 0; skip--) block = this.#next(block - 1);
    let within = position % BLOCK_BYTES;
    for (let offset = 0; offset < length; ) {
      const part = Math.min(length - offset, BLOCK_BYTES - within);
      visit(BLOCKS_AT + (block - 1) * BLOCK_BYTES + within, offset, part);
      offset += part;
      within = 0;
      block = this.#next(block - 1);
    }
  }
}
