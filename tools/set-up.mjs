// What a fresh clone needs before anything else runs: the packages, Python's packages for the browser, upstream's modules. Quick and offline when it is all there.
// Only Node's own modules are imported before the packages stand.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const root = dirname(import.meta.dirname);
const stamp = join(root, '.cache/packages.sha256');

/** Runs a command with its output shown; rejects with a sentence when it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${[command, ...args].join(' ')} ended with code ${code}`))));
  });
}

export async function setUp(say = (line) => console.log(line)) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw new Error(`Node ${process.versions.node} is too old: Commworld needs Node 20.19 or newer.`);
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  const have = existsSync(stamp) && existsSync(join(root, 'node_modules')) ? readFileSync(stamp, 'utf8') : '';
  // Packages that lie elsewhere are shared with other working trees: who shares them keeps them.
  const shared = lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (have !== lock && !shared) {
    say('Fetching the packages (about a minute, once)');
    await run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], { shell: process.platform === 'win32' });
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, lock);
  }
  await (await import('./fetch-packages.mjs')).fetchPackages(say);
  await (await import('./fetch-numpy.mjs')).fetchNumpy(say);
  await (await import('./fetch-mpi4py.mjs')).fetchMpi4py(say);
}

/** Runs a tool's main function; a failure is one sentence and exit code 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}
