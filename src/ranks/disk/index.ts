export { Disk, DiskError, type DiskProblem, type NodeStatus } from './disk';
export { NodeKind, ROOT } from './layout';
export { putFiles, takeFiles, temporaryDirectory } from './tree';
