// npm test: sets up what is missing, then types, imports, unit tests, Python tests, a part of mpi4py's own suite,
// course programs, and browser tests. Ends with one line that counts them.
//   npm test -- unit python conformance programs browser   runs some of them only
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './find-chromium.mjs';
import { main, root, run, setUp } from './set-up.mjs';

await main(async () => {
  const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  const wants = (part) => asked.length === 0 || asked.includes(part);
  await setUp();
  const failures = [];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const step = async (title, body) => {
    console.log(`\n== ${title}`);
    try {
      await body();
    } catch (error) {
      failures.push(title);
      console.error(error instanceof Error ? error.message : String(error));
    }
  };
  const add = (more) => {
    for (const key of Object.keys(counts)) counts[key] += more[key];
  };

  if (wants('types')) {
    await step('types', async () => {
      await run('npx', ['tsc', '-p', '.']);
      await run('npx', ['tsc', '-p', 'src/mpi/tsconfig.json']);
    });
    await step('imports', () => run('node', ['tools/check-imports.mjs']));
  }
  if (wants('unit')) {
    await step('unit tests', async () => {
      const report = join(root, 'test-results/unit.json');
      await run('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]).finally(() => add(unitCounts(report)));
    });
  }
  if (wants('python')) {
    await step('Python tests', async () => {
      const { pythonTests } = await import('./python-tests.mjs');
      const result = await pythonTests([1, 2, 3]);
      add(result);
      if (result.failed > 0) throw new Error(`${result.failed} Python tests failed`);
    });
  }
  if (wants('conformance')) {
    await step("mpi4py's own tests, those of courses on 3 ranks", async () => {
      const { conformance, prepare } = await import('./conformance.mjs');
      const { COURSE } = await import('./conformance/files.mjs');
      const { lost, readPassed } = await import('./conformance/passed.mjs');
      const { runFile, close } = await prepare();
      const results = await conformance([3], COURSE, runFile).finally(close);
      const missing = lost(readPassed(), results);
      add({ passed: sumOfPassed(results), failed: missing.length, skipped: 0 });
      if (missing.length > 0) throw new Error(`These passed before: ${missing.join(', ')}`);
    });
  }
  if (wants('programs')) {
    await step('course programs, at one size each', async () => {
      const result = await (await import('./programs.mjs')).programs({ quick: true });
      add(result);
      if (result.failed > 0) throw new Error(`${result.failed} course programs did not give what they give natively`);
    });
  }
  if (wants('browser')) {
    await step('browser tests', async () => {
      const chromium = await findChromium();
      await (await import('vite')).build({ root, logLevel: 'error' });
      const report = join(root, 'test-results/browser.json');
      await run('npx', ['playwright', 'test'], { env: { ...process.env, CHROMIUM: chromium } }).finally(() => add(browserCounts(report)));
    });
  }
  console.log(`\n${failures.length === 0 ? 'All is well.' : `Failed: ${failures.join(', ')}.`}`);
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exit(failures.length === 0 ? 0 : 1);
});

function sumOfPassed(results) {
  return [...results.values()].reduce((sum, cases) => sum + [...cases.values()].filter(({ outcome }) => outcome === 'passed').length, 0);
}

function unitCounts(report) {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
}

function browserCounts(report) {
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(report, 'utf8')).stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}
