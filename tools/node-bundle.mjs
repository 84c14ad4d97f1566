// Bundles the launcher and the rank's worker for Node into .cache/node/<hash of their sources>, once per state of the sources: a runner
// that is under way keeps the bundle it began with.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
const cache = join(root, '.cache/node');
const ROOMS = ['protocol', 'mpi', 'ranks', 'mpiexec', 'trace'];
/// Bundles of older sources go when nobody can still be starting from them.
const KEEP_HOURS = 6;

/** Where the runner's parts are; bundles them first where that has not been done. */
export async function nodeParts() {
  const out = join(cache, sourceHash());
  if (!existsSync(out)) {
    mkdirSync(cache, { recursive: true });
    dropOld(cache);
    const part = `${out}.${process.pid}`;
    await bundle(part);
    try {
      renameSync(part, out);
    } catch {
      // Another runner was quicker with the same sources.
      rmSync(part, { recursive: true, force: true });
    }
  }
  const pyodide = `${dirname(createRequire(import.meta.url).resolve('pyodide/package.json'))}/`;
  return { main: join(out, 'main.mjs'), launcher: join(out, 'launcher.mjs'), trace: join(out, 'trace.mjs'), places: { pyodide, python: `${join(root, '.cache/python')}/`, worker: join(out, 'worker.mjs'), cache } };
}

/** Names the state of all sources that a runner is made of, and of `more` files. */
export function sourceHash(more = []) {
  const hash = createHash('sha256');
  for (const path of [...ROOMS.flatMap((room) => files(join(root, 'src', room))), ...more]) hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

/** Removes bundles of older sources from a folder of bundles. */
export function dropOld(folder) {
  for (const old of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, old.name);
    if (old.isDirectory() && old.name !== 'stubs' && Date.now() - statSync(path).mtimeMs > KEEP_HOURS * 3_600_000) rmSync(path, { recursive: true, force: true });
  }
}

const files = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? (/^(tests|testing|__pycache__)$/.test(entry.name) ? [] : files(join(folder, entry.name))) : [join(folder, entry.name)]))
    .filter((path) => /\.(ts|py)$/.test(path) && !path.endsWith('.test.ts'))
    .sort();

async function bundle(outDir) {
  const { build } = await import('vite');
  await build({
    root, configFile: false, logLevel: 'error',
    build: {
      ssr: true, target: 'node20', outDir, emptyOutDir: true, copyPublicDir: false, minify: false,
      rollupOptions: {
        input: { main: join(root, 'src/mpiexec/node-main.ts'), launcher: join(root, 'src/mpiexec/node-launcher.ts'), worker: join(root, 'src/ranks/python/node.worker.ts'), trace: join(root, 'src/trace/index.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: 'chunk-[name].mjs' },
        external: [/^pyodide/],
      },
    },
  });
}
