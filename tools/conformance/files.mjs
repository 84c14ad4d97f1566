// The suite's files: those every course needs, in their order, and the rest.

export const COURSE = [
  'environ', 'toplevel', 'package', 'doc', 'objmodel', 'status', 'group', 'info', 'address', 'mpimem', 'buffer', 'op', 'threads',
  'p2p_obj', 'p2p_buf', 'cco_obj', 'cco_buf', 'cco_vec', 'msgspec', 'msgzero', 'datatype', 'errhandler', 'comm',
  'cco_nb_buf', 'comm_topo', 'attributes', 'pack',
].map((name) => `test_${name}`);

/// Cases that ask for what no web page has, by pattern; each with the reason.
export const IMPOSSIBLE = [
  [/^test_package\.\w+\.test(Shared|Dlopen|.*dlopen)/i, 'loads compiled modules with dlopen'],
];
