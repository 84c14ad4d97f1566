// Puts numpy's wheel for Pyodide at .cache/python/numpy.whl. The npm package of Pyodide names it in its lock file but does not hold it.
// In this order, the lock file's sha256 checked each time: (1) already there, (2) Pyodide's own CDN through Pyodide in Node,
// (3) the same file inside the PyPI wheel of open-webui, which ships it.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { readZip } from './zip.mjs';

const run = promisify(execFile);
const root = dirname(import.meta.dirname);
const CARRIER = 'open-webui==0.12.4';
const CARRIER_FOLDER = 'open_webui/frontend/pyodide/';

/** @param {(line: string) => void} say */
export async function fetchNumpy(say) {
  const target = join(root, '.cache/python/numpy.whl');
  const pyodide = dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
  const { file_name: name, sha256 } = JSON.parse(await readFile(join(pyodide, 'pyodide-lock.json'), 'utf8')).packages.numpy;
  const right = (bytes) => createHash('sha256').update(bytes).digest('hex') === sha256;

  if (existsSync(target) && right(await readFile(target))) return;
  await mkdir(dirname(target), { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'commworld-'));
  const reasons = [];
  try {
    for (const [where, fetchWheel] of [["Pyodide's CDN", fromCdn], ['PyPI', fromPyPi]]) {
      say(`Fetching numpy for the browser from ${where}`);
      try {
        const bytes = await fetchWheel(scratch, name);
        if (!right(bytes)) throw new Error('the file is not the one that the lock file names (another sha256)');
        await writeFile(`${target}.part`, bytes);
        await rename(`${target}.part`, target);
        return;
      } catch (error) {
        reasons.push(`${where}: ${String(error.message ?? error).trim().split('\n').at(-1)}`);
      }
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  throw new Error(`numpy's wheel (${name}) could not be fetched. ${reasons.join('; ')}. Connect to the internet and try again, or put the file at .cache/python/numpy.whl.`);
}

async function fromCdn(scratch, name) {
  // In a process of its own: a refused connection inside Pyodide may leave promises behind.
  const script = `import { loadPyodide } from 'pyodide';
    const py = await loadPyodide({ packageCacheDir: ${JSON.stringify(scratch)} });
    await py.loadPackage('numpy', { errorCallback: (m) => { console.error(m); } });
    process.exit(0);`;
  await run(process.execPath, ['--input-type=module', '-e', script], { cwd: root, timeout: 120_000 });
  if (!existsSync(join(scratch, name))) throw new Error('it could not be reached');
  return readFile(join(scratch, name));
}

async function fromPyPi(scratch, name) {
  await run('python3', ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--python-version', '3.12', '--dest', scratch, CARRIER], { timeout: 600_000 })
    .catch((error) => {
      throw new Error(error.code === 'ENOENT' ? 'python3 with pip is needed for this way and is not installed' : (error.stderr || error.message));
    });
  const wheel = (await readdir(scratch)).find((file) => file.startsWith('open_webui') && file.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip brought nothing');
  const file = readZip(await readFile(join(scratch, wheel))).get(CARRIER_FOLDER + name);
  if (file === undefined) throw new Error(`the carrier wheel holds no ${name}`);
  return file();
}

if (process.argv[1] === import.meta.filename) await fetchNumpy((line) => console.log(line));
