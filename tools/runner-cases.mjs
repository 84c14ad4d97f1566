// What the command-line runner must do, told once for Node (tools/mpiexec.test.mjs) and for Chromium (e2e/runner.spec.ts). A case is a
// folder of files, the runner's words, and what comes out; expectations are what mpiexec of Open MPI does.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const runner = join(import.meta.dirname, 'mpiexec.mjs');

/**
 * Runs the runner in a folder of its own with `files`; resolves with its streams, exit code and the folder's files afterwards.
 * `until`: a text on stdout after which `then(child)` is called.
 */
export async function runIn(files, words, { stdin = '', env = {}, until = null, then = () => {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'commworld-runner-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  try {
    const child = spawn(process.execPath, [runner, ...words], { cwd: folder, env: { ...process.env, INIT_CWD: folder, PYTHONUNBUFFERED: '', MPIEXEC_TIMEOUT: undefined, ...env } });
    let [stdout, stderr, said] = ['', '', false];
    child.stdout.on('data', (bytes) => {
      stdout += bytes;
      if (until === null || said || !stdout.includes(until)) return;
      said = true;
      then(child);
    });
    child.stderr.on('data', (bytes) => (stderr += bytes));
    child.stdin.on('error', () => {});
    if (stdin !== null) child.stdin.end(stdin);
    const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    const after = Object.fromEntries(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }));
    return { stdout, stderr, code, files: after, lines: stdout.trimEnd().split('\n').sort() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const HEAD = 'import os, sys\nfrom mpi4py import MPI\ncomm = MPI.COMM_WORLD\nrank, size = comm.rank, comm.size\n';

/// Each: title, files, words, options of `runIn`, and a check of the result, in which `expect` is the test framework's.
export const CASES = [
  {
    title: 'hands arguments on as they are',
    files: { 'p.py': `${HEAD}print(rank, size, sys.argv)` },
    words: ['-n', '2', 'p.py', 'a b', "it's", '$HOME', '-n', '--browser'],
    check(expect, { lines, code, stderr }) {
      expect(lines).toEqual([0, 1].map((rank) => `${rank} 2 ['p.py', 'a b', "it's", '$HOME', '-n', '--browser']`));
      expect(stderr).toBe('');
      expect(code).toBe(0);
    },
  },
  {
    title: 'gives the exit code of the first rank that leaves with one',
    files: { 'p.py': `${HEAD}comm.Barrier()\nif rank == 1: sys.exit(3)` },
    words: ['-n', '3', 'p.py'],
    check(expect, { code, stderr }) {
      expect(code).toBe(3);
      expect(stderr).toContain('rank 1 exited with code 3');
    },
  },
  {
    title: 'ends the run at an uncaught exception, its traceback on stderr',
    files: { 'p.py': `${HEAD}print("before", flush=True)\ncomm.Barrier()\nif rank == 1: {}["key"]\ncomm.recv(source=1)` },
    words: ['-n', '2', 'python3', '-m', 'mpi4py', 'p.py'],
    check(expect, { code, stderr, stdout }) {
      expect(code).toBe(1);
      expect(stdout).toBe('before\nbefore\n');
      expect(stderr).toMatch(/Traceback \(most recent call last\):\n {2}File ".*p\.py", line 7, in <module>\n[^]*KeyError: 'key'\n/);
    },
  },
  {
    title: 'ends every rank with the code of Abort',
    files: { 'p.py': `${HEAD}if rank == 2: comm.Abort(7)\ncomm.recv(source=MPI.ANY_SOURCE)` },
    words: ['-n', '3', 'p.py'],
    check(expect, { code, stderr }) {
      expect(code).toBe(7);
      expect(stderr).toContain('rank 2 called Abort with code 7');
      expect(stderr).not.toContain('Traceback');
    },
  },
  {
    title: 'gives standard input to rank 0, byte by byte, and nothing to the others',
    files: { 'p.py': `${HEAD}print(rank, sys.stdin.buffer.read())` },
    words: ['-n', '2', 'p.py'],
    options: { stdin: Buffer.from([104, 105, 13, 10, 0, 255, 228]) },
    check(expect, { lines }) {
      expect(lines).toEqual(["0 b'hi\\r\\n\\x00\\xff\\xe4'", "1 b''"]);
    },
  },
  {
    title: 'keeps stdout and stderr apart',
    files: { 'p.py': `${HEAD}print("out", rank)\nprint("err", rank, file=sys.stderr)\nos.write(1, b"raw\\n")` },
    words: ['-n', '2', 'p.py'],
    check(expect, { lines, stderr }) {
      expect(lines).toEqual(['out 0', 'out 1', 'raw', 'raw']);
      expect(stderr.trimEnd().split('\n').sort()).toEqual(['err 0', 'err 1']);
    },
  },
  {
    title: 'reads and writes the files of the folder, makes and removes them',
    files: {
      'p.py': `${HEAD}from lib.helper import double\nif rank == 0:\n  os.makedirs("out/deep", exist_ok=True)\n  open("out/deep/new.txt", "w").write(open("data/in.txt").read() * double(1))\n  os.remove("old.txt")\n  open("kept.txt", "a").write("more")\n`,
      'lib/helper.py': 'def double(x): return 2 * x\n', 'data/in.txt': 'text', 'old.txt': 'old', 'kept.txt': 'kept ', '.hidden': 'secret',
    },
    words: ['-n', '2', 'p.py'],
    check(expect, { files, stderr, code }) {
      expect(stderr).toBe('');
      expect(code).toBe(0);
      expect(files['out/deep/new.txt']).toBe('texttext');
      expect(files['kept.txt']).toBe('kept more');
      expect(files['data/in.txt']).toBe('text');
      expect(files['.hidden']).toBe('secret');
      expect(Object.keys(files)).not.toContain('old.txt');
    },
  },
  {
    title: 'runs a program of a subfolder, with its own folder on the import path',
    files: { 'course/p.py': `${HEAD}import near\nprint(near.WORD, sys.argv[0], os.path.exists("here.txt"))`, 'course/near.py': 'WORD = "found"', 'here.txt': '' },
    words: ['-n', '1', 'course/p.py'],
    check(expect, { stdout }) {
      expect(stdout).toBe('found course/p.py True\n');
    },
  },
  {
    title: 'hands on the environment, and variables of the command',
    files: { 'p.py': `${HEAD}print([os.environ.get(name) for name in ("COURSE", "GIVEN", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "PATH")])` },
    words: ['-x', 'GIVEN=by -x', '-n', '2', 'p.py'],
    options: { env: { COURSE: 'mpi 1' } },
    check(expect, { lines }) {
      expect(lines).toEqual([0, 1].map((rank) => `['mpi 1', 'by -x', '${rank}', '2', '/']`));
    },
  },
  {
    title: 'runs several programs in one world',
    files: { 'a.py': `${HEAD}print("a", rank, size, sys.argv[1:], comm.Get_attr(MPI.APPNUM))`, 'b.py': `${HEAD}print("b", rank, size, sys.argv[1:], comm.Get_attr(MPI.APPNUM))` },
    words: ['-n', '1', 'a.py', 'x', ':', '-n', '2', 'python3', 'b.py', 'y'],
    check(expect, { lines }) {
      expect(lines).toEqual(["a 0 3 ['x'] 0", "b 1 3 ['y'] 1", "b 2 3 ['y'] 1"]);
    },
  },
  {
    title: 'runs modules and code',
    files: { 'tool.py': `${HEAD}print(__name__, rank, sys.argv[1:])` },
    words: ['-n', '1', 'python3', '-m', 'tool', 'x', ':', '-n', '1', 'python3', '-c', 'from mpi4py import MPI; print("code", MPI.COMM_WORLD.rank)'],
    check(expect, { lines, code }) {
      expect(lines).toEqual(["__main__ 0 ['x']", 'code 1']);
      expect(code).toBe(0);
    },
  },
  {
    title: 'runs programs without MPI, and mpi4py as a module',
    files: { 'p.py': 'print("plain")' },
    words: ['-n', '1', 'python3', '-m', 'mpi4py', '--version', ':', '-n', '1', 'p.py'],
    check(expect, { lines, code }) {
      expect(lines).toEqual(['mpi4py 4.1.2', 'plain']);
      expect(code).toBe(0);
    },
  },
  {
    title: 'loses nothing of a large output',
    files: { 'p.py': `${HEAD}for n in range(40000): print(rank, n, "x" * 40)` },
    words: ['-n', '2', 'p.py'],
    check(expect, { stdout, code }) {
      const lines = stdout.trimEnd().split('\n');
      for (const rank of [0, 1]) expect(lines.filter((line) => line.startsWith(`${rank} `)).map((line) => Number(line.split(' ')[1]))).toEqual(Array.from({ length: 40000 }, (_, n) => n));
      expect(code).toBe(0);
    },
  },
  {
    title: 'ends at Ctrl+C and says who waited for whom',
    files: { 'p.py': `${HEAD}print("ready", flush=True)\ncomm.recv(source=1 - rank)` },
    words: ['-n', '2', 'p.py'],
    options: { stdin: null, until: 'ready\nready\n', then: (child) => setTimeout(() => child.kill('SIGINT'), 300) },
    check(expect, { code, stderr }) {
      expect(code).toBe(130);
      expect(stderr).toContain('rank 0 was waiting in recv for rank 1 (p.py, line 6).');
      expect(stderr).toContain('rank 1 was waiting in recv for rank 0 (p.py, line 6).');
    },
  },
  {
    title: 'ends after --timeout',
    files: { 'p.py': `${HEAD}import time\ntime.sleep(100)` },
    words: ['--timeout', '1.5', '-n', '2', 'p.py'],
    check(expect, { code, stderr }) {
      expect(code).toBe(124);
      expect(stderr).toContain('the time limit of 1.5 s');
    },
  },
  {
    title: 'ends quietly when nobody reads its output any more',
    files: { 'p.py': `${HEAD}while True: print("line " * 20)` },
    words: ['-n', '2', 'p.py'],
    options: { until: 'line', then: (child) => child.stdout.destroy() },
    check(expect, { code, stderr }) {
      expect(code).toBe(141);
      expect(stderr).toBe('');
    },
  },
  {
    title: 'says whose line is whose with --tag-output',
    files: { 'p.py': `${HEAD}sys.stdout.write("one "); sys.stdout.flush()\nprint("line")\nprint("wrong", file=sys.stderr)\nsys.stdout.write("open end")` },
    words: ['--tag-output', '-n', '2', 'p.py'],
    check(expect, { lines, stderr }) {
      expect(lines).toEqual([0, 1].flatMap((rank) => [`[1,${rank}]<stdout>: one line`, `[1,${rank}]<stdout>: open end`]));
      expect(stderr.trimEnd().split('\n').sort()).toEqual(['[1,0]<stderr>: wrong', '[1,1]<stderr>: wrong']);
    },
  },
  {
    title: 'shows a syntax error',
    files: { 'p.py': 'print("fine")\nif True print(1)\n' },
    words: ['-n', '2', 'p.py'],
    check(expect, { code, stderr, stdout }) {
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toContain('SyntaxError');
    },
  },
  {
    title: 'answers a program that is not there',
    files: { 'other.py': '' },
    words: ['-n', '2', 'p.py'],
    check(expect, { code, stderr }) {
      expect(code).toBe(2);
      expect(stderr).toBe("python3: can't open file 'p.py': there is no such file here. There is: other.py.\n");
    },
  },
];
