import { loadPyodide } from 'pyodide';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorld, unpackLine, worldOptions, WorldSlot } from '../../../protocol';
import { LiveScheduler, Mpi } from '../../../mpi';
import { pythonSources } from '../sources';
import { installBridge, type Bridge, type PythonModule } from './index';

const PROGRAM = '/home/student/prog.py';

/// Pyodide's own declarations do not tell of it.
function hasModule(python: object): python is { readonly _module: PythonModule } {
  return '_module' in python;
}

/// One rank in this process: real CPython, the real engine on a world of one.
class OneRank {
  private constructor(
    readonly run: (code: string) => unknown,
    /// Makes a function of this process a global of the program.
    readonly set: (name: string, value: () => void) => void,
    readonly bridge: Bridge,
    readonly words: Int32Array,
    /// Calls a function while no thread of Python's is running, as in a system call.
    readonly away: (call: () => void) => void,
  ) {}

  static async start(slept: number[]): Promise<OneRank> {
    const python = await loadPyodide();
    for (const [path, text] of Object.entries(pythonSources)) {
      const target = `/lib/python3.14/site-packages/${path}`;
      python.FS.mkdirTree(target.slice(0, target.lastIndexOf('/')));
      python.FS.writeFile(target, text);
    }
    const options = worldOptions(1);
    const world = createWorld(options);
    const began = performance.now();
    if (!hasModule(python)) throw new Error('Pyodide hides its module');
    const module = python._module;
    const bridge = installBridge(module, (host) => new Mpi(world, options, 0, host, LiveScheduler.for(1, 2, () => performance.now()), { record: false }), {
      now: () => performance.now() - began,
      sources: ['/home/student/other.py', PROGRAM],
      sleep: (seconds) => slept.push(seconds),
      ending: () => false,
      mount: () => '',
      show: () => {},
    });
    return new OneRank((code) => python.runPython(code, { filename: PROGRAM }), (name, value) => python.runPython('globals().__setitem__')(name, value), bridge, new Int32Array(world), (call) => {
      const thread = module._PyEval_SaveThread();
      call();
      module._PyEval_RestoreThread(thread);
    });
  }

  /// The value of the last expression, as JSON makes it.
  value(code: string): unknown {
    return JSON.parse(String(this.run(`import json\n${code.includes('\n') ? code.slice(0, code.lastIndexOf('\n') + 1) : ''}json.dumps(${code.slice(code.lastIndexOf('\n') + 1)})`)));
  }
}

let rank: OneRank;
const slept: number[] = [];
beforeAll(async () => {
  rank = await OneRank.start(slept);
}, 60_000);

describe('bridge', () => {
  it('starts nothing before the program imports MPI', () => {
    expect(rank.bridge.mpi).toBeNull();
    rank.run('import mpi4py\nmpi4py._native if hasattr(mpi4py, "_native") else None');
    expect(rank.bridge.mpi).toBeNull();
    rank.run('from mpi4py import MPI\ncomm = MPI.COMM_WORLD');
    expect(rank.bridge.mpi).not.toBeNull();
    expect(rank.value('[MPI.Is_initialized(), comm.rank, comm.size]')).toEqual([true, 0, 1]);
  });

  it('makes MPI.Exception of an error, with a note that says what was wrong', () => {
    const [code, text, notes] = rank.value(
      'try: comm.Send(bytearray(1), 5)\nexcept MPI.Exception as e: found = [int(e), str(e), e.__notes__]\nfound',
    ) as [number, string, string[]];
    expect([code, text]).toEqual([6, 'MPI_ERR_RANK: invalid rank']);
    expect(notes.join()).toContain('5');
  });

  it('leaves Python exceptions as they were, through the engine and back', () => {
    const found = rank.value(
      'class Own(Exception): pass\nmine = Own("mine")\ndef op(a, b): raise mine\ntry: comm.allreduce(1, op)\nexcept Own as e: found = e is mine\nelse: found = "no exception"\nfound',
    );
    // With one rank nothing is combined: the operation is not called at all.
    expect(found).toBe('no exception');
    expect(rank.value('class Bad:\n  def __reduce__(self): raise mine\ntry: comm.bcast(Bad())\nexcept Own as e: found = e is mine\nfound')).toBe(true);
    expect(rank.value('try: comm.Send(bytearray(1), "zero")\nexcept TypeError as e: found = str(e)\nfound')).toContain('integer');
  });

  it('knows the line of the student, also behind calls into libraries', () => {
    expect(rank.bridge.line()).toBe(0);
    // Asked for while Python runs, from a method that the package's own code calls.
    const seen: number[] = [];
    rank.run('class Spy:\n  def __reduce__(self):\n    spy()\n    return (int, ())');
    rank.set('spy', () => seen.push(rank.bridge.line()));
    rank.run('\n\ncomm.bcast(\n    Spy())');
    const last = unpackLine(seen.at(-1) ?? 0);
    expect(last).toEqual({ file: 2, line: 3 });
  });

  it('knows the line of the student while the interpreter is away, as it is within a write', () => {
    const seen: number[] = [];
    rank.set('away', () => rank.away(() => seen.push(rank.bridge.line())));
    // The first knows the program's code from a call before it; the others have lines that nobody asked for yet.
    rank.run('\ncomm.bcast(1)\naway()\n\nfor i in range(2):\n    away()\n');
    expect(seen.map((word) => unpackLine(word))).toEqual([{ file: 2, line: 3 }, { file: 2, line: 6 }, { file: 2, line: 6 }]);
  });

  it('holds the memory of an operation until it is complete, and not longer', () => {
    expect(
      rank.value(
        [
          'import sys, gc',
          'data = bytearray(8); before = sys.getrefcount(data)',
          'request = comm.Irecv(data, 0, 1); during = sys.getrefcount(data)',
          'try: data.extend(b"x"); grown = True',
          'except BufferError: grown = False',
          'comm.Send(b"12345678", 0, 1); request.Wait(); data.extend(b"x")',
          'lost = bytearray(8); comm.Irecv(lost, 0, 2); gc.collect()',
          'held = sys.getrefcount(lost)',
          'comm.Send(b"abcdefgh", 0, 2); comm.Irecv(bytearray(1), 0, 3).Cancel(); comm.isend(1, 0, 4); comm.recv(source=0, tag=4); comm.Isend(b"", 0, 5)',
          '[before < during, grown, sys.getrefcount(data) == before, bytes(lost).decode(), held > sys.getrefcount(lost)]',
        ].join('\n'),
      ),
    ).toEqual([true, false, true, 'abcdefgh', true]);
  });

  it('leaks no references in the calls that a program makes most', () => {
    const growth = rank.value(
      [
        'import sys',
        'tag = 123456; buf = bytearray(8); status = MPI.Status(); obj = ["x"]',
        'def once():',
        '  comm.Send(buf, 0, tag); comm.Recv(buf, 0, tag, status)',
        '  comm.isend(obj, 0, tag).wait(); comm.recv(source=0, tag=tag, status=status)',
        '  comm.gather(obj); comm.allreduce(obj); comm.Allreduce(buf, bytearray(8)); comm.Get_group(); comm.Iprobe(0, 0, status)',
        '  try: comm.Send(buf, 7)',
        '  except MPI.Exception: pass',
        'for _ in range(10): once()',
        'watched = [tag, buf, status, obj, None, True, MPI.Exception, MPI.Status]',
        'def counts(): return [sys.getrefcount(x) for x in watched]',
        'before = counts(); blocks = sys.getallocatedblocks()',
        'for _ in range(200): once()',
        'after = counts(); more = sys.getallocatedblocks() - blocks',
        '[[a - b for a, b in zip(after, before)], more < 100]',
      ].join('\n'),
    );
    expect(growth).toEqual([[0, 0, 0, 0, 0, 0, 0, 0], true]);
  });

  it('sleeps by the runner', () => {
    rank.run('from _commworld import launch\nlaunch.sleep(1.5)');
    expect(slept).toEqual([1.5]);
  });

  it('lets go of a blocked program when the world is stopped', () => {
    Atomics.store(rank.words, WorldSlot.Stop, 1);
    expect(rank.value('from mpi4py import _native\ntry: comm.recv(source=0)\nexcept Exception: found = "caught"\nexcept _native.WorldEnded as e: found = str(e)\nfound')).toBe('the run was stopped');
    Atomics.store(rank.words, WorldSlot.Stop, 0);
  });
});
