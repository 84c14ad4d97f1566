import { ERRNO, S_IFDIR, S_IFREG, attributes, seek, type EmscriptenFs, type FsNode, type NodeOps, type StreamOps } from './emscripten';

type Entry = { readonly kind: 'file'; content(): Uint8Array; bytes: Uint8Array | null } | { readonly kind: 'directory'; readonly children: Map<string, Entry> };

/// Mounts files that are made when first opened, read-only: the installed packages of an interpreter.
/// `files` gives them by path below `path`, and is asked when Python first looks: most programs never do.
export function mountPackages(fs: EmscriptenFs, path: string, files: () => ReadonlyMap<string, () => Uint8Array>): void {
  let tree: Map<string, Entry> | null = null;
  const root: Entry = {
    kind: 'directory',
    get children() {
      if (tree === null) {
        tree = new Map();
        const top: Entry = { kind: 'directory', children: tree };
        for (const [name, content] of files()) insert(top, name.split('/'), content);
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
  const bytesOf = (node: FsNode): Uint8Array => {
    const entry = entryOf(node);
    if (entry.kind === 'directory') throw new fs.ErrnoError(ERRNO.EISDIR);
    return (entry.bytes ??= entry.content());
  };
  const makeNode = (parent: FsNode | null, name: string, entry: Entry): FsNode => {
    const node = fs.createNode(parent, name, entry.kind === 'directory' ? S_IFDIR | 0o555 : S_IFREG | 0o444, 0);
    node.node_ops = nodeOps;
    node.stream_ops = streamOps;
    entries.set(node.id, entry);
    return node;
  };
  const nodeOps: NodeOps = {
    getattr: (node) => attributes(node, node.mode, entryOf(node).kind === 'directory' ? 4096 : bytesOf(node).length, since),
    setattr() {
      throw new fs.ErrnoError(ERRNO.EROFS);
    },
    lookup(parent, name) {
      const entry = entryOf(parent);
      const child = entry.kind === 'directory' ? entry.children.get(name) : undefined;
      if (child === undefined) throw new fs.ErrnoError(ERRNO.ENOENT);
      return makeNode(parent, name, child);
    },
    readdir(node) {
      const entry = entryOf(node);
      return entry.kind === 'directory' ? ['.', '..', ...entry.children.keys()] : [];
    },
    mknod() {
      throw new fs.ErrnoError(ERRNO.EROFS);
    },
  };
  const streamOps: StreamOps = {
    read(stream, into, offset, length, position) {
      const part = bytesOf(stream.node).subarray(position, position + length);
      into.set(part, offset);
      return part.length;
    },
    llseek: (stream, offset, whence) => seek(fs, stream, offset, whence, () => bytesOf(stream.node).length),
  };
  fs.mount({ mount: () => makeNode(null, '/', root) }, {}, path);
}

function insert(root: Entry, parts: readonly string[], content: () => Uint8Array): void {
  let directory = root;
  for (const [index, part] of parts.entries()) {
    if (directory.kind !== 'directory') return;
    if (index === parts.length - 1) {
      directory.children.set(part, { kind: 'file', content, bytes: null });
      return;
    }
    let next = directory.children.get(part);
    if (next === undefined) directory.children.set(part, (next = { kind: 'directory', children: new Map() }));
    directory = next;
  }
}
