/// Who waits for whom and why, where the time went, and how two runs differ: questions answered with the timeline's panes.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { CommworldPage } from './page';
import { program } from './programs';

/// Rank 2 works for long; rank 0 waits for all.
const UNEVEN = `from mpi4py import MPI
import time

comm = MPI.COMM_WORLD
if comm.rank == 2:
    until = time.perf_counter() + 0.4
    while time.perf_counter() < until:
        pass
if comm.rank == 0:
    for source in range(1, comm.size):
        comm.recv(source=source)
else:
    comm.send("done", dest=0)
comm.Barrier()
`;

/// Messages come to rank 0 in the order of the arguments: each rank waits for its turn.
const ORDERED = `from mpi4py import MPI
import sys

comm = MPI.COMM_WORLD
order = [int(word) for word in sys.argv[1:]]
if comm.rank == 0:
    for _ in order:
        print("got", comm.recv(source=MPI.ANY_SOURCE, tag=0))
else:
    turn = order.index(comm.rank)
    if turn > 0:
        comm.recv(source=order[turn - 1], tag=1)
    comm.send(comm.rank, dest=0, tag=0)
    if turn + 1 < len(order):
        comm.send("your turn", dest=order[turn + 1], tag=1)
`;

let page: Page;
let commworld: CommworldPage;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  await page.addInitScript(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  commworld = await CommworldPage.open(page);
});

test.afterAll(async () => page.close());

/// Shows a pane; answers with where it stands.
async function pane(name: 'Totals' | 'Matrix' | 'Path' | 'Compare'): Promise<Locator> {
  const { timeline } = commworld;
  const button = timeline.getByRole('button', { name, exact: true });
  // In a narrow timeline the panes' buttons are in a menu.
  if (await button.isVisible()) {
    if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
  } else {
    await timeline.getByRole('button', { name: 'Panes' }).click();
    await page.getByRole('menuitemradio', { name }).click();
  }
  return name === 'Compare' ? timeline : timeline.getByRole('region', { name, exact: true });
}

async function close(name: 'Totals' | 'Matrix' | 'Path' | 'Compare'): Promise<void> {
  const button = commworld.timeline.getByRole('button', { name, exact: true });
  if ((await button.getAttribute('aria-pressed')) === 'true') await button.click();
}

/// A table's rows, column title to cell.
async function rowsOf(table: Locator): Promise<readonly Readonly<Record<string, string>>[]> {
  return table.evaluate((element) => {
    const titles = [...element.querySelectorAll('thead th')].map((cell) => (cell.textContent ?? '').replace(/ [▾▴]$/u, ''));
    return [...element.querySelectorAll('tbody tr')].map((row) => Object.fromEntries([...row.children].map((cell, at) => [titles[at] ?? '', cell.textContent ?? ''])));
  });
}

async function uneven(): Promise<void> {
  const { code } = await commworld.program(UNEVEN, 'mpiexec -n 4 python3 uneven.py', 'uneven.py');
  expect(code).toBe(0);
}

test('who works too much, and who only waits? The totals say it in a sentence and as bars', async () => {
  await uneven();
  const totals = await pane('Totals');
  await expect(totals).toContainText(/Rank 2 computed longest: \d+ ms/);
  const byRank = await rowsOf(totals.getByRole('table', { name: 'Time of each rank' }));
  expect(byRank.map(({ rank }) => rank)).toEqual(['0', '1', '2', '3']);
  expect(parseFloat(byRank[2]?.['computing'] ?? '')).toBeGreaterThan(300);
  expect(parseFloat(byRank[0]?.['waiting'] ?? '')).toBeGreaterThan(150);
  const calls = await rowsOf(totals.getByRole('table', { name: 'Calls of all ranks' }));
  expect(calls.find(({ call }) => call === 'recv')).toMatchObject({ count: '3' });
  expect(calls.find(({ call }) => call === 'Barrier')).toMatchObject({ count: '4' });
  // Sorted as asked, and said so.
  const header = totals.getByRole('columnheader', { name: 'computing' });
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  expect((await rowsOf(totals.getByRole('table', { name: 'Time of each rank' })))[0]?.['rank']).toBe('2');
  await close('Totals');
});

test('why did the run take so long? The critical path leads to the line', async () => {
  await uneven();
  const path = await pane('Path');
  await expect(path).toContainText(/rank 2 has the largest part, (more than )?\d+ %/);
  const [first] = await rowsOf(path.getByRole('table', { name: /time went to/ }));
  expect(first?.['what, on which line']).toBe('computing before send uneven.py:13');
  expect(first?.['ranks']).toBe('2');
  await path.getByRole('button', { name: 'Show it on the timeline' }).click();
  await expect(commworld.timeline).toContainText('critical path');
  await path.getByRole('button', { name: 'Hide it on the timeline' }).click();
  await path.getByRole('button', { name: 'uneven.py:13' }).first().click();
  await expect(commworld.editor.getByText('Line 13, column')).toBeVisible();
  await close('Path');
});

test('who talks to whom, and who waits for whom? The matrix, and its messages on the timeline', async () => {
  await commworld.program(program('collect.py'), 'mpiexec -n 4 python3 collect.py', 'collect.py');
  const matrix = await pane('Matrix');
  await expect(matrix).toContainText('3 messages, 3 of 16 pairs');
  const cell = matrix.getByRole('button', { name: 'rank 2 sent 1 message to rank 0' });
  await cell.click();
  await expect(cell).toHaveAttribute('aria-pressed', 'true');
  await expect(commworld.timeline).toContainText('messages from rank 2 to rank 0');
  await cell.click();
  await expect(cell).toHaveAttribute('aria-pressed', 'false');
  await matrix.getByRole('button', { name: 'Bytes', exact: true }).click();
  await expect(matrix.getByRole('button', { name: 'rank 3 sent 24 bytes to rank 0' })).toBeVisible();
  await uneven();
  await matrix.getByRole('button', { name: 'Waiting', exact: true }).click();
  await expect(matrix.getByRole('button', { name: /^rank 0 waited \d+ ms for rank 2/ })).toBeVisible();
  await close('Matrix');
});

test('of the part on screen only what left there is counted', async () => {
  await commworld.program('from mpi4py import MPI\ncomm = MPI.COMM_WORLD\nfor i in range(40):\n    if comm.rank == 0:\n        comm.send(i, dest=1)\n    else:\n        comm.recv(source=0)\n', 'mpiexec -n 2 python3 many.py', 'many.py');
  const matrix = await pane('Matrix');
  await matrix.getByRole('button', { name: 'Messages', exact: true }).click();
  await expect(matrix).toContainText('40 messages, 1 of 4 pairs');
  await matrix.getByRole('button', { name: 'Part on screen' }).click();
  await expect(matrix).toContainText('40 messages');
  for (let i = 0; i < 4; i++) await commworld.timeline.getByRole('button', { name: 'Zoom in' }).click();
  await expect(matrix).not.toContainText('40 messages');
  await matrix.getByRole('button', { name: 'Whole run' }).click();
  await expect(matrix).toContainText('40 messages');
  await close('Matrix');
});

test('why did it print something else this time? Two runs beside each other', async () => {
  await commworld.program(ORDERED, 'mpiexec -n 4 python3 ordered.py 3 1 2', 'ordered.py');
  await commworld.launch('mpiexec -n 4 python3 ordered.py 1 2 3');
  const { timeline } = commworld;
  await pane('Compare');
  const differences = timeline.getByRole('region', { name: 'Differences' });
  await expect(differences).toContainText('3 receives that took another message');
  const first = differences.getByRole('button', { name: /rank 0’s 1st recv \(line 8\) took rank 1’s message here, rank 3’s there/ });
  await first.click();
  await expect(first).toHaveAttribute('aria-pressed', 'true');
  // What it is, in both runs.
  await expect(differences).toContainText('message rank 1 → rank 0');
  await expect(differences).toContainText('message rank 3 → rank 0');
  await differences.getByRole('button', { name: 'Next difference' }).click();
  await expect(first).toHaveAttribute('aria-pressed', 'false');
  // The other way round.
  await timeline.getByRole('button', { name: 'Swap' }).click();
  await expect(differences.getByRole('button', { name: /rank 0’s 1st recv \(line 8\) took rank 3’s message here, rank 1’s there/ })).toBeVisible();
  await timeline.getByRole('button', { name: 'Swap' }).click();
  await expect(first).toBeVisible();
});

test('two runs that did the same are said to have', async () => {
  // The panes stay as they are while other runs come in.
  await commworld.write('ordered.py', ORDERED);
  await commworld.launch('mpiexec -n 3 python3 ordered.py 1 2');
  await commworld.launch('mpiexec -n 3 python3 ordered.py 1 2');
  await pane('Compare');
  await expect(commworld.timeline.getByRole('region', { name: 'Differences' })).toContainText('The two runs did the same');
  await close('Compare');
});

test('many ranks: a heat map that the keyboard walks through', async () => {
  await commworld.program('from mpi4py import MPI\ncomm = MPI.COMM_WORLD\ncomm.send(1, dest=(comm.rank + 1) % comm.size)\ncomm.recv()\n', 'mpiexec -n 14 python3 ring.py', 'ring.py');
  const matrix = await pane('Matrix');
  await expect(matrix).toContainText('14 messages, 14 of 196 pairs');
  const map = matrix.getByRole('application', { name: /Messages from rank to rank/ });
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(matrix).toContainText('rank 0 sent 1 message to rank 1');
  await page.keyboard.press('Enter');
  await expect(commworld.timeline).toContainText('messages from rank 0 to rank 1');
  expect((await rowsOf(matrix.getByRole('table', { name: 'All 14 pairs' }))).filter((row) => row['from rank'] === '13')).toMatchObject([{ 'to rank': '0', messages: '1' }]);
  await close('Matrix');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`the panes have no serious fault in the ${scheme} theme`, async () => {
    await page.emulateMedia({ colorScheme: scheme });
    await commworld.program(ORDERED, 'mpiexec -n 4 python3 ordered.py 3 1 2', 'ordered.py');
    await commworld.launch('mpiexec -n 4 python3 ordered.py 1 3 2');
    for (const name of ['Totals', 'Matrix', 'Path', 'Compare'] as const) {
      await pane(name);
      const found = await page.evaluate(async () => {
        const axe: unknown = Reflect.get(window, 'axe');
        const run: unknown = typeof axe === 'object' && axe !== null ? Reflect.get(axe, 'run') : null;
        if (typeof run !== 'function') throw new Error('axe is not in the page');
        const { violations } = (await run.call(axe, document.querySelector('.tl'))) as { violations: { id: string; impact: string | null; nodes: { html: string }[] }[] };
        return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
      });
      expect.soft(found, name).toEqual([]);
      await close(name);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  });
}
