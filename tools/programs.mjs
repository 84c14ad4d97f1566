// The programs people write (e2e/programs/course) and mpi4py's own demos: run here and compared with what the native mpi4py gave.
//   npm run programs -- [ring heat …]     in Node; with --browser in Chromium; with --native under the oracle; --quick: one size each
//   npm run programs -- --demos [names]    mpi4py's own demos, from its source archive (e2e/programs/demos)
//   npm run programs -- --native --record [names]    writes down what the oracle gives (e2e/programs/course/expected)
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { upstream } from './fetch-mpi4py.mjs';
import { findOracle, runNatively } from './oracle.mjs';
import { main, root, setUp } from './set-up.mjs';
import { difference, parse, readHeader, transcript, write } from './transcript.mjs';

const folder = join(root, 'e2e/programs/course');
/// A program of ours that has not ended by then hangs, milliseconds.
const PATIENCE = 60_000;
/// The demos measure at length.
const DEMO_PATIENCE = 300_000;
/// Natively, a program that is known to hang is given so long to prove the contrary, milliseconds.
const NATIVE_HANG = 8000;
/// All ranks have been in the same waits for so long: nothing can happen any more, milliseconds.
const STILL = 1000;
/// RankState of src/protocol/world.ts: blocked in a call, in MPI_Finalize, ended.
const [WAITING, FINALIZING, EXITED, FAILED] = [2, 5, 6, 7];

/** Runs the programs on our engine; returns how many runs passed and failed. `quick`: each at one size only. */
export async function programs({ wanted = chosen([]), browser = false, quick = false } = {}) {
  const launcher = await makeLauncher(browser);
  try {
    return await everyProgram(wanted.map((program) => (quick ? { ...program, runs: [quickest(program.runs)] } : program)), (program, run) => here(launcher, program, run));
  } finally {
    await launcher.close();
  }
}

/** A launcher of Node or of Chromium, as the runner has it. */
export async function makeLauncher(browser) {
  if (browser) return (await import('./browser-launcher.mjs')).createBrowserLauncher();
  const { nodeParts } = await import('./node-bundle.mjs');
  const { launcher, places } = await nodeParts();
  return (await import(launcher)).createNodeLauncher(places);
}

/// The run with the fewest ranks above one: starting ranks is most of the time.
const ranksOf = (run) => Number(/-n (\d+)/.exec(run)?.[1]);
const quickest = (runs) => runs.filter((run) => ranksOf(run) > 1).sort((one, other) => ranksOf(one) - ranksOf(other))[0] ?? runs[0];

async function everyProgram(wanted, runOne) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const program of wanted) {
    const expected = parse(existsSync(program.expected) ? readFileSync(program.expected, 'utf8') : '');
    for (const run of program.runs) {
      const began = performance.now();
      const result = await runOne(program, run);
      const wrong = judge(program, result, expected.get(run));
      sum[wrong === null ? 'passed' : 'failed']++;
      console.log(`${wrong === null ? 'ok    ' : 'FAILED'} ${run} (${Math.round(performance.now() - began)} ms)`);
      if (wrong !== null) console.log(`  ${wrong}`.slice(0, 6000));
    }
  }
  return sum;
}

/// A sentence on what is wrong with a run, or null.
function judge(program, result, wanted) {
  if (wanted === undefined) return 'nothing is recorded for this run: npm run programs -- --native --record';
  if (result.late) return 'it has not ended in time';
  const wrong = difference(transcript(result, program), wanted, program.tolerance);
  if (wrong !== null) return `${wrong}\n${told(result.stderr)}`;
  const missing = [...program.stderr, ...(result.native ? [] : program.hangs)].find((pattern) => !pattern.test(result.stderr));
  return missing === undefined ? null : `stderr does not say ${missing}:\n${told(result.stderr)}`;
}

const told = (stderr) => stderr.trim().split('\n').slice(-8).map((line) => `    stderr| ${line}`).join('\n');

function chosen(names) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.py') && (names.length === 0 || names.some((name) => file.includes(name))))
    .sort()
    .map((file) => ({ file, folder, ...readHeader(file, readFileSync(join(folder, file), 'utf8')), expected: join(folder, 'expected', file.replace(/py$/, 'txt')) }))
    .filter((program) => !program.needs.includes('nothing of its own'));
}

/// What lies in the working directory of a run.
const filesOf = (program) => (program.demo ? readdirSync(program.folder).filter((file) => file.endsWith('.py')) : [program.file, ...program.needs]);

/// mpi4py's own demos, one program a run, out of its source archive.
async function demos(names) {
  const place = join(root, 'e2e/programs/demos');
  const source = join(await upstream(console.log), 'demo');
  const { runs } = JSON.parse(readFileSync(join(place, 'demos.json'), 'utf8'));
  return runs
    .filter(({ folder: part, run }) => names.length === 0 || names.some((name) => `${part}/${run}`.includes(name)))
    .map(({ folder: part, run, inOrder = false, shape = false, mask = null, tolerance = 0, stdin = '', stderr = false }) => ({
      demo: true, folder: join(source, part), runs: [run], inOrder, shape, mask, tolerance, stdin, stderr: stderr ? [/./] : [], hangs: [], needs: [],
      file: `${part}/${run}`, expected: join(place, 'expected', `${part === '' ? 'top' : part}.txt`),
    }));
}

/// `-n 4 ring.py 100` as words for a launcher: the programs are Python's.
function words(run) {
  let named = false;
  return run.split(' ').flatMap((word) => {
    const program = !named && word.endsWith('.py');
    named = word !== ':' && (named || program || word === 'python3');
    return program ? ['python3', word] : [word];
  });
}

/** Runs one program on our engine, through any launcher. */
export async function here(launcher, program, run) {
  const decoders = [new TextDecoder(), new TextDecoder()];
  const texts = ['', ''];
  const files = Object.fromEntries(filesOf(program).map((file) => [file, new Uint8Array(readFileSync(join(program.folder, file)))]));
  let [late, hangs, still, since] = [false, false, '', performance.now()];
  const started = launcher.launch(
    { command: ['mpiexec', ...words(run)].join(' '), files, settings: { eagerLimit: 4096, buffering: 'line' } },
    {
      started() {}, trace() {}, inputWanted() {},
      output: (batch) => batch.forEach(({ stream, bytes }) => (texts[stream - 1] += decoders[stream - 1].decode(bytes, { stream: true }))),
      now(ranks) {
        const waits = ranks.every(({ state }) => state === WAITING || state === FINALIZING || state === EXITED || state === FAILED) && ranks.some(({ state }) => state === WAITING || state === FINALIZING);
        const what = waits ? JSON.stringify(ranks.map(({ state, call, sequence }) => [state, call, sequence])) : '';
        if (what !== still || what === '') [still, since] = [what, performance.now()];
        else if (performance.now() - since > STILL && program.hangs.length > 0) {
          hangs = true;
          started.stop();
        }
      },
      ended: (result) => result.notices.forEach(({ text }) => (texts[1] += `${text}\n`)),
    },
  );
  for (const line of program.stdin.split('\n').slice(0, -1)) started.input(line);
  started.input(null);
  const patience = setTimeout(() => {
    late = true;
    started.stop();
  }, program.demo ? DEMO_PATIENCE : PATIENCE);
  const { code } = await started.done;
  clearTimeout(patience);
  return { stdout: texts[0], stderr: texts[1], code, late, hangs, native: false };
}

/** Runs one program under the oracle, in a folder of its own. */
async function natively(program, run) {
  const cwd = mkdtempSync(join(tmpdir(), 'commworld-'));
  try {
    for (const file of filesOf(program)) cpSync(join(program.folder, file), join(cwd, file));
    const known = program.hangs.length > 0;
    const result = await runNatively(words(run), { cwd, patience: known ? NATIVE_HANG : program.demo ? DEMO_PATIENCE : PATIENCE, stdin: program.stdin });
    return { ...result, hangs: known && result.late, late: !known && result.late, native: true };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

async function record(wanted) {
  for (const program of wanted) {
    mkdirSync(dirname(program.expected), { recursive: true });
    const kept = existsSync(program.expected) ? parse(readFileSync(program.expected, 'utf8')) : new Map();
    for (const run of program.runs) {
      const result = await natively(program, run);
      if (result.late) throw new Error(`${run} has not ended in time`);
      if (result.code !== 0 && program.stderr.length === 0 && !result.hangs) throw new Error(`${run} ended with code ${result.code}\n${result.stderr}`);
      kept.set(run, transcript(result, program));
    }
    writeFileSync(program.expected, write([...kept].map(([run, lines]) => ({ run, lines }))));
    console.log(`recorded ${program.file}: ${program.runs.length} runs`);
  }
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    const args = process.argv.slice(2);
    const names = args.filter((word) => !word.startsWith('-'));
    const isNative = args.includes('--native');
    if (isNative) console.log(`the oracle: ${(await findOracle()).versions}`);
    else await setUp();
    const wanted = args.includes('--demos') ? await demos(names) : chosen(names);
    if (args.includes('--record')) return record(wanted);
    const { passed, failed } = await (isNative ? everyProgram(wanted, natively) : programs({ wanted, browser: args.includes('--browser'), quick: args.includes('--quick') }));
    console.log(`${passed} passed, ${failed} failed, 0 skipped`);
    process.exit(failed > 0 ? 1 : 0);
  });
}
