import { Disk } from './disk';
import { NodeKind, ROOT } from './layout';

/// The directory at the root that holds what programs put into the system's directory for temporary files: shared by all ranks, and gone with
/// the run.
const TEMPORARY = '.temporary-files';

/// The node of the directory for temporary files; made when it is not there.
export function temporaryDirectory(disk: Disk, now: number): number {
  return disk.lookup(ROOT, TEMPORARY) ?? disk.create(ROOT, TEMPORARY, NodeKind.Directory, 0o777, now);
}

/// Puts files on a disk, making the directories of their paths. Paths are relative, with `/`.
export function putFiles(disk: Disk, files: Readonly<Record<string, Uint8Array>>, now: number): void {
  for (const [path, bytes] of Object.entries(files)) {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    const name = parts.pop();
    if (name === undefined) continue;
    let parent = ROOT;
    for (const part of parts) parent = disk.lookup(parent, part) ?? disk.create(parent, part, NodeKind.Directory, 0o755, now);
    const node = disk.lookup(parent, name) ?? disk.create(parent, name, NodeKind.File, 0o644, now);
    disk.truncate(node, 0, now);
    disk.write(node, 0, bytes, now);
  }
}

/// Every file of a disk by path relative to its root, without the temporary ones.
export function takeFiles(disk: Disk): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = Object.create(null) as Record<string, Uint8Array>;
  const visit = (parent: number, prefix: string): void => {
    for (const name of disk.list(parent)) {
      const node = disk.lookup(parent, name);
      if (node === null || (parent === ROOT && name === TEMPORARY)) continue;
      const status = disk.status(node);
      if (status.kind === NodeKind.Directory) {
        visit(node, `${prefix}${name}/`);
      } else {
        const bytes = new Uint8Array(status.size);
        disk.read(node, 0, bytes);
        files[prefix + name] = bytes;
      }
    }
  };
  visit(ROOT, '');
  return files;
}
