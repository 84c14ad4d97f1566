// The suite's files: those every course needs, in their order, and the rest.

export const COURSE = [
  'environ', 'toplevel', 'package', 'doc', 'objmodel', 'status', 'group', 'info', 'address', 'mpimem', 'buffer', 'op', 'threads',
  'p2p_obj', 'p2p_buf', 'cco_obj', 'cco_buf', 'cco_vec', 'msgspec', 'msgzero', 'datatype', 'errhandler', 'comm',
  'cco_nb_buf', 'comm_topo', 'attributes', 'pack',
].map((name) => `test_${name}`);

/// Cases that ask for what no web page has, by name, or by the reason for which they are skipped; each with what it asks for. They are
/// counted apart, unless they pass.
const IMPOSSIBLE = [
  [/^test_package\.TestMPIABI\.test(Finder|GetFromLibMPI|LibMPI)$/, null, 'loads a compiled MPI library with dlopen'],
  [/^test_threads\.TestMPIThreads\.testIsThreadMainInThread$/, null, 'starts a thread'],
  [/^test_mpiapi\./, null, 'reads a compiled module with nm'],
  [/^test_dynproc\..*\.testJoin$/, null, 'opens a socket'],
  [/^test_util_pool\./, null, 'starts threads and processes'],
  [/./, /(^|: )(cupy|numba)$/, 'device arrays'],
];

/** What a case that did not pass asks for that is impossible here; null when it is nothing of the kind. */
export function impossible(name, reason) {
  return IMPOSSIBLE.find(([names, reasons]) => names.test(name) && (reasons === null || reasons.test(reason.trim())))?.[2] ?? null;
}
