// Holds the rooms of src/ to their order: a room imports itself and rooms left of it. Also: no cycles of files, no file over 600 lines.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = dirname(import.meta.dirname);
const src = join(root, 'src');
const ORDER = ['protocol', 'mpi', 'ranks', 'mpiexec', 'trace', 'project', 'lessons', 'state', 'views', 'main.tsx'];
const LONGEST = 600;
// Debt, each with its reason. Nothing may be added without one.
const ALLOWED = new Set([]);

const walk = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]));
const files = walk(src).filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'));
const problems = [];
const graph = new Map();

for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const room = relative(src, file).split('/')[0];
  const imports = [];
  for (const [, typeOnly, target] of text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'";]*?from\s*['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/g)) {
    if (target === undefined || !target.startsWith('.')) continue;
    const path = find(resolve(dirname(file), target.replace(/\?.*$/, '')));
    if (path === null) continue;
    const other = relative(src, path).split('/')[0];
    if (ORDER.indexOf(other) > ORDER.indexOf(room) && !ALLOWED.has(`${relative(src, file)} → ${other}`)) problems.push(`${relative(root, file)} (room ${room}) imports ${relative(root, path)}: ${other} is right of it`);
    if (typeOnly === undefined) imports.push(path);
  }
  graph.set(file, imports);
  const lines = text.split('\n').length;
  if (lines > LONGEST) problems.push(`${relative(root, file)} has ${lines} lines; split it (at most ${LONGEST})`);
  if (!ORDER.includes(room)) problems.push(`src/${room} is no room of the design`);
}
for (const cycle of cycles()) problems.push(`an import cycle: ${cycle.map((path) => relative(src, path)).join(' → ')}`);

for (const problem of problems) console.error(problem);
console.log(`imports: ${files.length} files, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);

function find(path) {
  for (const end of ['', '.ts', '.tsx', '/index.ts', '/index.tsx']) {
    try {
      if (statSync(path + end).isFile()) return path + end;
    } catch {
      // The next ending.
    }
  }
  return null;
}

function cycles() {
  const found = [];
  const state = new Map();
  const visit = (file, trail) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...trail.slice(trail.indexOf(file)), file]);
      return;
    }
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}
