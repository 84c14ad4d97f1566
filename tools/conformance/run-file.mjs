// One file of the suite at one size: on our engine in Node, or natively.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addUp, eventsOf } from './cases.mjs';

const driver = join(import.meta.dirname, 'driver.py');
/// A run of which nothing has been heard for so long hangs; one that has taken so long in all is ended. Milliseconds.
const SILENCE = 150_000;
const PATIENCE = 600_000;

/** Runs a file, again without the cases that ended a run, until all cases have been heard of. */
async function everyCase(module, once) {
  const cases = new Map();
  const excluded = [];
  for (let attempt = 0; attempt < 12; attempt++) {
    const round = await once([module, ...(excluded.length > 0 ? ['--exclude', ...excluded] : [])]);
    for (const [name, said] of round.cases) if (said !== null) cases.set(name, said);
      else if (!cases.has(name)) cases.set(name, { outcome: 'failed', reason: 'never reached' });
    if (round.complete || round.hung.size === 0) break;
    excluded.push(...[...round.cases].filter(([name, said]) => round.hung.has(name) || (said !== null)).map(([name]) => name));
  }
  return cases;
}

/** The suite's files as a working directory: the tests and the driver. */
export function workingFiles(suite) {
  const files = { 'driver.py': readFileSync(driver) };
  for (const name of readdirSync(suite)) if (name.endsWith('.py') || name === 'coverage.cfg') files[name] = readFileSync(join(suite, name));
  return files;
}

/** On our engine. `launcher`: of `createNodeLauncher`, or anything with its `launch`. */
export function runHere(launcher, files, size, module) {
  return everyCase(module, async (args) => {
    const texts = Array.from({ length: size }, () => '');
    const decoders = texts.map(() => new TextDecoder());
    let heard = Date.now();
    const began = heard;
    let ended = 'the run ended';
    const run = launcher.launch(
      { command: `mpiexec -n ${size} python3 driver.py ${args.join(' ')}`, files, settings: { eagerLimit: 4096, buffering: 'line' } },
      {
        started() {}, trace() {}, now() {}, inputWanted() {},
        output(batch) {
          heard = Date.now();
          for (const { rank, bytes } of batch) texts[rank] += decoders[rank].decode(bytes, { stream: true });
        },
        ended(result) {
          ended = [result.stopped ? 'hangs: nothing heard of it any more' : `the run ended with code ${result.code}`, ...result.notices.map(({ text }) => text)].join('\n');
        },
      },
    );
    const watch = setInterval(() => {
      if (Date.now() - heard > SILENCE || Date.now() - began > PATIENCE) run.stop();
    }, 500);
    await run.done;
    clearInterval(watch);
    return addUp(texts.map(eventsOf), ended);
  });
}

/** Natively: `mpi` is `{ mpiexec, python }`. */
export function runNatively(mpi, suite, size, module) {
  return everyCase(module, (args) => {
    const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
    const root = process.getuid?.() === 0 ? ['--allow-run-as-root'] : [];
    const [name, ...rest] = args;
    return new Promise((resolve) => {
      execFile(
        mpi.mpiexec,
        [...root, '--oversubscribe', '-n', String(size), mpi.python, driver, name, '--native', folder, ...rest],
        { cwd: suite, timeout: 120_000, maxBuffer: 1 << 26, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } },
        (error, stdout, stderr) => {
          const texts = Array.from({ length: size }, (_, rank) => {
            try {
              return readFileSync(join(folder, `rank-${rank}.jsonl`), 'utf8');
            } catch {
              return '';
            }
          });
          rmSync(folder, { recursive: true, force: true });
          resolve(addUp(texts.map(eventsOf), error === null ? 'the run ended' : `${error.message}\n${stderr.slice(-2000)}`));
        },
      );
    });
  });
}
