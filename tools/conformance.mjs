// mpi4py's own test suite, unmodified, on our engine.
//   npm run conformance -- -n 1,2,3 [files] [--browser | --native] [--course] [--update] [--verbose]
// In Node, or with --browser in Chromium. Without names: the files that courses use first, then (unless --course) the rest. Prints, and
// writes docs/CONFORMANCE.md; with --update also what has passed. Exit code 1 when a case of tools/conformance/passed.txt no longer passes.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { COURSE, impossible } from './conformance/files.mjs';
import { count } from './conformance/cases.mjs';
import { runHere, runNatively, workingFiles } from './conformance/run-file.mjs';
import { readPassed, lost, writePassed } from './conformance/passed.mjs';
import { writeNative } from './conformance/native.mjs';
import { writeTable } from './conformance/table.mjs';
import { upstream } from './fetch-mpi4py.mjs';
import { main, setUp } from './set-up.mjs';

/** Runs files (modules of the suite) at sizes; results are `Map<"module size", Map<case, { outcome, reason }>>`. */
export async function conformance(sizes, modules, runFile, say = console.log, verbose = false) {
  const results = new Map();
  for (const module of modules) {
    for (const size of sizes) {
      const began = Date.now();
      const cases = await runFile(size, module);
      for (const [name, { outcome, reason }] of cases) {
        const asks = outcome === 'passed' ? null : impossible(name, reason);
        if (asks !== null) cases.set(name, { outcome: 'impossible', reason: asks });
      }
      results.set(`${module} ${size}`, cases);
      const sum = count(cases);
      say(`${module} -n ${size}: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped${sum.impossible > 0 ? `, ${sum.impossible} impossible here` : ''} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
      for (const [name, { outcome, reason }] of cases) {
        if (outcome === 'passed' || outcome === 'impossible') continue;
        const text = verbose ? reason : (reason.trim().split('\n').filter((line) => line.trim() !== '').at(-1) ?? '');
        say(`  ${outcome} ${name}${text === '' ? '' : `: ${text.slice(0, verbose ? 4000 : 200)}`}`);
      }
    }
  }
  return results;
}

/** The suite's folder and a launcher, for whoever runs a part of it. */
export async function prepare(browser = false) {
  const suite = join(await upstream(console.log), 'test');
  const launcher = browser ? await (await import('./browser-launcher.mjs')).createBrowserLauncher() : await nodeLauncher();
  const files = workingFiles(suite);
  return { suite, runFile: (size, module) => runHere(launcher, files, size, module), close: () => launcher.close() };
}

async function nodeLauncher() {
  const { nodeParts } = await import('./node-bundle.mjs');
  const { launcher: script, places } = await nodeParts();
  return (await import(script)).createNodeLauncher(places);
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    const args = process.argv.slice(2);
    const has = (word) => args.includes(word);
    const sizes = has('-n') ? args[args.indexOf('-n') + 1].split(',').map(Number) : [1, 2, 3];
    const names = args.filter((word, index) => !word.startsWith('-') && args[index - 1] !== '-n').map((name) => name.replace(/^(test_)?/, 'test_').replace(/\.py$/, ''));
    if (has('--native')) {
      const { suite, mpi } = await (await import('./conformance/native.mjs')).nativeMpi();
      const modules = names.length > 0 ? names : modulesOf(suite);
      const results = await conformance(sizes, modules, (size, module) => runNatively(mpi, suite, size, module), console.log, has('--verbose'));
      if (has('--update')) writeNative(results);
      finish(results, 0);
    } else {
      await setUp();
      const { suite, runFile, close } = await prepare(has('--browser'));
      const modules = names.length > 0 ? names : has('--course') ? COURSE : [...COURSE, ...modulesOf(suite).filter((module) => !COURSE.includes(module))];
      const results = await conformance(sizes, modules, runFile, console.log, has('--verbose'));
      await close();
      const missing = lost(readPassed(), results);
      for (const name of missing) console.log(`LOST: ${name} passed before`);
      writeTable(results, has('--browser') ? 'Chromium' : 'Node');
      if (has('--update')) writePassed(results);
      finish(results, missing.length);
    }
  });
}

function modulesOf(suite) {
  return readdirSync(suite).filter((file) => /^test_.*\.py$/.test(file)).map((file) => file.replace(/\.py$/, '')).sort();
}

function finish(results, missing) {
  const sum = count(new Map());
  for (const cases of results.values()) for (const [key, value] of Object.entries(count(cases))) sum[key] += value;
  if (sum.impossible > 0) console.log(`${sum.impossible} ask for what no web page has: threads, sockets, device arrays, compiled libraries (docs/CONFORMANCE.md)`);
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  process.exit(missing > 0 || sum.failed > 0 ? 1 : 0);
}
