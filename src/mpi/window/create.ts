import { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { Algorithm } from '../../protocol/trace';
import { Assembly } from '../communicator/assembly';
import { RankCommunicator } from '../communicator/rank-communicator';
import { MpiError } from '../error';
import { Flavor } from './constants';
import type { Region } from './target';
import { Window } from './window';

const CALLS: Readonly<Record<Flavor, MpiCall>> = {
  [Flavor.Create]: MpiCall.WinCreate,
  [Flavor.Allocate]: MpiCall.WinAllocate,
  [Flavor.Dynamic]: MpiCall.WinCreateDynamic,
  [Flavor.Shared]: MpiCall.WinAllocateShared,
};

/// A window on memory of each rank of an intracommunicator (MPI 4.1, 12.2). Collective. `unit`: bytes that a displacement counts. The region of
/// a dynamic window does not matter. Throws MPI_ERR_COMM, MPI_ERR_SIZE, MPI_ERR_DISP.
export function createWindow(comm: RankCommunicator, flavor: Flavor, region: Region, unit: number): Window {
  const { runtime, group, rank } = comm;
  return comm.within(CALLS[flavor], ({ context, tag }) => {
    if (comm.remote !== null) throw new MpiError(ErrorClass.Comm, 'a window is not made on an intercommunicator');
    if (region.size < 0) throw new MpiError(ErrorClass.Size, `the size is ${region.size}; it must be 0 or more`);
    if (unit <= 0) throw new MpiError(ErrorClass.Disp, `the displacement unit is ${unit}; it must be above 0`);
    runtime.recorder.algorithm = Algorithm.Binomial;
    const assembly = new Assembly(runtime, context, tag);
    const told = assembly.run(assembly.gather(group, [rank === 0 ? runtime.newContext() : 0, region.size, unit]));
    const parts = told.map(([, size = 0, bytes = 1]) => ({ size: size >>> 0, unit: bytes }));
    const own = new RankCommunicator(runtime, group, told[0]?.[0] ?? 0, '');
    return new Window(own, parts, flavor === Flavor.Dynamic ? null : region);
  });
}
