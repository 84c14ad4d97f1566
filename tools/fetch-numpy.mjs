// Puts numpy's wheel for Pyodide at .cache/python/numpy.whl: every interpreter starts with it.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from './pypi.mjs';
import { fetchWheels, lockedPackages } from './pyodide-wheels.mjs';

const root = dirname(import.meta.dirname);

/** @param {(line: string) => void} say */
export async function fetchNumpy(say) {
  const target = join(root, '.cache/python/numpy.whl');
  const numpy = (await lockedPackages()).get('numpy');
  if (existsSync(target) && sha256(await readFile(target)) === numpy.hash) return;
  const bytes = (await fetchWheels([numpy], say)).get('numpy');
  await mkdir(dirname(target), { recursive: true });
  await writeFile(`${target}.${process.pid}`, bytes);
  await rename(`${target}.${process.pid}`, target);
}

if (process.argv[1] === import.meta.filename) await fetchNumpy((line) => console.log(line));
