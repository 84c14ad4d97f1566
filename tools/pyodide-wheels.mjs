// Wheels of Pyodide's distribution. The npm package of Pyodide names them in its lock file but does not hold them. In this order, the
// lock file's sha256 checked each time: (1) already under .cache/python/wheels, (2) Pyodide's own CDN through Pyodide in Node, (3) the
// same files inside the PyPI wheel of open-webui, which ships them.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { lastLine, sha256 } from './pypi.mjs';
import { readZip } from './zip.mjs';

const run = promisify(execFile);
const root = dirname(import.meta.dirname);
const store = join(root, '.cache/python/wheels');
const CARRIER = 'open-webui==0.12.4';
const CARRIER_FOLDER = 'open_webui/frontend/pyodide/';

/** What the lock file says, by name: `{ name, file, hash, imports, depends }`. */
export async function lockedPackages() {
  const pyodide = dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
  const { packages } = JSON.parse(await readFile(join(pyodide, 'pyodide-lock.json'), 'utf8'));
  return new Map(Object.entries(packages).map(([name, { file_name: file, sha256: hash, imports, depends }]) => [name, { name, file, hash, imports, depends }]));
}

/** The wheels of these packages (of `lockedPackages`), by name. Rejects with a sentence when one cannot be fetched. */
export async function fetchWheels(wanted, say) {
  const have = new Map();
  const keep = async (entry, bytes) => {
    if (sha256(bytes) !== entry.hash) throw new Error(`${entry.file} is not the one that the lock file names (another sha256)`);
    have.set(entry.name, bytes);
  };
  for (const entry of wanted) {
    const path = join(store, entry.file);
    if (existsSync(path)) await keep(entry, await readFile(path)).catch(() => {});
  }
  const missing = () => wanted.filter(({ name }) => !have.has(name));
  const reasons = [];
  for (const [where, fetchFiles] of [["Pyodide's CDN", fromCdn], ['PyPI', fromPyPi]]) {
    if (missing().length === 0) break;
    say(`Fetching ${missing().map(({ name }) => name).join(', ')} for the browser from ${where}`);
    const scratch = await mkdtemp(join(tmpdir(), 'commworld-'));
    try {
      const read = await fetchFiles(scratch, missing());
      for (const entry of missing()) {
        await keep(entry, await read(entry.file));
        await mkdir(store, { recursive: true });
        await writeFile(join(store, `${entry.file}.${process.pid}`), have.get(entry.name));
        await rename(join(store, `${entry.file}.${process.pid}`), join(store, entry.file));
      }
    } catch (error) {
      reasons.push(`${where}: ${lastLine(error)}`);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  if (missing().length === 0) return have;
  throw new Error(
    `${missing().map(({ file }) => file).join(', ')} could not be fetched. ${reasons.join('; ')}. Connect to the internet and try again, or put ${missing().length === 1 ? 'the file' : 'the files'} into .cache/python/wheels.`,
  );
}

async function fromCdn(scratch, wanted) {
  // In a process of its own: a refused connection inside Pyodide may leave promises behind.
  const script = `import { loadPyodide } from 'pyodide';
    const py = await loadPyodide({ packageCacheDir: ${JSON.stringify(scratch)} });
    await py.loadPackage(${JSON.stringify(wanted.map(({ name }) => name))}, { errorCallback: (m) => { console.error(m); } });
    process.exit(0);`;
  await run(process.execPath, ['--input-type=module', '-e', script], { cwd: root, timeout: 300_000 });
  if (!existsSync(join(scratch, wanted[0].file))) throw new Error('it could not be reached');
  return (file) => readFile(join(scratch, file));
}

async function fromPyPi(scratch) {
  await run('python3', ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--python-version', '3.12', '--dest', scratch, CARRIER], { timeout: 600_000 })
    .catch((error) => {
      throw new Error(error.code === 'ENOENT' ? 'python3 with pip is needed for this way and is not installed' : (error.stderr || error.message));
    });
  const wheel = (await readdir(scratch)).find((file) => file.startsWith('open_webui') && file.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip brought nothing');
  const files = readZip(await readFile(join(scratch, wheel)));
  return async (file) => {
    const content = files.get(CARRIER_FOLDER + file);
    if (content === undefined) throw new Error(`the carrier wheel holds no ${file}`);
    return content();
  };
}
