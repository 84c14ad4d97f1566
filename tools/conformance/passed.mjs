// The cases that have passed once, with the sizes: one that no longer does is a loss.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, 'passed.txt');

/** `Map<case, Set<size>>`. */
export function readPassed() {
  const passed = new Map();
  if (!existsSync(path)) return passed;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [name, ...sizes] = line.split(' ');
    if (name !== '') passed.set(name, new Set(sizes.map(Number)));
  }
  return passed;
}

/** Cases of the files and sizes run that passed before and do not now. */
export function lost(passed, results) {
  const names = [];
  for (const [name, sizes] of passed) {
    for (const size of sizes) {
      const cases = results.get(`${name.slice(0, name.indexOf('.'))} ${size}`);
      if (cases !== undefined && cases.get(name)?.outcome !== 'passed') names.push(`${name} -n ${size}`);
    }
  }
  return names;
}

/** Adds what has passed now; takes nothing away. */
export function writePassed(results) {
  const passed = readPassed();
  for (const [key, cases] of results) {
    const size = Number(key.split(' ')[1]);
    for (const [name, { outcome }] of cases) {
      if (outcome !== 'passed') continue;
      if (!passed.has(name)) passed.set(name, new Set());
      passed.get(name).add(size);
    }
  }
  const lines = [...passed].map(([name, sizes]) => `${name} ${[...sizes].sort((a, b) => a - b).join(' ')}\n`);
  writeFileSync(path, lines.sort().join(''));
}
