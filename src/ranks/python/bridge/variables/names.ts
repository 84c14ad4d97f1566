import type { Binding } from '../binding';
import type { MethodTable } from '../fast/methods';
import type { Naming } from './values';

/// Word of a tuple's items, where `Status._data` has its numbers.
const FIRST_ITEM = 4;
const COMMUNICATORS = [['intracomm', 'Intracomm'], ['intercomm', 'Intercomm'], ['topology', 'Cartcomm'], ['topology', 'Graphcomm'], ['topology', 'Distgraphcomm']] as const;
const OTHERS = [['op', 'Op'], ['datatype', 'Datatype'], ['group', 'Group'], ['win', 'Win'], ['file', 'File'], ['info', 'Info'], ['matched', 'Message']] as const;

/// What MPI's objects are, in words, by the address of their class.
export function namesOf(binding: Binding, table: MethodTable): Naming {
  const { python } = binding;
  const { module } = python;
  const names = new Map<number, (object: number) => string>();
  const type = (place: string, name: string): number => python.getAttribute(python.importModule(`mpi4py._mpi.${place}`), name);
  const slot = (object: number, index: number): number => python.smallInteger(module.HEAPU32[(object >> 2) + index] ?? 0);

  for (const [place, name] of COMMUNICATORS) {
    const address = type(place, name);
    const handle = table.slotOf(address, '_handle');
    names.set(address, (object) => {
      const known = slot(object, handle);
      const communicator = binding.knownCommunicator(known);
      if (communicator === null) return known === 0 ? 'MPI.COMM_NULL' : `${name}, freed`;
      return `${communicator.name.replace(/^MPI_/, '') || name}, rank ${communicator.rank} of ${communicator.size}`;
    });
  }
  const request = type('request', 'Request');
  const requestHandle = table.slotOf(request, '_handle');
  names.set(request, (object) => {
    const handle = slot(object, requestHandle);
    return handle === 0 ? 'MPI.REQUEST_NULL' : binding.requests.has(handle) ? 'MPI.Request, started' : 'MPI.Request, complete';
  });
  const status = type('status', 'Status');
  const data = table.slotOf(status, '_data');
  names.set(status, (object) => {
    const tuple = (module.HEAPU32[(object >> 2) + data] ?? 0) >> 2;
    if (module.HEAPU32[tuple + 1] !== module._PyTuple_Type) return 'MPI.Status';
    const [source, tag, bytes] = [0, 1, 2].map((index) => python.smallInteger(module.HEAPU32[tuple + FIRST_ITEM + index] ?? 0));
    return `MPI.Status: source ${source}, tag ${tag}, ${bytes} bytes`;
  });
  for (const [place, name] of OTHERS) names.set(type(place, name), () => `MPI.${name}`);
  return names;
}
