// What the same cases do natively: recorded once (npm run conformance -- --native --update -n 1,2,3,5), kept beside this file.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { upstream } from '../fetch-mpi4py.mjs';
import { findOracle } from '../oracle.mjs';

const path = join(import.meta.dirname, 'native.tsv');
const LETTERS = { passed: 'p', failed: 'f', skipped: 's' };
const OUTCOMES = { p: 'passed', f: 'failed', s: 'skipped' };

/** `Map<"module size", Map<case, { outcome, reason }>>`. */
export function readNative() {
  const results = new Map();
  if (!existsSync(path)) return results;
  const [head = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const sizes = head.split('\t').slice(1, -1);
  for (const line of lines) {
    const [name = '', ...cells] = line.split('\t');
    for (const [at, size] of sizes.entries()) {
      const outcome = OUTCOMES[cells[at]];
      if (outcome === undefined) continue;
      const key = `${name.slice(0, name.indexOf('.'))} ${size}`;
      if (!results.has(key)) results.set(key, new Map());
      results.get(key).set(name, { outcome, reason: outcome === 'skipped' ? (cells[sizes.length] ?? '') : '' });
    }
  }
  return results;
}

/** Adds results, and replaces those of the same files and sizes. A case that was cut off with its run has no outcome: it is left out. */
export function writeNative(results) {
  const all = readNative();
  for (const [key, cases] of results) all.set(key, cases);
  const sizes = [...new Set([...all.keys()].map((key) => Number(key.split(' ')[1])))].sort((a, b) => a - b);
  const rows = new Map();
  for (const [key, cases] of all) {
    const column = sizes.indexOf(Number(key.split(' ')[1]));
    for (const [name, { outcome, reason }] of cases) {
      if (!rows.has(name)) rows.set(name, { letters: sizes.map(() => ''), reason: '' });
      const row = rows.get(name);
      row.letters[column] = LETTERS[outcome];
      if (outcome === 'skipped') row.reason ||= reason.replace(/^rank \d+: /, '').split('\n')[0];
    }
  }
  const lines = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { letters, reason }]) => [name, ...letters, reason].join('\t').trimEnd());
  writeFileSync(path, [['case', ...sizes, 'why skipped'].join('\t'), ...lines, ''].join('\n'));
}

/** The suite's folder, and the native MPI that runs it. */
export async function nativeMpi() {
  return { suite: join(await upstream(console.log), 'test'), mpi: await findOracle() };
}
