// What messages cost, from Python, with the trace on: the figures `messages`. One program (programs/messages.py) runs here and natively,
// in turn.
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../tools/set-up.mjs';
import { findNative, native } from './native.mjs';
import { setProgram, withSite } from './page.mjs';
import { figure, ratio } from './row.mjs';

const PROGRAM = join(import.meta.dirname, 'programs/messages.py');
const ROUNDS = 7;

const COLLECTIVES = ['barrier', 'bcast', 'allreduce', 'alltoall', 'gather'];
const LARGE = ['bcast.64KiB', 'allreduce.64KiB', 'alltoall.64KiB', 'gather.64KiB', 'allreduce.object'];
const PAIR = ['send.8B', 'send.8KiB', 'send.1MiB', 'send.object', 'rate'];
/// Ours only: natively each message searches the whole queue.
const QUEUED = ['unexpected.1', 'unexpected.1e5'];

const WHAT = {
  'send.8B': 'numpy Send/Recv of 8 B, one way', 'send.8KiB': 'numpy Send/Recv of 8 KiB, one way', 'send.1MiB': 'numpy Send/Recv of 1 MiB, one way',
  'send.object': 'send/recv of a small dict, one way', rate: '64 outstanding Isend/Irecv of 8 B, a message',
  'allreduce.object': 'allreduce of an int',
};

/** `node`: measures in Node worker threads instead of Chromium, for a quick look. */
export async function measure({ chromium, options }) {
  await findNative();
  if (options.includes('--node')) return rows(inNode);
  return withSite(chromium, 4192, async (browser, address) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(address);
    await setProgram(page, readFileSync(PROGRAM, 'utf8'));
    return rows((ranks, cases) => inPage(page, ranks, cases));
  });
}

async function rows(ours) {
  const found = { pair: [], queued: [], two: [], four: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const sets = { pair: [2, PAIR], two: [2, [...COLLECTIVES, ...LARGE]], four: [4, [...COLLECTIVES, ...LARGE]], queued: [2, QUEUED] };
    for (const [name, [ranks, cases]] of Object.entries(sets)) {
      const here = await ours(ranks, cases);
      const there = name === 'queued' ? null : JSON.parse((await native(ranks, PROGRAM, cases)).stdout);
      found[name].push({ here, there });
    }
  }
  const compare = (name, id, key, how) => ratio(id, found[name].map(({ here }) => here[key]), found[name].map(({ there }) => there[key]), `${how}, us`);
  const collective = (name, ranks) => [...COLLECTIVES, ...LARGE].map((key) => {
    const [call, size] = key.split('.');
    const suffix = size === undefined ? '' : `.${size}`;
    return compare(name, `${call}.${ranks}${suffix}.ratio`, key, WHAT[key] ?? `${call[0].toUpperCase()}${call.slice(1)}${call === 'barrier' ? '' : ` of ${size ?? '8 B'}`}, ${ranks} ranks, in a row ended by a barrier`);
  });
  return [
    ...PAIR.map((key) => compare('pair', `${key}.ratio`, key, WHAT[key])),
    ...collective('four', 4),
    ...collective('two', 2),
    ratio('unexpected.1e5.ratio', found.queued.map(({ here }) => here['unexpected.1e5']), found.queued.map(({ here }) => here['unexpected.1']), 'matched receive with 10^5 unexpected messages queued against 1, us'),
    await growth(),
  ];
}

/** One run in the page; what the program printed. */
async function inPage(page, ranks, cases) {
  const before = await printed(page);
  await page.getByRole('textbox', { name: 'Launch command' }).fill(`aprun -n ${ranks} python3 mpiEx.py ${cases.join(' ')}`);
  await page.keyboard.press('Enter');
  await page.waitForFunction((count) => (document.querySelector('[role=log][aria-label=Output]').innerText.match(/^Application /gm) ?? []).length > count, before.runs, { timeout: 120_000 });
  const { lines } = await printed(page);
  return JSON.parse(lines.at(-1));
}

function printed(page) {
  return page.evaluate(() => {
    const text = document.querySelector('[role=log][aria-label=Output]').innerText;
    return { runs: (text.match(/^Application /gm) ?? []).length, lines: text.match(/^\{.*\}$/gm) ?? [] };
  });
}

async function inNode(ranks, cases) {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'tools/mpiexec.mjs'), '-n', String(ranks), 'messages.py', ...cases], { env: { ...process.env, INIT_CWD: join(import.meta.dirname, 'programs') } });
  return JSON.parse(stdout);
}

/** How much the runner's memory grows over a million messages, two interpreters and all: Node, where a process can be measured from outside. */
async function growth() {
  const samples = [];
  for (let round = 0; round < 2; round++) {
    const child = spawn(process.execPath, [join(root, 'tools/mpiexec.mjs'), '-n', '2', 'many.py', '1000000'], { env: { ...process.env, INIT_CWD: join(import.meta.dirname, 'programs') }, stdio: ['pipe', 'pipe', 'inherit'] });
    const sizes = [];
    for await (const line of createInterface({ input: child.stdout })) {
      if (line !== 'filled' && line !== 'done') continue;
      sizes.push(Number((await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(child.pid)])).stdout) / 1024);
      if (line === 'done') child.stdin.end('\n');
    }
    samples.push(sizes[1] - sizes[0]);
  }
  return figure('memory.1e6.growth.mb', 'MB', samples, 'resident memory of the Node runner with 2 ranks after 10^6 more messages, less before, MB = 2^20 bytes');
}
