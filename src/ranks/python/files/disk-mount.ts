import { Disk, DiskError, NodeKind, ROOT, temporaryDirectory } from '../../disk';
import { ERRNO, O_APPEND, O_EXCL, S_IFDIR, S_IFREG, attributes, seek, type EmscriptenFs, type FsNode, type NodeOps, type StreamOps } from './emscripten';

/// How much a rank read from and wrote to the disk. Bytes.
export interface FileUse {
  read: number;
  written: number;
}

/// Mounts the disk that all ranks share: its root at `home`, its directory of temporary files at `temporary`. What one rank writes, the others see at their next look:
/// nothing of the disk is kept here but the number of a node.
export function mountDisk(fs: EmscriptenFs, home: string, temporary: string, disk: Disk, use: FileUse): void {
  const temporaryNode = temporaryDirectory(disk, Date.now());
  const numbers = new WeakMap<FsNode, number>();

  const attempt = <T>(body: () => T): T => {
    try {
      return body();
    } catch (error) {
      throw error instanceof DiskError ? new fs.ErrnoError(ERRNO[error.problem]) : error;
    }
  };
  const numberOf = (node: FsNode): number => numbers.get(node) ?? ROOT;
  const makeNode = (parent: FsNode | null, name: string, number: number): FsNode => {
    const status = disk.status(number);
    const node = fs.createNode(parent, name, (status.kind === NodeKind.Directory ? S_IFDIR : S_IFREG) | status.mode, 0);
    // Emscripten would answer the next lookup from its table; another rank may have removed or replaced the file by then.
    if (parent !== null) fs.hashRemoveNode(node);
    node.node_ops = nodeOps;
    node.stream_ops = streamOps;
    numbers.set(node, number);
    return node;
  };
  const nodeOps: NodeOps = {
    getattr: (node) =>
      attempt(() => {
        const status = disk.status(numberOf(node));
        const kind = status.kind === NodeKind.Directory ? S_IFDIR : S_IFREG;
        return { ...attributes(node, kind | status.mode, status.size, new Date(status.modified)), ino: status.node + 1 };
      }),
    setattr: (node, change) =>
      attempt(() => {
        const number = numberOf(node);
        if (change.mode !== undefined) {
          disk.setMode(number, change.mode & 0o777);
          node.mode = change.mode;
        }
        if (change.size !== undefined) disk.truncate(number, change.size, Date.now());
        if (change.mtime !== undefined) disk.setModified(number, change.mtime);
      }),
    lookup: (parent, name) =>
      attempt(() => {
        const number = disk.lookup(numberOf(parent), name);
        if (number === null) throw new DiskError('ENOENT');
        return makeNode(parent, name, number);
      }),
    readdir: (node) => attempt(() => ['.', '..', ...disk.list(numberOf(node)).filter((name) => numberOf(node) !== ROOT || disk.lookup(ROOT, name) !== temporaryNode)]),
    mknod: (parent, name, mode) =>
      attempt(() => {
        const directory = (mode & 0o170000) === S_IFDIR;
        const kind = directory ? NodeKind.Directory : NodeKind.File;
        return makeNode(parent, name, disk.create(numberOf(parent), name, kind, mode & (directory ? 0o777 : 0o666), Date.now()));
      }),
    rename: (node, parent, name) =>
      attempt(() => {
        disk.rename(numberOf(node), numberOf(parent), name);
        node.name = name;
        node.parent = parent;
      }),
    unlink: (parent, name) => attempt(() => disk.unlink(numberOf(parent), name)),
    rmdir: (parent, name) => attempt(() => disk.removeDirectory(numberOf(parent), name)),
  };
  const streamOps: StreamOps = {
    open: (stream) =>
      attempt(() => {
        disk.open(numberOf(stream.node));
        stream.shared.refcount = 1;
      }),
    close: (stream) =>
      attempt(() => {
        stream.shared.refcount = (stream.shared.refcount ?? 1) - 1;
        if (stream.shared.refcount === 0) disk.close(numberOf(stream.node));
      }),
    dup(stream) {
      stream.shared.refcount = (stream.shared.refcount ?? 1) + 1;
    },
    read: (stream, into, offset, length, position) =>
      attempt(() => {
        const got = disk.read(numberOf(stream.node), position, new Uint8Array(into.buffer, into.byteOffset + offset, length));
        use.read += got;
        return got;
      }),
    write: (stream, from, offset, length, position) =>
      attempt(() => {
        const bytes = new Uint8Array(from.buffer, from.byteOffset + offset, length);
        disk.write(numberOf(stream.node), (stream.flags & O_APPEND) !== 0 ? null : position, bytes, Date.now());
        use.written += length;
        return length;
      }),
    llseek: (stream, offset, whence) => seek(fs, stream, offset, whence, () => attempt(() => disk.status(numberOf(stream.node)).size)),
  };
  const open = fs.open.bind(fs);
  fs.open = (file, flags, mode) => {
    const exclusive = typeof flags === 'number' && (flags & O_EXCL) !== 0;
    for (;;) {
      try {
        return open(file, flags, mode);
      } catch (error) {
        // Emscripten looks first and makes then; when another rank made the file in between, a second look finds it (open(2), O_CREAT).
        if (exclusive || !(error instanceof fs.ErrnoError) || error.errno !== ERRNO.EEXIST) throw error;
      }
    }
  };
  fs.mount({ mount: () => makeNode(null, '/', ROOT) }, {}, home);
  fs.mount({ mount: () => makeNode(null, '/', temporaryNode) }, {}, temporary);
}
