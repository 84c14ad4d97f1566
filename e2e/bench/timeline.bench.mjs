// How large a trace the timeline holds, and what recording costs: the figures `timeline`.
// Traces are generated runs (src/trace/testing/generated.ts) of 16 ranks: ping-pong, master and workers, halo exchange, nonblocking, collectives.
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { build } from 'vite';
import { root } from '../../tools/set-up.mjs';
import { setProgram, withSite } from './page.mjs';
import { figure, median, ratio, round } from './row.mjs';
import { hovers, install, ourGestures, theirGestures } from './timeline/in-page.mjs';

const RANKS = 16;
const SIZES = { '1e4': 1e4, '1e5': 1e5, '1e6': 1e6 };
/** Turns of the wheel into the picture, from all of it to a thousandth. */
const LEVELS = [0, 10, 20, 30, 45];
/** Frames as fast as they can be made: the time from one to the next is the whole time of one, script, layout, raster and compositing. */
const UNTHROTTLED = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];
/** speedscope draws by WebGL: in software for both, where there is no GPU. */
const WEBGL = [...UNTHROTTLED, '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const HOW = 'Chromium without a GPU and without a limit of frame rate, a step of a gesture each frame, frame to frame: script, layout, raster and compositing; both axes, five widths from all to a thousandth';

/** `--quick`: fewer rounds and no million, for a look. */
export async function measure({ chromium, options }) {
  const quick = options.includes('--quick');
  const sizes = Object.keys(SIZES).filter((size) => !quick || size !== '1e6');
  const files = await makeFiles(sizes);
  const rows = [];
  for (const size of sizes) rows.push(...(await ours(chromium, size, files[size].trace, quick)));
  rows.push(...(await compared(chromium, sizes.filter((size) => size !== '1e4'), files, quick)));
  rows.push(await recording(chromium, quick));
  return rows;
}

async function makeFiles(sizes) {
  const folder = join(root, '.cache/bench-timeline');
  mkdirSync(folder, { recursive: true });
  await build({ root, configFile: false, logLevel: 'error', build: { ssr: join(import.meta.dirname, 'timeline/traces.ts'), outDir: folder, emptyOutDir: false, target: 'es2023' } });
  const { makeTraces } = await import(join(folder, 'traces.js'));
  const files = {};
  for (const size of sizes) {
    const run = await makeTraces(SIZES[size], RANKS);
    files[size] = { trace: join(folder, `${size}.cwtrace`), speedscope: join(folder, `${size}.speedscope.json`), records: run.records };
    writeFileSync(files[size].trace, run.trace);
    await pipeline(Readable.from(run.speedscope()), createWriteStream(files[size].speedscope));
  }
  return files;
}

async function openedPage(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => document.querySelector('input[aria-label="Trace file"]') !== null, null, { timeout: 60_000 });
  await page.evaluate(install);
  return { context, page };
}

/** Milliseconds from the choice of a file to the first picture of all of it. */
async function open(page, file) {
  await page.evaluate(() => void (window.opened = new Promise((resolve) => {
    document.querySelector('input[aria-label="Trace file"]').addEventListener('change', () => {
      const began = performance.now();
      const look = () => {
        if (/\d messages?.* from first to last/u.test(document.querySelector('.tl-caption')?.textContent ?? '')) requestAnimationFrame(() => requestAnimationFrame((now) => resolve(now - began)));
        else requestAnimationFrame(look);
      };
      look();
    }, { capture: true, once: true });
  })));
  await page.locator('input[aria-label="Trace file"]').setInputFiles(file);
  return page.evaluate(() => window.opened);
}

/** Megabytes (2^20) of what the page's script holds, typed arrays included. */
async function heap(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return (usedSize + (backingStorageSize ?? 0)) / 2 ** 20;
}

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

async function ours(chromium, size, file, quick) {
  const [openings, heaps, before, p50, p95, hover] = [[], [], [], [], [], []];
  const by = { zoom: [], pan: [], scrub: [] };
  for (let turn = 0; turn < (quick ? 1 : 3); turn++) {
    await withSite(chromium, 4194, async (browser, address) => {
      const { context, page } = await openedPage(browser, address);
      before.push(await heap(page));
      openings.push((await open(page, file)) / 1000);
      const gestures = await page.evaluate(ourGestures, { levels: LEVELS, count: quick ? 20 : 40, scrub: true });
      const all = Object.values(gestures).flat();
      p50.push(quantile(all, 0.5));
      p95.push(quantile(all, 0.95));
      for (const kind of Object.keys(by)) by[kind].push(quantile(gestures[kind], 0.95));
      const { times, found } = await page.evaluate(hovers, { levels: LEVELS, count: quick ? 20 : 60 });
      if (found < times.length / 20) throw new Error(`the pointer met something in ${found} of ${times.length} places: the picture cannot be right`);
      hover.push(quantile(times, 0.95));
      heaps.push(await heap(page));
      await context.close();
    }, UNTHROTTLED);
  }
  const id = `timeline.${size}`;
  const rows = [
    figure(`${id}.open.s`, 's', openings, 'file chosen to first picture of all of it'),
    figure(`${id}.heap.mb`, 'MB', heaps, `script's heap and typed arrays after opening, all gestures and garbage collection, MB = 2^20 bytes; ${round(median(before))} of them before opening`),
    figure(`${id}.frame.p50.ms`, 'ms', p50, HOW),
    figure(`${id}.frame.p95.ms`, 'ms', p95, `${HOW}; p95 of zooming ${round(median(by.zoom))}, panning ${round(median(by.pan))}, scrubbing ${round(median(by.scrub))}`),
  ];
  if (size === '1e6' || quick) rows.push(figure(`hover.${size}.p95.ms`, 'ms', hover, 'pointer moved to the words of the card laid out, places all over the picture, p95 of each of the runs'));
  return rows;
}

/** The same pans and zooms in the same browser, in turn. speedscope shows one rank at a time, we show all. */
async function compared(chromium, sizes, files, quick) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const file = Object.values(files).map(({ speedscope }) => speedscope).find((each) => path === `/${each.split('/').at(-1)}`) ?? join(root, 'node_modules/speedscope/dist/release', path === '/' ? 'index.html' : path.replaceAll('..', ''));
    if (!existsSync(file)) return response.writeHead(404).end();
    const type = { html: 'text/html', js: 'text/javascript', css: 'text/css', json: 'application/json', wasm: 'application/wasm' }[file.split('.').at(-1)];
    response.writeHead(200, { 'content-type': type ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  }).listen(4196, '127.0.0.1');
  const rows = [];
  try {
    for (const size of sizes) {
      const [our, their] = [[], []];
      const opened = { our: [], their: [] };
      for (let turn = 0; turn < (quick ? 1 : 3); turn++) {
        await withSite(chromium, 4194, async (browser, address) => {
          const first = await openedPage(browser, address);
          opened.our.push((await open(first.page, files[size].trace)) / 1000);
          our.push(quantile(Object.values(await first.page.evaluate(ourGestures, { levels: LEVELS, count: 20, scrub: false })).flat(), 0.95));
          await first.context.close();
          const second = await theirs(browser, files[size].speedscope);
          opened.their.push(second.seconds);
          their.push(quantile(Object.values(await second.page.evaluate(theirGestures, { levels: LEVELS, count: 20 })).flat(), 0.95));
          await second.page.context().close();
        }, WEBGL);
      }
      rows.push(ratio(`timeline.${size}.speedscope.ratio`, our, their, 'p95 frame of pans and zooms, ms, ours with all 16 ranks / speedscope with one of them, WebGL in software'));
      rows.push(ratio(`timeline.${size}.speedscope.open.ratio`, opened.our, opened.their, 'opening, s'));
    }
  } finally {
    server.close();
  }
  return rows;
}

async function theirs(browser, file) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  const began = performance.now();
  await page.goto(`http://127.0.0.1:4196/#profileURL=${encodeURIComponent(`http://127.0.0.1:4196/${file.split('/').at(-1)}`)}`);
  // Its toolbar names the profile once it is shown.
  await page.getByText('rank 0', { exact: false }).first().waitFor({ timeout: 300_000 });
  await page.evaluate(install);
  await page.evaluate(() => window.bench.settle(2));
  return { page, seconds: (performance.now() - began) / 1000 };
}

/** A ping-pong of 8 bytes with records and without, in turn, in one page. */
async function recording(chromium, quick) {
  const program = readFileSync(join(import.meta.dirname, 'programs/messages.py'), 'utf8');
  const [on, off] = [[], []];
  await withSite(chromium, 4194, async (browser, address) => {
    const page = await browser.newPage();
    await page.goto(address);
    await setProgram(page, program);
    for (let turn = 0; turn < (quick ? 2 : 7); turn++) {
      on.push(await run(page, 'mpiexec -n 2 python3 mpiEx.py send.8B'));
      off.push(await run(page, 'mpiexec -x COMMWORLD_TRACE=0 -n 2 python3 mpiEx.py send.8B'));
    }
  });
  const added = on.map((value, i) => value - off[i]);
  return { ...figure('trace.8B.us', 'us', added, `8 bytes one way with records less without, in turn; medians ${round(median(on))} and ${round(median(off))}`), value: round(median(on) - median(off)) };
}

async function run(page, command) {
  const output = page.locator('[role=log][aria-label=Output]');
  const results = async () => (await output.innerText()).match(/\{"send\.8B".*\}/gu) ?? [];
  const before = (await results()).length;
  await page.getByRole('textbox', { name: 'Launch command' }).fill(command);
  await page.keyboard.press('Enter');
  for (let waited = 0; (await results()).length === before; waited++) {
    if (waited > 1500) throw new Error(`${command} did not end: ${(await output.innerText()).slice(-400)}`);
    await page.waitForTimeout(200);
  }
  await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
  return JSON.parse((await results()).at(-1))['send.8B'];
}
