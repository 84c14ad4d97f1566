import { ERRNO, S_IFDIR, S_IFREG, attributes, seek, type EmscriptenFs, type FsNode, type NodeOps, type StreamOps } from './emscripten';

/// A file of a package. What it holds is made when it is opened and dropped when it is closed: a rank reads most files once.
export interface PackagedFile {
  /// Bytes.
  readonly size: number;
  content(): Uint8Array;
}

/// Files that stand in a mounted directory.
export interface PackageMount {
  /// Adds files by path below the directory. Of two at one path the later counts. Python's finders must be told (`invalidate_caches`).
  add(files: ReadonlyMap<string, PackagedFile>): void;
}

interface Directory {
  readonly children: Map<string, Entry>;
}
interface File {
  readonly file: PackagedFile;
  /// While it is open.
  bytes: Uint8Array | null;
  opened: number;
}
type Entry = File | Directory;

/// Mounts files that are made when opened, read-only: the installed packages of an interpreter.
/// `files` gives them by path below `path`, and is asked when Python first looks: most programs never do.
export function mountPackages(fs: EmscriptenFs, path: string, files: () => ReadonlyMap<string, PackagedFile>): PackageMount {
  let tree: Map<string, Entry> | null = null;
  const root: Directory = {
    get children() {
      if (tree === null) {
        tree = new Map();
        insert({ children: tree }, files());
      }
      return tree;
    },
  };
  const entries = new Map<number, Entry>();
  const since = new Date(0);

  const entryOf = (node: FsNode): Entry => {
    const entry = entries.get(node.id);
    if (entry === undefined) throw new fs.ErrnoError(ERRNO.ENOENT);
    return entry;
  };
  const fileOf = (node: FsNode): File => {
    const entry = entryOf(node);
    if ('children' in entry) throw new fs.ErrnoError(ERRNO.EISDIR);
    return entry;
  };
  const bytesOf = (node: FsNode): Uint8Array => {
    const entry = fileOf(node);
    return (entry.bytes ??= entry.file.content());
  };
  const makeNode = (parent: FsNode | null, name: string, entry: Entry): FsNode => {
    const node = fs.createNode(parent, name, 'children' in entry ? S_IFDIR | 0o555 : S_IFREG | 0o444, 0);
    node.node_ops = nodeOps;
    node.stream_ops = streamOps;
    entries.set(node.id, entry);
    return node;
  };
  const nodeOps: NodeOps = {
    getattr(node) {
      const entry = entryOf(node);
      return attributes(node, node.mode, 'children' in entry ? 4096 : entry.file.size, since);
    },
    setattr() {
      throw new fs.ErrnoError(ERRNO.EROFS);
    },
    lookup(parent, name) {
      const entry = entryOf(parent);
      const child = 'children' in entry ? entry.children.get(name) : undefined;
      if (child === undefined) throw new fs.ErrnoError(ERRNO.ENOENT);
      return makeNode(parent, name, child);
    },
    readdir(node) {
      const entry = entryOf(node);
      return 'children' in entry ? ['.', '..', ...entry.children.keys()] : [];
    },
    mknod() {
      throw new fs.ErrnoError(ERRNO.EROFS);
    },
  };
  const streamOps: StreamOps = {
    open(stream) {
      const entry = entryOf(stream.node);
      if ('children' in entry) return;
      entry.opened++;
      stream.shared.refcount = 1;
    },
    dup(stream) {
      stream.shared.refcount = (stream.shared.refcount ?? 1) + 1;
    },
    close(stream) {
      const entry = entryOf(stream.node);
      if ('children' in entry) return;
      stream.shared.refcount = (stream.shared.refcount ?? 1) - 1;
      if (stream.shared.refcount === 0 && --entry.opened === 0) entry.bytes = null;
    },
    read(stream, into, offset, length, position) {
      const part = bytesOf(stream.node).subarray(position, position + length);
      into.set(part, offset);
      return part.length;
    },
    llseek: (stream, offset, whence) => seek(fs, stream, offset, whence, () => fileOf(stream.node).file.size),
  };
  fs.mount({ mount: () => makeNode(null, '/', root) }, {}, path);
  return { add: (more) => insert(root, more) };
}

function insert(root: Directory, files: ReadonlyMap<string, PackagedFile>): void {
  for (const [path, file] of files) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    let directory: Directory | null = root;
    for (const part of parts) {
      const next: Entry = directory.children.get(part) ?? { children: new Map() };
      directory.children.set(part, next);
      directory = 'children' in next ? next : null;
      if (directory === null) break;
    }
    directory?.children.set(name, { file, bytes: null, opened: 0 });
  }
}
