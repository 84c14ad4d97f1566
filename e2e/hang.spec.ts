/// A student's program does whatever it likes; the page stays the person's.

import { expect, type Page, test } from '@playwright/test';
import { CommworldPage, type Ended, ranks, sorted } from './page';
import { program } from './programs';

/// Stop answers within this many milliseconds.
const AT_ONCE = 500;

let page: Page;
let commworld: CommworldPage;

test.beforeEach(async ({ browser }) => {
  if (commworld === undefined || page.isClosed()) {
    page = await browser.newPage();
    commworld = await CommworldPage.open(page);
  }
});

test.afterEach(async () => {
  // What one program left behind must not explain what the next one does.
  if (test.info().status !== test.info().expectedStatus) await page.close();
});

test.afterAll(async () => page.close());

/// The run ended within half a second of the press, said so, and the next one is as if nothing had been.
async function stopsAtOnce(mark: number): Promise<Ended> {
  const milliseconds = await commworld.stopped();
  const ended = await commworld.ended(mark);
  expect.soft(milliseconds, 'from the press on Stop to the end').toBeLessThan(AT_ONCE);
  expect(ended.status).toMatch(/^Ended, code 130, .*stopped/);
  expect(ended.notices.join('\n')).toMatch(/Stopped after/);
  expect.soft(ended.lines.filter(({ stderr }) => stderr), 'a stopped rank complains of nothing').toEqual([]);
  await expect(commworld.stop).toBeDisabled();
  await expect(commworld.run).toBeEnabled();
  await nextIsClean();
  return ended;
}

async function nextIsClean(): Promise<void> {
  await commworld.write('hello.py', program('hello.py'));
  const next = await commworld.launch('mpiexec -n 3 python3 hello.py');
  expect(next.status).toMatch(/^Ended, code 0/);
  expect(sorted(next.lines)).toEqual(ranks(3).map((rank) => `I am ${rank} among 3`));
  expect(next.notices).toEqual([]);
}

/// Frames a second over `milliseconds`, by the page's own animation frames.
function framesPerSecond(milliseconds: number): Promise<number> {
  return page.evaluate((length) => new Promise<number>((resolve) => {
    let [first, count] = [0, 0];
    const frame = (now: number): void => {
      if (first === 0) first = now;
      else count++;
      if (now - first >= length) resolve((count * 1000) / (now - first));
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }), milliseconds);
}

/// Waits until a rank has printed `text`.
async function printed(text: string): Promise<void> {
  await expect(commworld.output).toContainText(text, { timeout: 20_000 });
}

test('a loop without end', async () => {
  const mark = await commworld.start(`print('begun', flush=True)\nn = 0\nwhile True:\n    n += 1\n`);
  await printed('begun');
  await stopsAtOnce(mark);
});

test('one rank in a loop without end while the others wait for it', async () => {
  const mark = await commworld.start(`
from mpi4py import MPI
comm = MPI.COMM_WORLD
print('begun')
if comm.rank == 1:
    while True:
        pass
comm.Barrier()
`);
  await printed('begun');
  const { notices } = await stopsAtOnce(mark);
  expect(notices.join('\n')).toMatch(/rank [02] was waiting in Barrier/);
});

test('a loop that catches everything, the interrupt too', async () => {
  const mark = await commworld.start(`
print('begun')
while True:
    try:
        while True:
            pass
    except:
        pass
`);
  await printed('begun');
  await stopsAtOnce(mark);
});

test('a deadlock of two receives says who waits for whom, and on which line', async () => {
  const mark = await commworld.start(`
from mpi4py import MPI
import numpy as np
comm = MPI.COMM_WORLD
box = np.zeros(1)
print('begun')
comm.Recv(box, source=1 - comm.rank, tag=4)
comm.Send(box, dest=1 - comm.rank, tag=4)
`, 'mpiexec -n 2 python3 main.py');
  await expect.poll(async () => (await commworld.table('Waits')).filter((row) => /waits for rank/.test(row['waited'] ?? '')).length).toBe(2);
  await commworld.closeTable();
  const { notices } = await stopsAtOnce(mark);
  expect(notices).toContainEqual(expect.stringMatching(/^rank 0 was waiting in Recv for rank 1 \(main\.py, line 7\)/));
  expect(notices).toContainEqual(expect.stringMatching(/^rank 1 was waiting in Recv for rank 0 \(main\.py, line 7\)/));
});

test('a rank that dies while others wait ends the run, and says so', async () => {
  const ended = await commworld.program(`
from mpi4py import MPI
comm = MPI.COMM_WORLD
if comm.rank == 2:
    raise ValueError('no bread today')
comm.recv(source=2)
`, 'mpiexec -n 4 python3 main.py');
  expect(ended.status).toMatch(/^Ended, code 1,/);
  const said = ended.notices.join('\n');
  expect(said).toMatch(/rank 2 ended with an uncaught ValueError \(main\.py, line 5\)/);
  expect(said).toMatch(/plain mpi4py would leave the other ranks hanging/);
  expect(said).toContain('python3 -m mpi4py main.py');
  const traceback = ended.lines.filter(({ stderr }) => stderr);
  expect(new Set(traceback.map(({ rank }) => rank))).toEqual(new Set([2]));
  expect(traceback.map(({ text }) => text)).toEqual([
    'Traceback (most recent call last):',
    expect.stringMatching(/^  File ".*main\.py", line 5, in <module>$/),
    "    raise ValueError('no bread today')",
    'ValueError: no bread today',
  ]);
  await nextIsClean();
});

test('sys.exit with a code, and Abort', async () => {
  const left = await commworld.program(`import sys\nfrom mpi4py import MPI\nif MPI.COMM_WORLD.rank == 1:\n    sys.exit(7)\n`);
  expect(left.status).toMatch(/^Ended, code 7,/);
  expect(left.notices.join('\n')).toContain('rank 1 exited with code 7');
  const aborted = await commworld.program(`from mpi4py import MPI\nif MPI.COMM_WORLD.rank == 1:\n    MPI.COMM_WORLD.Abort(9)\nMPI.COMM_WORLD.Barrier()\n`);
  expect(aborted.status).toMatch(/^Ended, code 9,/);
  expect(aborted.notices.join('\n')).toContain('rank 1 called Abort with code 9');
  await nextIsClean();
});

test('a print loop without end: the page keeps its frames and the newest lines', async () => {
  const mark = await commworld.start(`n = 0\nwhile True:\n    print('line', n)\n    n += 1\n`, 'mpiexec -n 2 python3 main.py');
  await expect(page.getByText(/older lines were dropped/)).toBeVisible({ timeout: 30_000 });
  const frames = await framesPerSecond(2000);
  const milliseconds = await commworld.stopped();
  const ended = await commworld.ended(mark);
  expect.soft(milliseconds, 'from the press on Stop to the end').toBeLessThan(AT_ONCE);
  // How many there are is the machine's affair; a page that hangs has none.
  expect.soft(frames, 'frames a second while it floods').toBeGreaterThanOrEqual(20);
  const dropped = Number(/([\d,]+) older lines were dropped/.exec((await page.getByText(/older lines were dropped/).textContent()) ?? '')?.[1]?.replaceAll(',', ''));
  expect(dropped).toBeGreaterThan(0);
  for (const rank of [0, 1]) {
    const numbers = ended.lines.filter((line) => line.rank === rank).flatMap(({ text }) => /^line (\d+)$/.exec(text)?.[1] ?? []).map(Number);
    expect(numbers.length).toBeGreaterThan(100);
    // The newest, without a gap.
    const first = numbers[0] ?? NaN;
    expect(numbers).toEqual(numbers.map((_, at) => first + at));
    expect(first).toBeGreaterThan(0);
  }
  await nextIsClean();
});

test('a line that never ends', async () => {
  const mark = await commworld.start(`import sys\nwhile True:\n    sys.stdout.write('x' * 1000)\n    sys.stdout.flush()\n`, 'mpiexec -n 1 python3 main.py');
  await printed('xxxxx');
  const frames = await framesPerSecond(1000);
  await stopsAtOnce(mark);
  expect(frames).toBeGreaterThanOrEqual(30);
});

test('while True: comm.send', async () => {
  const mark = await commworld.start(`
from mpi4py import MPI
comm = MPI.COMM_WORLD
print('begun')
if comm.rank == 0:
    while True:
        comm.send('again', dest=1)
comm.recv(source=2)
`);
  await printed('begun');
  await stopsAtOnce(mark);
});

test('a sender without end and a receiver that takes it all', async () => {
  const mark = await commworld.start(`
from mpi4py import MPI
comm = MPI.COMM_WORLD
print('begun')
while True:
    if comm.rank == 0:
        comm.send('again', dest=1)
    else:
        comm.recv(source=0)
`, 'mpiexec -n 2 python3 main.py');
  await expect.poll(async () => (await commworld.table('Messages')).length, { timeout: 20_000 }).toBeGreaterThan(50);
  await commworld.closeTable();
  await stopsAtOnce(mark);
});

test('gigabytes of allocation', async () => {
  const mark = await commworld.start(`
print('begun')
heap = []
while True:
    try:
        heap.append(bytearray(1 << 30))
    except MemoryError:
        print('no more memory')
        heap.clear()
`, 'mpiexec -n 2 python3 main.py');
  await printed('begun');
  await stopsAtOnce(mark);
});

test('more memory than there is ends with a MemoryError', async () => {
  const ended = await commworld.program(`heap = []\nwhile True:\n    heap.append(bytearray(1 << 30))\n`, 'mpiexec -n 1 python3 main.py');
  expect(ended.status).toMatch(/^Ended, code 1,/);
  expect(ended.lines.at(-1)?.text).toMatch(/^MemoryError/);
  await nextIsClean();
});

test('input() that nobody answers', async () => {
  const mark = await commworld.start(`from mpi4py import MPI\nif MPI.COMM_WORLD.rank == 0:\n    name = input('who? ')\nMPI.COMM_WORLD.Barrier()\n`);
  await expect(commworld.status).toHaveText('Rank 0 waits for input');
  await stopsAtOnce(mark);
  await expect(page.getByRole('textbox', { name: 'Input for rank 0' })).toBeHidden();
});

test('a long sleep', async () => {
  const mark = await commworld.start(`import time\nprint('begun')\ntime.sleep(1000)\n`);
  await printed('begun');
  await stopsAtOnce(mark);
});

test('Stop while the ranks are still being started', async () => {
  await commworld.write('hello.py', program('hello.py'));
  const mark = await commworld.mark();
  await commworld.enter('mpiexec -n 24 python3 hello.py');
  await commworld.says(mark, /^Starting/);
  const milliseconds = await commworld.stopped();
  const ended = await commworld.ended(mark);
  expect(milliseconds).toBeLessThan(AT_ONCE);
  expect(ended.code).toBe(130);
  await nextIsClean();
});

test('an interpreter that breaks ends the run in a sentence', async () => {
  const ended = await commworld.program(`
import ctypes
from mpi4py import MPI
if MPI.COMM_WORLD.rank == 1:
    ctypes.string_at(0xfffffff0, 64)
MPI.COMM_WORLD.Barrier()
`, 'mpiexec -n 2 python3 main.py');
  expect(ended.code).not.toBe(0);
  expect(ended.notices.join('\n')).toMatch(/rank 1/);
  await nextIsClean();
});
