// The tests of the Python package (src/ranks/python/mpi4py/tests), by topic: here, on our engine in Node (or with --browser in Chromium),
// and with --native under the real mpi4py and Open MPI, the oracle.   node tools/python-tests.mjs [--native] [-n 1,2,3] [test_name…]
//   npm run test:native    runs them natively and here, and writes both side by side into docs/ORACLE.md
// A file that is about a certain number of ranks says so in a line "# sizes: 70".
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findOracle, runNatively } from './oracle.mjs';
import { writeOracle } from './oracle-table.mjs';
import { makeLauncher } from './programs.mjs';
import { main, root, setUp } from './set-up.mjs';

const folder = join(root, 'src/ranks/python/mpi4py/tests');
/// A file of tests that has not ended by then hangs.
const PATIENCE = 120_000;

/** Runs every file at every size; returns how many cases passed, failed and were skipped, summed over sizes. */
export async function pythonTests(sizes, names = [], browser = false) {
  return sum(await ownResults(sizes, names, browser));
}

async function ownResults(sizes, names, browser = false) {
  const launcher = await makeLauncher(browser);
  try {
    return await everyFile(sizes, names, (size, name) => here(launcher, size, name));
  } finally {
    await launcher.close();
  }
}

const sum = (results) =>
  results.reduce((total, { passed, failed, skipped }) => ({ passed: total.passed + passed, failed: total.failed + failed, skipped: total.skipped + skipped }), { passed: 0, failed: 0, skipped: 0 });

/// One result a file and size, with the cases that did not simply pass.
async function everyFile(sizes, names, runFile) {
  const files = readdirSync(folder).filter((file) => /^test_.*\.py$/.test(file) && (names.length === 0 || names.some((name) => file.includes(name))));
  const results = [];
  for (const file of files.sort()) {
    const own = /^# sizes: (.*)$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1].split(',').map(Number);
    for (const size of own ?? sizes) {
      const ranks = await runFile(size, file.replace(/\.py$/, ''));
      const result = { file, size, ...judge(ranks), cases: notPassed(ranks) };
      console.log(`${file} -n ${size}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
      if (result.failed > 0) for (const [rank, text] of ranks.entries()) if (!/^OK/m.test(text)) console.log(text.replace(/^test_.* \.\.\. (ok|skipped.*)\n/gm, '').replace(/^/gm, `  rank ${rank}| `).slice(-4000));
      results.push(result);
    }
  }
  return results;
}

/// Names of cases that failed or were skipped on some rank, with the word or the reason.
function notPassed(ranks) {
  const cases = new Map();
  for (const text of ranks) {
    for (const [, name, said] of text.matchAll(/^(?:.*?\n)?(?:test_\w+) \(([\w.]+)\)(?:\n.*)? \.\.\. (ERROR|FAIL|skipped .*)$/gm)) {
      if (!cases.has(name) || !said.startsWith('skipped')) cases.set(name, said.startsWith('skipped') ? said.replace(/^skipped ['"](.*)['"]$/, 'skipped: $1') : 'failed');
    }
  }
  return cases;
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
  const decoders = texts.map(() => new TextDecoder());
  const files = Object.fromEntries(readdirSync(folder).filter((file) => file.endsWith('.py')).map((file) => [file, readFileSync(join(folder, file))]));
  const run = launcher.launch(
    { command: `mpiexec -n ${size} python3 -m unittest -v ${name}`, files, settings: { eagerLimit: 4096, buffering: 'line' } },
    {
      started() {},
      output: (batch) => batch.forEach(({ rank, bytes }) => (texts[rank] += decoders[rank].decode(bytes, { stream: true }))),
      trace() {}, now() {}, inputWanted() {},
      ended: (result) => result.stopped && texts.forEach((_, rank) => (texts[rank] += `\nstopped after ${PATIENCE} ms: ${result.notices.map(({ text }) => text).join(' ')}`)),
    },
  );
  const patience = setTimeout(() => run.stop(), PATIENCE);
  await run.done;
  clearTimeout(patience);
  return texts;
}

async function native(size, name) {
  const { stdout, stderr, late } = await runNatively(['-n', String(size), 'python3', '-m', 'unittest', '-v', name], { cwd: folder, patience: PATIENCE, tagged: true });
  const texts = Array.from({ length: size }, () => '');
  // A tag stands before every piece that a rank wrote, which need not be a line; in Open MPI 5 with a blank behind it.
  const pieces = `${stdout}\n${stderr}`.split(/\[\d+,(\d+)\]<std(?:out|err)>: ?/);
  for (let at = 1; at + 1 < pieces.length; at += 2) texts[Number(pieces[at])] += pieces[at + 1];
  return late ? texts.map((text) => `${text}\nstopped after ${PATIENCE} ms`) : texts;
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    const args = process.argv.slice(2);
    const sizes = args.includes('-n') ? args[args.indexOf('-n') + 1].split(',').map(Number) : [1, 2, 3];
    const names = args.filter((word, index) => !word.startsWith('-') && args[index - 1] !== '-n');
    const [isNative, both] = [args.includes('--native'), args.includes('--both')];
    if (!isNative) await setUp();
    if (isNative || both) console.log(`the oracle: ${(await findOracle()).versions}`);
    const natives = isNative || both ? await everyFile(sizes, names, native) : null;
    const own = isNative ? null : await ownResults(sizes, names, args.includes('--browser'));
    if (both && names.length === 0) await writeOracle(own, natives);
    const { passed, failed, skipped } = sum([...(natives ?? []), ...(own ?? [])]);
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    process.exit(failed > 0 ? 1 : 0);
  });
}
