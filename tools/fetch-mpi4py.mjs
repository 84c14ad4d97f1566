// What of upstream's mpi4py is used as it is, a dependency: its pure Python modules (util, futures, bench) and data files beside our own
// package, out of the PyPI wheel; and its test suite and demos, out of the PyPI source archive, for `npm run conformance`.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { fromPyPi } from './pypi.mjs';
import { readZip } from './zip.mjs';

const root = dirname(import.meta.dirname);
export const VERSION = '4.1.2';
const SOURCES = `mpi4py-${VERSION}.tar.gz`;
/// Any binary wheel holds the same Python; its compiled libraries are left out. The headers that Cython generates are in wheels only.
const WHEEL = `mpi4py-${VERSION}-cp312-cp312-manylinux1_x86_64.manylinux_2_5_x86_64.whl`;

/** Puts upstream's modules at .cache/python/mpi4py.zip. Without them everything else works: a failure is a sentence, not an error. */
export async function fetchMpi4py(say) {
  const target = join(root, '.cache/python/mpi4py.zip');
  if (existsSync(target) && readZip(await readFile(target)).has(`mpi4py-${VERSION}.dist-info/METADATA`)) return;
  say(`Fetching mpi4py ${VERSION}'s Python modules from PyPI`);
  try {
    const wheel = await fromPyPi({
      name: WHEEL,
      url: `https://files.pythonhosted.org/packages/cp312/m/mpi4py/${WHEEL}`,
      hash: '00f4cce8999d19f35243c3442ea22debbe3336f69c309cd5d3176df4e51c717a',
      pip: ['--only-binary=:all:', '--python-version', '3.12', '--platform', 'manylinux1_x86_64', `mpi4py==${VERSION}`],
    });
    const { zipSync } = await import('fflate');
    const kept = [...readZip(wheel)].filter(([path]) => !/\.so$|\/(RECORD|WHEEL)$/.test(path));
    const archive = zipSync(Object.fromEntries(kept.map(([path, content]) => [path, new Uint8Array(content())])), { mtime: '2000-01-01T00:00:00', level: 9 });
    await mkdir(dirname(target), { recursive: true });
    await writeFile(`${target}.${process.pid}`, archive);
    await rename(`${target}.${process.pid}`, target);
  } catch (error) {
    say(`${error.message} Without it mpi4py.util, mpi4py.futures and mpi4py.bench are missing.`);
  }
}

/** The folder of mpi4py's unpacked source archive (test/, demo/, src/); fetched when it is not there. Rejects with a sentence. */
export async function upstream(say = () => {}) {
  const folder = join(root, `.cache/mpi4py-${VERSION}`);
  if (existsSync(join(folder, 'test/main.py'))) return folder;
  say(`Fetching mpi4py ${VERSION}'s source archive from PyPI`);
  const archive = await fromPyPi({
    name: SOURCES,
    url: `https://files.pythonhosted.org/packages/source/m/mpi4py/${SOURCES}`,
    hash: '56860286dc45f20e8821e93cb06669e30462348bf866f685553fa4b712d58d02',
    // pip asks the archive for its metadata; nothing is compiled for that.
    pip: ['--no-binary', 'mpi4py', `mpi4py==${VERSION}`],
  });
  await mkdir(dirname(folder), { recursive: true });
  const scratch = await mkdtemp(`${folder}-`);
  try {
    await writeFile(join(scratch, SOURCES), archive);
    await promisify(execFile)('tar', ['-xzf', SOURCES], { cwd: scratch });
    await rm(folder, { recursive: true, force: true });
    await rename(join(scratch, `mpi4py-${VERSION}`), folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return folder;
}

if (process.argv[1] === import.meta.filename) {
  await fetchMpi4py((line) => console.log(line));
  console.log(await upstream((line) => console.log(line)));
}
