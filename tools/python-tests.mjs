// The tests of the Python package (src/ranks/python/mpi4py/tests), by topic: here, on our engine in Node, and with --native under the
// real mpi4py and Open MPI, the oracle.   node tools/python-tests.mjs [--native] [-n 1,2,3] [test_name…]
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { main, root, setUp } from './set-up.mjs';

const folder = join(root, 'src/ranks/python/mpi4py/tests');
/// A file of tests that has not ended by then hangs.
const PATIENCE = 120_000;

/** Runs every file at every size; returns how many cases passed, failed and were skipped, summed over sizes. */
export async function pythonTests(sizes, names = []) {
  const { nodeParts } = await import('./node-bundle.mjs');
  const { launcher: script, places } = await nodeParts();
  const launcher = (await import(script)).createNodeLauncher(places);
  try {
    return await everyFile(sizes, names, (size, name) => here(launcher, size, name));
  } finally {
    launcher.close();
  }
}

/** The same under the machine's own MPI. */
export function nativeTests(sizes, names = []) {
  return everyFile(sizes, names, native);
}

async function everyFile(sizes, names, runFile) {
  const files = readdirSync(folder).filter((file) => /^test_.*\.py$/.test(file) && (names.length === 0 || names.some((name) => file.includes(name))));
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files.sort()) {
    for (const size of sizes) {
      const ranks = await runFile(size, file.replace(/\.py$/, ''));
      const result = judge(ranks);
      console.log(`${file} -n ${size}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
      if (result.failed > 0) for (const [rank, text] of ranks.entries()) if (!/^OK/m.test(text)) console.log(text.replace(/^/gm, `  rank ${rank}| `).slice(-6000));
      for (const key of Object.keys(sum)) sum[key] += result[key];
    }
  }
  return sum;
}

/// A case has passed when it has on every rank: the worst rank counts.
function judge(ranks) {
  const results = ranks.map((text) => {
    const ran = Number(/^Ran (\d+) tests?/m.exec(text)?.[1] ?? 0);
    const end = /^(OK|FAILED)(?: \((.*)\))?$/m.exec(text);
    const count = (what) => Number(new RegExp(`${what}=(\\d+)`).exec(end?.[2] ?? '')?.[1] ?? 0);
    const failed = end === null ? 1 : count('(?<!expected )failures') + count('errors') + count('unexpected successes');
    return { failed, skipped: count('skipped'), passed: Math.max(0, ran - failed - count('skipped')) };
  });
  const failed = Math.max(...results.map((result) => result.failed));
  const skipped = Math.max(...results.map((result) => result.skipped));
  return { passed: Math.min(...results.map((result) => result.passed)), failed, skipped };
}

async function here(launcher, size, name) {
  const texts = Array.from({ length: size }, () => '');
  const decoder = new TextDecoder();
  const files = Object.fromEntries(readdirSync(folder).filter((file) => file.endsWith('.py')).map((file) => [file, readFileSync(join(folder, file))]));
  const run = launcher.launch(
    { command: `mpiexec -n ${size} python3 -m unittest ${name}`, files, settings: { eagerLimit: 4096, buffering: 'line' } },
    {
      started() {},
      output: (batch) => batch.forEach(({ rank, bytes }) => (texts[rank] += decoder.decode(bytes))),
      trace() {}, now() {}, inputWanted() {},
      ended: (result) => result.stopped && texts.forEach((_, rank) => (texts[rank] += `\nstopped after ${PATIENCE} ms: ${result.notices.map(({ text }) => text).join(' ')}`)),
    },
  );
  const patience = setTimeout(() => run.stop(), PATIENCE);
  await run.done;
  clearTimeout(patience);
  return texts;
}

function native(size, name) {
  const root = process.getuid?.() === 0 ? ['--allow-run-as-root'] : [];
  return new Promise((resolve, reject) => {
    execFile('/usr/bin/mpiexec', [...root, '--oversubscribe', '--tag-output', '-n', String(size), '/usr/bin/python3', '-m', 'unittest', name], { cwd: folder, timeout: PATIENCE, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } }, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') reject(new Error('There is no native MPI here: apt-get install openmpi-bin python3-mpi4py python3-numpy'));
      const texts = Array.from({ length: size }, () => '');
      // A tag stands before every piece that a rank wrote, which need not be a line.
      const pieces = `${stdout}\n${stderr}`.split(/\[\d+,(\d+)\]<std(?:out|err)>:/);
      for (let i = 1; i + 1 < pieces.length; i += 2) texts[Number(pieces[i])] += pieces[i + 1];
      resolve(texts);
    });
  });
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    const args = process.argv.slice(2);
    const sizes = args.includes('-n') ? args[args.indexOf('-n') + 1].split(',').map(Number) : [1, 2, 3];
    const names = args.filter((word, index) => !word.startsWith('-') && args[index - 1] !== '-n');
    if (!args.includes('--native')) await setUp();
    const { passed, failed, skipped } = await (args.includes('--native') ? nativeTests : pythonTests)(sizes, names);
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    process.exit(failed > 0 ? 1 : 0);
  });
}
