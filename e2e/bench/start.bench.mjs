// How soon a run starts, and what it costs: the figures `start`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, preview } from 'vite';
import { root } from '../../tools/set-up.mjs';
import { findNative, native } from './native.mjs';
import { setProgram, withSite } from './page.mjs';
import { figure, ratio } from './row.mjs';

const HELLO = 'from mpi4py import MPI\ncomm = MPI.COMM_WORLD\nsize = comm.Get_size()\nrank = comm.Get_rank()\nprint(str(rank)+" "+str(size))\n';
const IDLE = 'from mpi4py import MPI\nimport numpy as np\nx = np.ones(1000)\nprint("up %d" % MPI.COMM_WORLD.rank)\nimport time\ntime.sleep(600)\n';

export async function measure({ chromium }) {
  await findNative();
  const folder = mkdtempSync(join(tmpdir(), 'commworld-bench-'));
  try {
    return await withSite(chromium, 4190, async (browser, address) => [
      await hello(browser, address, folder),
      await image(browser),
      await memory(browser, address),
      await script(browser, address),
      await firstOutput(browser, address),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openWarm(browser, address, ranks, program) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await setCommand(page, ranks, program);
  // A reload, for the pool to be warmed for this command and from the image kept by the first visit.
  await page.waitForFunction(() => performance.getEntriesByName('commworld:warm').length > 0, null, { timeout: 60_000 });
  await page.reload();
  await page.waitForFunction((wanted) => performance.getEntriesByName('commworld:warm').some(({ detail }) => detail >= wanted), Math.min(ranks, 16), { timeout: 120_000 });
  return { context, page };
}

async function setCommand(page, ranks, program) {
  await setProgram(page, program);
  await page.getByRole('textbox', { name: 'Launch command' }).fill(`aprun -n ${ranks} python3 mpiEx.py`);
  await page.waitForTimeout(1000);
}

/** Enter to the last line of output, seen in the page by an observer; the launcher's own last line comes after it. */
async function hello(browser, address, folder) {
  const program = join(folder, 'hello.py');
  writeFileSync(program, HELLO);
  const { context, page } = await openWarm(browser, address, 5, HELLO);
  const ours = [];
  const theirs = [];
  for (let round = 0; round < 8; round++) {
    const warm = await page.evaluate(() => performance.getEntriesByName('commworld:warm').length);
    await page.getByRole('textbox', { name: 'Launch command' }).focus();
    await page.evaluate(() => void (window.took = new Promise((resolve) => {
      const log = document.querySelector('[role=log][aria-label=Output]');
      const count = () => (log.innerText.match(/^\d 5$/gm) ?? []).length;
      const before = count();
      let began = 0;
      addEventListener('keydown', () => (began = performance.now()), { once: true, capture: true });
      const observer = new MutationObserver(() => {
        if (count() < before + 5) return;
        observer.disconnect();
        resolve(performance.now() - began);
      });
      observer.observe(log, { childList: true, subtree: true, characterData: true });
    })));
    await page.keyboard.press('Enter');
    const milliseconds = await page.evaluate(() => window.took);
    await page.waitForFunction((before) => performance.getEntriesByName('commworld:warm').length > before, warm, { timeout: 60_000 });
    const { milliseconds: there } = await native(5, program);
    // The first round of each fills caches.
    if (round > 0) {
      ours.push(milliseconds);
      theirs.push(there);
    }
  }
  await context.close();
  return ratio('launch.hello5.ratio', ours, theirs, 'Enter to the last line of the 5-rank hello on a warm page, ms, against mpiexec -n 5 python3 hello.py');
}

/** One interpreter with numpy from the snapshot against a plain boot and import, both in a fresh worker of one page. */
async function image(browser) {
  const out = join(root, '.cache/bench-image');
  await build({ root: join(root, 'e2e/bench/image-page'), configFile: join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir: out, emptyOutDir: true, target: 'es2023' }, publicDir: false });
  const server = await preview({ root: join(root, 'e2e/bench/image-page'), configFile: join(root, 'vite.config.ts'), build: { outDir: out }, preview: { port: 4191, host: '127.0.0.1' }, logLevel: 'error' });
  const page = await browser.newPage();
  await page.goto('http://127.0.0.1:4191/');
  await page.waitForFunction(() => 'measure' in window);
  const samples = await page.evaluate(() => window.measure(7));
  await page.close();
  await new Promise((resolve) => server.httpServer.close(resolve));
  return ratio('image.ready.ratio', samples.map(({ restored }) => restored), samples.map(({ plain }) => plain), 'worker made to interpreter with numpy ready, ms, from the snapshot against a plain boot and import numpy');
}

/** Resident memory of the renderer with 16 ranks less with 4, by 12. */
async function memory(browser, address) {
  const samples = [];
  for (let round = 0; round < 3; round++) {
    const sizes = [];
    for (const ranks of [4, 16]) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(address);
      await setCommand(page, ranks, IDLE);
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await page.waitForFunction((count) => (document.querySelector('[role=log][aria-label=Output]')?.innerText.match(/^up \d+$/gm) ?? []).length === count, ranks, { timeout: 120_000 });
      sizes.push(rendererMegabytes());
      await context.close();
    }
    samples.push((sizes[1] - sizes[0]) / 12);
  }
  return figure('memory.rank.mb', 'MB', samples, "renderer's resident memory, (16 ranks - 4 ranks) / 12, numpy loaded, MB = 2^20 bytes");
}

function rendererMegabytes() {
  const rows = execFileSync('ps', ['-eo', 'rss,args'], { encoding: 'utf8' }).split('\n').filter((row) => row.includes('type=renderer'));
  return Math.max(...rows.map((row) => Number(row.trim().split(/\s+/)[0]) / 1024));
}

/** Script that had arrived by the first paint, compressed as a host would. */
async function script(browser, address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const scripts = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response);
  });
  await page.goto(address);
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const { paint, before } = await page.evaluate(() => {
    const [entry] = performance.getEntriesByName('first-contentful-paint');
    return { paint: entry.startTime, before: performance.getEntriesByType('resource').filter(({ startTime }) => startTime < entry.startTime).map(({ name }) => name) };
  });
  let bytes = 0;
  for (const response of scripts) if (before.includes(response.url())) bytes += gzipSync(await response.body()).length;
  await context.close();
  return figure('page.script.kb', 'kB', [bytes / 1000], `script whose loading began before the first paint (at ${Math.round(paint)} ms), gzipped`);
}

/** A first visit: empty cache to the first line of hello, Run pressed as soon as it is there. */
async function firstOutput(browser, address) {
  const samples = [];
  for (let round = 0; round < 3; round++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const began = performance.now();
    await page.goto(address);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.waitForFunction(() => /^\d 5$/m.test(document.querySelector('[role=log][aria-label=Output]')?.innerText ?? ''), null, { timeout: 60_000 });
    samples.push((performance.now() - began) / 1000);
    await context.close();
  }
  return figure('first.output.s', 's', samples, 'empty cache, local server, address entered to first output of the 5-rank hello');
}
