/// The shared disk: a small file system in one SharedArrayBuffer, the same bytes for every rank of a run and for the page.
///
/// superblock · node table (one entry a file or directory) · block chain (one word a block) · blocks.
/// All structure is guarded by one lock in the superblock; the words are read and written plainly under it.

/// Words of the superblock.
export const enum SuperSlot {
  Version = 0,
  /// 0 free, 1 held, 2 held and somebody sleeps on it (the futex protocol of Drepper, "Futexes are tricky", mutex 2).
  Lock = 1,
  /// First block of the chain of free blocks (index + 1), 0 when there is none.
  FreeBlock = 2,
  /// Blocks handed out so far; those above were never used.
  UsedBlocks = 3,
  /// Nodes handed out so far.
  UsedNodes = 4,
  /// Most blocks the disk may grow to.
  MaxBlocks = 5,
  /// First free node (index + 1) after deletions.
  FreeNode = 6,
}

/// Words of a node; its name follows, `NAME_BYTES` long.
export const enum NodeSlot {
  /// `NodeKind`.
  Kind = 0,
  Parent = 1,
  /// Length of the name in bytes and a hash of them.
  NameLength = 2,
  NameHash = 3,
  /// Bytes in the file.
  Size = 4,
  /// First block (index + 1), 0 for an empty file.
  FirstBlock = 5,
  /// Permission bits.
  Mode = 6,
  /// How many streams of all ranks have it open; an unlinked file lives until none has.
  Opens = 7,
  /// Float64 modification time, milliseconds since 1970 (words 8 and 9).
  Modified = 8,
  /// Counts changes of the content, so that readers may keep what they know of the chain.
  Generation = 10,
  Blocks = 11,
}

export const enum NodeKind {
  Free = 0,
  File = 1,
  Directory = 2,
  /// A file without a name, still open somewhere.
  Unlinked = 3,
}

export const DISK_VERSION = 1;
export const SUPER_BYTES = 64;
export const NODE_WORDS = 16;
export const NAME_BYTES = 256;
export const NODE_BYTES = NODE_WORDS * 4 + NAME_BYTES;
export const MAX_NODES = 8192;
export const BLOCK_BYTES = 4096;
export const ROOT = 0;

/// A rank may fill the disk, not the machine: a disk holds this much at most.
export const MAX_DISK_BYTES = 512 * 1024 * 1024;
