// docs/CONFORMANCE.md, made from the last results of each size, which are kept in results.json beside this file.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../set-up.mjs';
import { count } from './cases.mjs';
import { COURSE } from './files.mjs';
import { readNative } from './native.mjs';

const path = join(import.meta.dirname, 'results.json');

/**
 * Keeps results and writes the document. `where`: 'Node' or 'Chromium'. Kept by file and "size where": counts, and the cases that did not
 * pass with one line of reason.
 */
export function writeTable(results, where) {
  const kept = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  for (const [key, cases] of results) {
    const [file, size] = key.split(' ');
    kept[file] ??= {};
    kept[file][`${size} ${where}`] = {
      ...count(cases),
      others: [...cases].filter(([, { outcome }]) => outcome !== 'passed').map(([name, { outcome, reason }]) => [name, outcome, lastLine(reason)]),
    };
  }
  const order = [...COURSE, ...Object.keys(kept).filter((file) => !COURSE.includes(file)).sort()].filter((file) => kept[file] !== undefined);
  writeFileSync(path, `${JSON.stringify(Object.fromEntries(order.map((file) => [file, kept[file]])), null, 1)}\n`);
  writeFileSync(join(root, 'docs/CONFORMANCE.md'), document(kept, order));
}

const lastLine = (reason) => (reason.trim().split('\n').filter((line) => line.trim() !== '').at(-1) ?? '').replace(/^rank \d+: /, '').replace(/0x[0-9a-f]+/g, '0x…').slice(0, 200);

function document(kept, order) {
  const native = readNative();
  const runs = [...new Set(order.flatMap((file) => Object.keys(kept[file])))].sort((a, b) => a.split(' ')[1] < b.split(' ')[1] ? 1 : a.split(' ')[1] > b.split(' ')[1] ? -1 : Number(a.split(' ')[0]) - Number(b.split(' ')[0]));
  const head = `| file | ${runs.map((run) => `${run.split(' ')[0]}${run.endsWith('Chromium') ? ' in Chromium' : ''}`).join(' | ')} | native at ${nativeSizes(native).join(', ')} |`;
  const rule = `| --- |${' --- |'.repeat(runs.length + 1)}`;
  const rows = (files) => files.map((file) => `| ${file} | ${runs.map((run) => cell(kept[file][run])).join(' | ')} | ${nativeSizes(native).map((size) => cell(sumOf(native.get(`${file} ${size}`)))).join(' · ')} |`);
  const sums = (files) => `| **all** | ${runs.map((run) => `**${cell(added(files.map((file) => kept[file][run])))}**`).join(' | ')} | ${nativeSizes(native).map((size) => cell(added(files.map((file) => sumOf(native.get(`${file} ${size}`)))))).join(' · ')} |`;
  const course = order.filter((file) => COURSE.includes(file));
  const rest = order.filter((file) => !COURSE.includes(file));
  return `# Conformance

The test suite of mpi4py 4.1.2, unmodified, on this engine; the columns are numbers of ranks (in Node, and where it is said in Chromium). A cell is
passed/failed/skipped cases; \`+n\` are those that ask for what no web page has: threads, sockets, device arrays, compiled libraries. A case has
passed when it has on every rank. Native is Open MPI 5.0.11 under mpi4py 4.1.2.
Written by \`npm run conformance -- -n 1,2,3,5\`. Cases that have passed are listed in \`tools/conformance/passed.txt\`; losing one fails the tests.

## What courses use

${[head, rule, ...rows(course), sums(course)].join('\n')}

## The rest of the suite

${[head, rule, ...rows(rest), sums(rest)].join('\n')}

## What does not pass

Skipped natively as well: marked *native too*.

${order.map((file) => section(file, kept[file], native)).filter((text) => text !== '').join('\n')}`;
}

function section(file, byRun, native) {
  const cases = new Map();
  for (const [run, { others }] of Object.entries(byRun)) {
    for (const [name, outcome, reason] of others) {
      const line = `${outcome === 'impossible' ? 'impossible here' : outcome}: ${reason}`;
      const size = run.split(' ')[0];
      if (!cases.has(name)) cases.set(name, { sizes: new Set(), lines: new Set(), too: true });
      const entry = cases.get(name);
      entry.sizes.add(run.replace(' Node', ''));
      entry.lines.add(line);
      if (native.get(`${file} ${size}`)?.get(name)?.outcome !== 'skipped') entry.too = false;
    }
  }
  if (cases.size === 0) return '';
  // Whole classes fail for one reason: one line each.
  const groups = new Map();
  for (const [name, { sizes, lines, too }] of cases) {
    const [, owner = '', method = name] = /^(.*)\.([^.]+)$/.exec(name.slice(file.length + 1)) ?? [];
    const key = `${owner}\t${[...lines].join('; ')}\t${[...sizes].join(', ')}\t${too}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(method);
  }
  const text = [...groups].map(([key, methods]) => {
    const [owner, lines, sizes, too] = key.split('\t');
    return `- ${owner === '' ? '' : `${owner}: `}${methods.join(', ')} (at ${sizes})${too === 'true' ? ' *native too*' : ''}: ${lines}`;
  });
  return `### ${file}\n\n${text.join('\n')}\n`;
}

const nativeSizes = (native) => [...new Set([...native.keys()].map((key) => Number(key.split(' ')[1])))].sort((a, b) => a - b);
const sumOf = (cases) => (cases === undefined ? undefined : count(cases));
const cell = (sum) => (sum === undefined ? '' : `${sum.passed}/${sum.failed}/${sum.skipped}${sum.impossible > 0 ? ` +${sum.impossible}` : ''}`);
const added = (sums) => {
  const all = { passed: 0, failed: 0, skipped: 0, impossible: 0 };
  for (const sum of sums) for (const key of Object.keys(all)) all[key] += sum?.[key] ?? 0;
  return all;
};
