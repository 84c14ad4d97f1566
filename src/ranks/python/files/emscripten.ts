/// The parts of Emscripten's FS that a mounted file system meets (emscripten-core/emscripten, src/lib/libfs.js), as Pyodide 314 has it.

export interface FsNode {
  readonly id: number;
  name: string;
  mode: number;
  parent: FsNode;
  readonly rdev: number;
  mount: { readonly opts: unknown };
  mounted?: unknown;
  /// Of a file in Emscripten's own memory file system (MEMFS).
  contents?: Uint8Array;
  usedBytes?: number;
  node_ops: NodeOps;
  stream_ops: StreamOps;
}

export interface FsStream {
  readonly node: FsNode;
  readonly flags: number;
  position: number;
  shared: { refcount?: number };
}

export interface Attributes {
  readonly dev: number;
  readonly ino: number;
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev: number;
  readonly size: number;
  readonly atime: Date;
  readonly mtime: Date;
  readonly ctime: Date;
  readonly blksize: number;
  readonly blocks: number;
}

export interface NewAttributes {
  readonly mode?: number;
  readonly size?: number;
  readonly mtime?: number;
  readonly atime?: number;
}

export interface NodeOps {
  getattr(node: FsNode): Attributes;
  setattr(node: FsNode, change: NewAttributes): void;
  lookup(parent: FsNode, name: string): FsNode;
  readdir(node: FsNode): string[];
  mknod?(parent: FsNode, name: string, mode: number, device: number): FsNode;
  rename?(node: FsNode, parent: FsNode, name: string): void;
  unlink?(parent: FsNode, name: string): void;
  rmdir?(parent: FsNode, name: string): void;
}

export interface StreamOps {
  open?(stream: FsStream): unknown;
  close?(stream: FsStream): void;
  dup?(stream: FsStream): void;
  read(stream: FsStream, into: Int8Array | Uint8Array, offset: number, length: number, position: number): number;
  write?(stream: FsStream, from: Int8Array | Uint8Array, offset: number, length: number, position: number): number;
  llseek(stream: FsStream, offset: number, whence: number): number;
  mmap?(stream: FsStream, length: number, position: number, protection: number, flags: number): { ptr: number; allocated: boolean };
  msync?(stream: FsStream, buffer: Uint8Array, offset: number, length: number): number;
}

export interface EmscriptenFs {
  readonly ErrnoError: new (errno: number) => Error & { readonly errno: number };
  createNode(parent: FsNode | null, name: string, mode: number, device: number): FsNode;
  hashRemoveNode(node: FsNode): void;
  mount(type: { mount(mount: unknown): FsNode }, options: object, path: string): FsNode;
  lookupPath(path: string): { readonly path: string; readonly node: FsNode };
  mkdirTree(path: string): void;
  chdir(path: string): void;
  open(path: string | FsNode, flags: number | string, mode?: number): FsStream;
  writeFile(path: string, data: Uint8Array | string): void;
}

/// WASI's errno numbers, which Emscripten uses.
export const ERRNO = {
  EEXIST: 20, EINVAL: 28, EISDIR: 31, ENAMETOOLONG: 37, ENODEV: 43, ENOENT: 44, ENOSPC: 51, ENOTDIR: 54, ENOTEMPTY: 55, EROFS: 69,
} as const;

export const S_IFDIR = 0o040000;
export const S_IFREG = 0o100000;
export const O_ACCMODE = 3;
export const O_EXCL = 128;
export const O_APPEND = 1024;

export function attributes(node: FsNode, mode: number, size: number, modified: Date): Attributes {
  return {
    dev: 1, ino: node.id, mode, nlink: 1, uid: 0, gid: 0, rdev: 0, size,
    atime: modified, mtime: modified, ctime: modified, blksize: 4096, blocks: Math.ceil(size / 512),
  };
}

/// Where a seek lands; whence as in lseek(2). Throws EINVAL before the start.
export function seek(fs: EmscriptenFs, stream: FsStream, offset: number, whence: number, size: () => number): number {
  const position = whence === 1 ? stream.position + offset : whence === 2 ? size() + offset : offset;
  if (position < 0) throw new fs.ErrnoError(ERRNO.EINVAL);
  return position;
}
