// The packages that programs load by importing them (matplotlib, scipy, pandas and what these need), as .cache/python/packages/NAME.zip with
// packages.json. The wheels are Pyodide's, named and pinned by its lock file; here their Python is compiled once, with the same
// interpreter, because every rank that imports matplotlib would spend seconds on that.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { sha256 } from './pypi.mjs';
import { lockedPackages, fetchWheels } from './pyodide-wheels.mjs';
import { readZip } from './zip.mjs';

const root = dirname(import.meta.dirname);
const folder = join(root, '.cache/python/packages');
export const OFFERED = ['matplotlib', 'scipy', 'pandas'];
/// Changes when what is made of a wheel does.
const RECIPE = 1;
/// Needed for a few things only (fonts in PDF): fetched when a program gets there.
const LATER = new Set(['fonttools']);
/// What no program imports: tests, stubs, sources of the compiled parts.
const LEFT_OUT = /(^|\/)tests?\/|\.(pyi|pxd|pyx|h|c|lib|a)$|\/RECORD$/;
const SITE = '/lib/python3.14/site-packages/';

/** Makes the archives. Without them everything else works: a failure is a sentence, not an error. */
export async function fetchPackages(say) {
  const all = await lockedPackages();
  const locked = closure(all);
  const made = join(folder, 'packages.json');
  const key = sha256(JSON.stringify([RECIPE, ...locked.map(({ file, hash }) => [file, hash])]));
  if (existsSync(made) && JSON.parse(await readFile(made, 'utf8')).key === key) return;
  try {
    // With numpy, which a fresh clone lacks too: one download brings all.
    const wheels = await fetchWheels([all.get('numpy'), ...locked], say);
    say(`Preparing ${OFFERED.join(', ')} for the browser (once)`);
    // Beside its place first: somebody may be reading the old one, or making the same at this moment.
    const part = `${folder}.${process.pid}`;
    await mkdir(part, { recursive: true });
    const compile = await compiler();
    const packages = [];
    for (const { name, imports, depends } of locked) {
      const archive = await archiveOf(wheels.get(name), compile);
      await writeFile(join(part, `${name}.zip`), archive);
      packages.push({ name, imports, depends: depends.filter((other) => !LATER.has(other)), bytes: archive.length });
    }
    await writeFile(join(part, 'packages.json'), JSON.stringify({ key, packages }));
    await rm(folder, { recursive: true, force: true });
    await rename(part, folder);
  } catch (error) {
    say(`${error.message} Without them programs cannot import ${OFFERED.join(', ')}.`);
  }
}

/// The offered packages and what they need, but numpy, which every interpreter has.
function closure(all) {
  const found = new Map();
  const visit = (name) => {
    if (name === 'numpy' || found.has(name)) return;
    const entry = all.get(name);
    found.set(name, { ...entry, depends: entry.depends.filter((other) => other !== 'numpy') });
    entry.depends.forEach(visit);
  };
  OFFERED.forEach(visit);
  return [...found.values()];
}

async function archiveOf(wheel, compile) {
  const { zipSync } = await import('fflate');
  const files = {};
  for (const [path, content] of readZip(wheel)) {
    if (LEFT_OUT.test(path)) continue;
    const bytes = new Uint8Array(content());
    files[path] = bytes;
    const cached = path.endsWith('.py') ? compile(SITE + path, bytes) : null;
    if (cached !== null) files[path.replace(/([^/]+)\.py$/, '__pycache__/$1.cpython-314.pyc')] = cached;
  }
  return zipSync(files, { mtime: '2000-01-01T00:00:00', level: 6 });
}

/// Compiles a source file as the import system would keep it: an unchecked hash-based pyc (PEP 552). Null for one that is no Python 3.14.
async function compiler() {
  const { loadPyodide } = await import('pyodide');
  const python = await loadPyodide({ indexURL: `${dirname(createRequire(import.meta.url).resolve('pyodide/package.json'))}/` });
  const compile = python.runPython(`
import importlib.util, warnings
from importlib._bootstrap_external import _code_to_hash_pyc
warnings.simplefilter('ignore')

def compiled(path, source):
    source = bytes(source)
    try:
        code = compile(source, path, 'exec', dont_inherit=True)
    except SyntaxError:
        return None
    return bytes(_code_to_hash_pyc(code, importlib.util.source_hash(source), False))

compiled`);
  return (path, source) => {
    const result = compile(path, source);
    if (result === undefined || result === null) return null;
    const bytes = result.toJs();
    result.destroy();
    return bytes;
  };
}

if (process.argv[1] === import.meta.filename) {
  await fetchPackages((line) => console.log(line));
  process.exit(0);
}
