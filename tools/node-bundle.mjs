// Bundles the launcher and the rank's worker for Node into .cache/node, when their sources are newer than the bundle.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
const out = join(root, '.cache/node');

/** Where the runner's parts are; bundles them first when they are stale. */
export async function nodeParts() {
  const main = join(out, 'main.mjs');
  const rooms = ['protocol', 'mpi', 'ranks', 'mpiexec'].map((room) => join(root, 'src', room));
  if (!existsSync(main) || Math.max(...rooms.map(newest)) > statSync(main).mtimeMs) await bundle();
  const pyodide = `${dirname(createRequire(import.meta.url).resolve('pyodide/package.json'))}/`;
  return { main, launcher: join(out, 'launcher.mjs'), places: { pyodide, wheel: join(root, '.cache/python/numpy.whl'), worker: join(out, 'worker.mjs'), cache: out } };
}

function newest(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

async function bundle() {
  const { build } = await import('vite');
  await build({
    root, configFile: false, logLevel: 'error',
    build: {
      ssr: true, target: 'node20', outDir: out, emptyOutDir: false, minify: false,
      rollupOptions: {
        input: { main: join(root, 'src/mpiexec/node-main.ts'), launcher: join(root, 'src/mpiexec/node-launcher.ts'), worker: join(root, 'src/ranks/python/node.worker.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: 'chunk-[name].mjs' },
        external: [/^pyodide/],
      },
    },
  });
}
