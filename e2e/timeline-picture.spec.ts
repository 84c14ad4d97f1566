/// The picture's shapes, an algorithm seen and changed, many ranks, high contrast.

import { expect, type Page, test } from '@playwright/test';
import { CommworldPage } from './page';

let page: Page;
let commworld: CommworldPage;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  commworld = await CommworldPage.open(page);
});

test.afterAll(async () => page.close());

const canvas = () => commworld.timeline.locator('canvas.tl-canvas');
const legend = () => commworld.timeline.getByRole('list', { name: 'Legend' });

async function atTheEnd(): Promise<void> {
  await commworld.timeline.getByRole('button', { name: 'Skip to the end' }).click();
  await expect(commworld.timeline.getByRole('slider', { name: 'Position in the run' })).toHaveValue('1000');
}

function picture(): Promise<string> {
  return canvas().evaluate((element) => (element instanceof HTMLCanvasElement ? element.toDataURL() : ''));
}

/// Clicks the collective whose card's title begins so, found along the titles of the first lane.
async function openCollective(title: string): Promise<void> {
  const box = (await canvas().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const tooltip = commworld.timeline.getByRole('tooltip');
  for (let x = 70; x < box.width; x += 4) {
    await page.mouse.move(box.x + x, box.y + 29);
    if ((await tooltip.count()) === 0 || !((await tooltip.textContent()) ?? '').startsWith(title)) continue;
    await page.mouse.down();
    await page.mouse.up();
    return;
  }
  throw new Error(`no ${title} was found`);
}

const KINDS = `from mpi4py import MPI
import numpy as np, sys, time
comm = MPI.COMM_WORLD
big = np.zeros(100000)
if comm.rank == 0:
    comm.send('small', dest=1, tag=1)
    comm.send('second', dest=1, tag=1)
    comm.Send(big, dest=1, tag=2)
    comm.ssend('sync', dest=1, tag=3)
else:
    time.sleep(0.05)
    comm.probe(source=0, tag=1)
    comm.recv(source=0, tag=1)
    comm.recv(source=0, tag=1)
    request = comm.Irecv(big, source=0, tag=2)
    request.Wait()
    comm.recv(source=0, tag=3)
    print('oops', file=sys.stderr)
`;

test('what do these marks mean? The legend has those of this run, and all others on demand', async () => {
  const { code } = await commworld.program(KINDS, 'mpiexec -n 2 python3 kinds.py', 'kinds.py');
  expect(code).toBe(0);
  await atTheEnd();
  for (const words of ['message, eager', 'rendezvous', 'synchronous', 'lies unexpected until received', 'probe or test: looks, takes nothing', 'request of a receive', 'print to stderr', 'waiting in it']) await expect(legend()).toContainText(words);
  await expect(legend()).not.toContainText('allreduce');
  await legend().getByRole('button', { name: 'All marks' }).click();
  await expect(legend()).toContainText('allreduce');
  // Each mark is drawn.
  const blank = await legend().locator('canvas').evaluateAll((marks) => marks.filter((mark) => mark instanceof HTMLCanvasElement && !(mark.getContext('2d')?.getImageData(0, 0, mark.width, mark.height).data.some((value) => value !== 0) ?? false)).length);
  expect(blank).toBe(0);
  await legend().getByRole('button', { name: 'Only what this run has' }).click();
  await expect(legend()).not.toContainText('allreduce');
});

const BCAST = `from mpi4py import MPI
import numpy as np
comm = MPI.COMM_WORLD
x = np.arange(4.0) if comm.rank == 0 else np.zeros(4)
comm.Bcast(x, root=0)
`;

test('how does bcast reach everybody, and what would another algorithm cost?', async () => {
  test.setTimeout(120_000);
  await commworld.program(BCAST, 'mpiexec -n 8 --mca coll_tuned_bcast_algorithm basic_linear python3 tree.py', 'tree.py');
  await atTheEnd();
  await commworld.timeline.getByRole('button', { name: 'Logical time' }).click();
  const folded = await picture();
  await openCollective('collective Bcast');
  const card = commworld.timeline.getByRole('group', { name: /^collective Bcast/ });
  await expect(card).toContainText('linear');
  const rows = async (): Promise<readonly string[]> => (await card.locator('tbody tr').allTextContents()).map((text) => text.replace(/[\d.]+ (µs|ms|s)$/u, ''));
  // The root of a linear bcast sends to each in turn: as many rounds as messages.
  expect(await rows()).toEqual(['linear77224 bytes']);
  await expect(card.getByRole('combobox', { name: 'Algorithm' })).toHaveValue('basic_linear');
  await expect.poll(picture).not.toBe(folded);
  const mark = await commworld.mark();
  await card.getByRole('combobox', { name: 'Algorithm' }).selectOption('binomial');
  await commworld.ended(mark);
  await expect(commworld.command).toHaveValue(/--mca coll_tuned_bcast_algorithm binomial/);
  // The same bcast stands there unfolded, with its cost above the other's.
  await expect(card).toContainText('binomial tree');
  expect(await rows()).toEqual(['binomial tree37224 bytes', 'linear77224 bytes']);
  await expect(card.getByRole('button', { name: 'Fold its messages' })).toBeVisible();
  await card.getByRole('button', { name: 'Zoom to it' }).click();
  const again = await commworld.mark();
  await card.getByRole('combobox', { name: 'Algorithm' }).selectOption('chosen by size');
  await commworld.ended(again);
  await expect(commworld.command).toHaveValue('mpiexec -n 8 python3 tree.py');
});

test('sixteen ranks: sorted, grouped, folded, hidden, and back, by keyboard', async () => {
  await commworld.program('from mpi4py import MPI\ncomm = MPI.COMM_WORLD\nhalf = comm.Split(comm.rank % 2, comm.rank)\nhalf.bcast(1)\nprint(comm.rank)\n', 'mpiexec -n 16 -N 8 python3 many.py', 'many.py');
  await atTheEnd();
  const plain = await picture();
  const button = commworld.timeline.getByRole('button', { name: 'Ranks', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  const panel = commworld.timeline.getByRole('dialog', { name: 'Ranks on the timeline' });
  await expect(panel.getByRole('combobox', { name: 'Sort by' })).toBeFocused();
  await panel.getByRole('combobox', { name: 'Group by' }).selectOption('node (8 ranks)');
  await panel.getByRole('button', { name: 'Fold all groups' }).press('Enter');
  await expect(panel.getByRole('checkbox', { name: 'ranks 0–7 as one lane' })).toBeChecked();
  await expect.poll(picture).not.toBe(plain);
  const grouped = await picture();
  await panel.getByRole('combobox', { name: 'Group by' }).selectOption('communicator of Split');
  await expect(panel.getByRole('checkbox', { name: /as one lane/ })).toHaveCount(2);
  await panel.getByRole('checkbox', { name: 'rank 3', exact: true }).press('Space');
  await expect(panel.getByRole('checkbox', { name: 'rank 3', exact: true })).not.toBeChecked();
  await expect.poll(picture).not.toBe(grouped);
  await panel.getByRole('button', { name: 'As launched' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(button).toBeFocused();
  await canvas().focus();
  await canvas().blur();
  await expect.poll(picture).toBe(plain);
});

test('white on black at full strength for who needs it', async () => {
  await commworld.program('from mpi4py import MPI\nprint(MPI.COMM_WORLD.rank)\n', 'mpiexec -n 2 python3 hello.py', 'hello.py');
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByText('High contrast').click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'contrast');
  await expect.poll(() => canvas().evaluate((element) => (element instanceof HTMLCanvasElement ? [...(element.getContext('2d')?.getImageData(3, element.height - 3, 1, 1).data ?? [])].slice(0, 3) : []))).toEqual([0, 0, 0]);
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await dialog.getByText('As the system').click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'contrast');
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});
