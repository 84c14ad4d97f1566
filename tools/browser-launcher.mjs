// The launcher of the page, in a headless Chromium, as the command-line runner and the tools use it: the same interface as the Node
// launcher's (src/mpiexec/launcher.ts), so that whatever runs in Node runs in the browser with one word changed.
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { findChromium } from './find-chromium.mjs';
import { dropOld, nodeParts, sourceHash } from './node-bundle.mjs';
import { root } from './set-up.mjs';

const page = join(root, 'src/mpiexec/runner-page');
const configFile = join(root, 'vite.config.ts');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A launcher in a Chromium of its own; `close` ends both. Throws a sentence when there is no Chromium. */
export async function createBrowserLauncher() {
  const executablePath = await findChromium();
  const outDir = await built();
  const server = await serve(outDir);
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath, args: FLAGS,
    // Signals are the runner's: it stops the run first, and says who waited for whom.
    handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
  });
  const tab = await browser.newPage();
  const runs = new Map();
  await tab.exposeBinding('commworldTell', (_source, run, told) => runs.get(run)?.(told));
  // Whoever waits for a run hears of it when the browser ends before.
  const gone = () => [...runs.values()].forEach((tell) => tell({ kind: 'failed', sentence: 'The browser has gone.' }));
  tab.once('crash', gone);
  browser.once('disconnected', gone);
  tab.on('pageerror', (error) => console.error(`The page failed: ${error.message}`));
  await tab.goto(`http://127.0.0.1:${server.address().port}/index.html`);
  await tab.waitForFunction(() => window.commworld !== undefined);
  const { parseCommand } = await import((await nodeParts()).main);
  const send = (name, ...args) => tab.evaluate(([called, words]) => void window.commworld[called](...words), [name, args]).catch(() => {});
  let count = 0;
  return {
    prepare: (ranks) => tab.evaluate((wanted) => window.commworld.prepare(wanted), ranks),
    onPreparation: () => () => {},
    launch(request, events, { traced = false } = {}) {
      // Here first, so that a command that cannot be run throws as it does in Node.
      parseCommand(request.command, Object.keys(request.files));
      const run = ++count;
      const done = new Promise((resolve, reject) => {
        runs.set(run, (told) => {
          if (told.kind === 'output') events.output(told.batch.map((output) => ({ ...output, bytes: bytesOf(output.bytes) })));
          else if (told.kind === 'figure') events.figure?.({ ...told.figure, png: bytesOf(told.figure.png) });
          else if (told.kind === 'trace') events.trace(told.rank, bytesOf(told.records));
          else if (told.kind === 'now') events.now(told.ranks);
          else if (told.kind === 'inputWanted') events.inputWanted(told.wanted);
          else {
            runs.delete(run);
            if (told.kind === 'failed') return reject(new Error(told.sentence));
            const result = { ...told.result, files: Object.fromEntries(Object.entries(told.result.files).map(([path, text]) => [path, bytesOf(text)])) };
            events.ended(result);
            resolve(result);
          }
        });
      });
      const files = Object.fromEntries(Object.entries(request.files).map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]));
      send('launch', run, { ...request, files }, traced);
      return { done, stop: () => void send('stop', run), input: (line) => void send('input', run, line === null ? null : Buffer.from(typeof line === 'string' ? `${line}\n` : line).toString('base64')) };
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

const bytesOf = (text) => new Uint8Array(Buffer.from(text, 'base64'));

/** The runner's page, built once per state of the sources. */
async function built() {
  const cache = join(root, '.cache/browser');
  const outDir = join(cache, sourceHash([configFile]));
  if (existsSync(outDir)) return outDir;
  mkdirSync(cache, { recursive: true });
  dropOld(cache);
  const { build } = await import('vite');
  const part = `${outDir}.${process.pid}`;
  await build({ root: page, configFile, logLevel: 'error', publicDir: false, build: { outDir: part, emptyOutDir: true, target: 'es2023' } });
  try {
    renameSync(part, outDir);
  } catch {
    // Another runner was quicker with the same sources.
    rmSync(part, { recursive: true, force: true });
  }
  return outDir;
}

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm' };
/// As a site has them whose ranks share memory (vite.config.ts).
const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'same-origin' };

/** Serves a folder on a free port. Not by Vite's preview: that ends the process when standard input ends. */
function serve(folder) {
  const server = createServer(({ url = '/' }, response) => {
    const file = join(folder, normalize(decodeURIComponent(url.split('?')[0] ?? '/')));
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return void response.writeHead(404).end();
    response.writeHead(200, { ...ISOLATED, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', () => resolve(server)));
}
