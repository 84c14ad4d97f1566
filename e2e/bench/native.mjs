// Native MPI to compare with: Debian's openmpi-bin, python3-mpi4py, python3-numpy, installed by apt-get where that is possible.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { run } from '../../tools/set-up.mjs';

const exec = promisify(execFile);
const root = process.getuid?.() === 0;

export async function findNative() {
  if (!existsSync('/usr/bin/mpiexec') && root && existsSync('/usr/bin/apt-get')) {
    const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    await run('apt-get', ['update', '-qq'], quiet);
    await run('apt-get', ['install', '-y', '-qq', 'openmpi-bin', 'python3-mpi4py', 'python3-numpy'], quiet);
  }
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import mpi4py, numpy']);
  } catch {
    throw new Error('These figures compare with native MPI, which is not here: apt-get install openmpi-bin python3-mpi4py python3-numpy');
  }
}

/** Runs a program natively; returns its wall milliseconds and output. */
export async function native(ranks, program, args = []) {
  const began = performance.now();
  const { stdout } = await exec('/usr/bin/mpiexec', ['--oversubscribe', ...(root ? ['--allow-run-as-root'] : []), '-n', String(ranks), '/usr/bin/python3', program, ...args]);
  return { milliseconds: performance.now() - began, stdout };
}
