import { loadPyodide } from 'pyodide';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorld, RankSlot, worldLayout, worldOptions } from '../../protocol';
import { LiveScheduler, Mpi, RingReader } from '../../mpi';
import { installBridge, type Bridge, type PythonModule } from '../../ranks/python/bridge';
import { pythonSources } from '../../ranks/python/sources';
import { Recording } from '../recording';
import { variablesOf, type VariableState } from './history';

const PROGRAM = '/home/student/prog.py';

/// Pyodide's own declarations do not tell of it.
function hasModule(python: object): python is { readonly _module: PythonModule } {
  return '_module' in python;
}

/// One rank in this process, whose variables are recorded: real CPython, the real engine on a world of one.
class WatchedRank {
  private constructor(
    private readonly python: Awaited<ReturnType<typeof loadPyodide>>,
    private readonly ring: RingReader,
    readonly bridge: Bridge,
  ) {}

  static async start(): Promise<WatchedRank> {
    const python = await loadPyodide({ packageBaseUrl: '' });
    for (const [path, text] of Object.entries(pythonSources)) {
      const target = `/lib/python3.14/site-packages/${path}`;
      python.FS.mkdirTree(target.slice(0, target.lastIndexOf('/')));
      python.FS.writeFile(target, text);
    }
    const options = worldOptions(1);
    const world = createWorld(options);
    const layout = worldLayout(options);
    const control = layout.control(0);
    const ring = new RingReader(world, layout.trace(0), options.traceBytes, new Int32Array(world), control + RankSlot.TraceWritten, control + RankSlot.TraceRead);
    if (!hasModule(python)) throw new Error('Pyodide hides its module');
    const bridge = installBridge(python._module, (host) => new Mpi(world, options, 0, host, LiveScheduler.for(1, 2, () => performance.now())), {
      now: () => performance.now(), sources: [PROGRAM], sleep: () => {}, ending: () => false, mount: () => '', show: () => {}, variables: true,
    });
    python.runPython('from mpi4py import MPI\ncomm = MPI.COMM_WORLD', { filename: PROGRAM });
    return new WatchedRank(python, ring, bridge);
  }

  /// Runs a program in a module of its own names; what was recorded of it, call by call from its first.
  run(code: string): { readonly recording: Recording; readonly state: (moment: number) => VariableState; readonly calls: number } {
    this.python.runPython('for _name in [name for name in globals() if name not in ("comm", "MPI") and not name.startswith("__")]: del globals()[_name]');
    this.python.runPython('comm.Barrier()', { filename: PROGRAM });
    this.ring.take();
    this.python.runPython(code, { filename: PROGRAM });
    this.bridge.ended();
    const recording = new Recording();
    recording.start({ ranks: 1, sources: ['prog.py'] });
    const records = this.ring.take();
    if (records !== null) recording.trace(0, records);
    recording.end(performance.now());
    return { recording, state: (moment) => variablesOf(recording).at(0, moment), calls: recording.callsOf[0]?.length ?? 0 };
  }
}

/// Name and text of the variables of a scope; what has just changed is marked with a star.
function shown(state: VariableState, scope = 0): Record<string, string> {
  return Object.fromEntries((state.scopes[scope]?.variables ?? []).map(({ name, value, changed }) => [changed ? `${name}*` : name, value.text]));
}

let rank: WatchedRank;
beforeAll(async () => {
  rank = await WatchedRank.start();
}, 60_000);

describe('variables as they are recorded', () => {
  it('tells before and after each call what the program computed and what the call brought', () => {
    const { state, recording } = rank.run('x = 5\nbuf = bytearray(2)\ncomm.Send(b"12", 0, 3)\nx += 1\ncomm.Recv(buf, 0, 3)\nx += 1');
    expect(shown(state(0))).toEqual({ 'x*': '5', 'buf*': "bytearray(b'\\x00\\x00')" });
    expect(shown(state(1))).toEqual({ x: '5', buf: "bytearray(b'\\x00\\x00')" });
    expect(shown(state(2))).toEqual({ 'x*': '6', buf: "bytearray(b'\\x00\\x00')" });
    expect(shown(state(3))).toEqual({ x: '6', 'buf*': "bytearray(b'12')" });
    expect(shown(state(Infinity))).toEqual({ 'x*': '7', buf: "bytearray(b'12')" });
    expect(state(3).exact).toBe(true);
    expect(recording.faults).toEqual([]);
  });

  it('gives a variable the result of the call at that call, though Python assigns it later', () => {
    const { state } = rank.run('comm.send({"a": 1.5}, 0)\ntoken = comm.recv()\ntoken["a"] += 1\nlist_ = comm.bcast([1, 2])\nnothing = comm.gather(None)[0]\nboth = comm.allreduce(3)\ncomm.Barrier()');
    expect(shown(state(3))).toEqual({ 'token*': "{'a': 1.5}" });
    expect(shown(state(4))).toEqual({ 'token*': "{'a': 2.5}" });
    expect(shown(state(5))).toMatchObject({ 'list_*': '[1, 2]' });
    // What is made of a result is no result.
    expect(shown(state(7))).not.toHaveProperty('nothing*');
    expect(shown(state(9))).toMatchObject({ nothing: 'None', 'both*': '3' });
  });

  it('knows the functions that run, and their local variables', () => {
    const { state } = rank.run([
      'def outer(a):', '  part = a + 1', '  def inner():', '    got = comm.allreduce(part)', '    comm.Barrier()', '    return got', '  return inner()',
      'z = outer(4)', 'comm.Barrier()', 'for turn in range(2): z = outer(turn)',
    ].join('\n'));
    expect(state(0).scopes.map(({ label }) => label)).toEqual(['', 'outer', 'outer.inner']);
    expect(shown(state(0), 1)).toEqual({ 'a*': '4', 'part*': '5' });
    expect(shown(state(1), 2)).toEqual({ part: '5', 'got*': '5' });
    expect(state(4).scopes.map(({ label }) => label)).toEqual(['']);
    expect(shown(state(4))).toEqual({ 'z*': '5' });
    // Called again, it begins with nothing.
    expect(shown(state(6), 2)).toEqual({ 'part*': '1' });
    expect(shown(state(8), 2)).toEqual({ part: '1', got: '1' });
  });

  it('shows what Python has of its own, bounded', () => {
    const { state } = rank.run([
      'from collections import namedtuple, OrderedDict', 'Point = namedtuple("Point", "x y")',
      'class Own:', '  def __repr__(self): raise RuntimeError("called")', '  __eq__ = __hash__ = __len__ = __iter__ = None',
      'none, yes, big, huge = None, True, -2**70, 1 << 5000', 'f, c = 1e-7, 1-2j', 't, long = "a\\n\'é😀", "x" * 5000', 'pair, one, empty = (1, 2.0), (1,), ()',
      'many = list(range(1000))', 'deep = [[[[[1]]]]]', 'keys = {"a": {1: [2]}}', 'group, frozen = {3}, frozenset({4})', 'steps = range(0, 10, 3)',
      'own, point, ordered = Own(), Point(1, 2), OrderedDict(k=1)', 'me = []; me.append(me)', 'status = MPI.Status()', 'request = comm.Irecv(bytearray(1), 0)',
      'comm.Send(b"1", 0)', 'request.Wait(status)', 'comm.Barrier()', 'del one',
    ].join('\n'));
    const all = shown(state(Infinity));
    expect(all).toMatchObject({
      none: 'None', yes: 'True', big: String(-(2n ** 70n)), f: '1e-07', c: '(1-2j)', t: "'a\\n\\'é😀'", pair: '(1, 2.0)', empty: '()', keys: "{'a': {1: [2]}}", group: '{3}', frozen: 'frozenset({4})',
      steps: 'range(0, 10, 3)', own: 'Own object', point: 'Point((1, 2))', ordered: "OrderedDict({'k': 1})", me: '[[[[…]]]]', deep: '[[[[…]]]]', status: 'MPI.Status: source 0, tag 0, 1 bytes', request: 'MPI.REQUEST_NULL',
    });
    expect(all['huge']).toMatch(/^an int of \d+ bits$/);
    expect(all['long']).toMatch(/^'x{100,200}…'$/);
    expect(all['many']).toBe(`[${Array.from({ length: 20 }, (_, index) => index).join(', ')}, …, 998, 999]`);
    expect(all).not.toHaveProperty('one');
    expect(all).not.toHaveProperty('Own');
    expect(all).not.toHaveProperty('MPI');
  });

  it('runs nothing of the program, keeps nothing alive, raises nothing', () => {
    const { state } = rank.run([
      'import sys, weakref, gc',
      'calls = []',
      'class Spy:', ...['__repr__', '__str__', '__eq__', '__hash__', '__len__', '__iter__', '__bool__', '__format__', '__getattribute__'].map((name) => `  def ${name}(self, *rest): calls.append("${name}"); raise RuntimeError`),
      'spy = Spy()', 'held = {"spy": spy, "list": [spy]}', 'class Plain: pass', 'watched = Plain(); ref = weakref.ref(watched)', 'number = 123456.75',
      'before = sys.getrefcount(number), sys.getrefcount(held)', 'for _ in range(5): comm.Barrier()', 'after = sys.getrefcount(number), sys.getrefcount(held)', 'del watched', 'comm.Barrier()',
      'result = [len(calls), before == after, ref() is None, sys.exc_info()[0] is None]', 'comm.Barrier()',
    ].join('\n'));
    expect(shown(state(Infinity))['result*']).toBe('[0, True, True, True]');
  });

  it('leaves errors of calls as they are, and looks again afterwards', () => {
    const { state } = rank.run('caught = ""\ntry: comm.Send(b"1", 7)\nexcept MPI.Exception as error: caught = str(error)\ncomm.Barrier()\ncomm.Barrier()');
    expect(shown(state(2))).toMatchObject({ 'caught*': "'MPI_ERR_RANK: invalid rank'" });
  });

  it('cuts what is too much for a record, and says so', () => {
    const { state } = rank.run('for n in range(300): globals()[f"name{n}"] = [n] * 40\ncomm.Barrier()\ncomm.Barrier()');
    expect(state(0).rest).toBeGreaterThan(100);
    expect(Object.keys(shown(state(0))).length).toBeGreaterThan(20);
    expect(Object.keys(shown(state(2))).length).toBeGreaterThan(Object.keys(shown(state(0))).length);
  });

  it('looks at all of the first calls, then at some, and says at which', async () => {
    const fresh = await WatchedRank.start();
    // Records of 3000 messages and their looks fit the ring, which nobody empties here; the engine's clock goes on.
    const { state, calls } = fresh.run('buf = bytearray(1)\nfor i in range(3000): comm.Send(b"1", 0, i % 100); comm.Recv(buf, 0, i % 100)\nlast = "here"');
    expect(calls).toBe(6000);
    const exact = Array.from({ length: calls }, (_, call) => state(2 * call + 1).exact);
    expect(exact.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => true));
    expect(exact.filter((each) => !each).length).toBeGreaterThan(1000);
    // The end is always looked at.
    expect(shown(state(Infinity))['last*']).toBe("'here'");
  }, 60_000);
});
