// npm run bench -- NAME…: measures, prints a table and writes e2e/bench/results/NAME.json in the format of docs/FIGURES.md.
// Ratios are ours / theirs, both measured in this run, interleaved, medians. Without a NAME it says which there are.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { chromiumVersion, findChromium } from '../../tools/find-chromium.mjs';
import { main, root, setUp } from '../../tools/set-up.mjs';

await main(async () => {
  const known = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.bench.mjs')).map((file) => file.slice(0, -'.bench.mjs'.length));
  const names = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  const options = process.argv.slice(2).filter((word) => word.startsWith('-'));
  if (names.length === 0) throw new Error(`Which figures? npm run bench -- ${known.join(' | ')}`);
  for (const name of names) if (!known.includes(name)) throw new Error(`There are no figures named ${name}. There are: ${known.join(', ')}.`);
  await setUp();
  const chromium = await findChromium();
  await (await import('vite')).build({ root, logLevel: 'error' });
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown', browser: chromiumVersion(chromium) };
  for (const name of names) {
    const { measure } = await import(`./${name}.bench.mjs`);
    const rows = await measure({ chromium, options });
    const results = join(import.meta.dirname, 'results');
    // With options it was a look, not the figures.
    if (options.length === 0) {
      mkdirSync(results, { recursive: true });
      writeFileSync(join(results, `${name}.json`), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
    }
    console.log(`\n${name} (${machine.cores} cores, ${machine.cpu}, ${machine.browser})`);
    console.table(Object.fromEntries(rows.map(({ id, value, unit, spread, runs }) => [id, { value, unit, low: spread[0], high: spread[1], runs }])));
  }
});
