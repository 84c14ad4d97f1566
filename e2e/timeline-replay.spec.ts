/// A person's questions about a run, answered by moving in it: steps, search, keys, the card, the marks beside the lines, the table.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { CommworldPage } from './page';
import { program } from './programs';

let page: Page;
let commworld: CommworldPage;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await page.addInitScript(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  commworld = await CommworldPage.open(page);
});

test.afterAll(async () => page.close());

const canvas = (): Locator => commworld.timeline.getByRole('application', { name: 'Timeline of the run' });
const status = (): Locator => commworld.timeline.getByRole('status');
const find = (): Locator => commworld.timeline.getByRole('combobox', { name: 'Find an event' });
const card = (title: string | RegExp): Locator => commworld.timeline.getByRole('group', { name: title });

/// The run of collect.py on 4 ranks: 1, 2 and 3 send three doubles each to 0. Shown from its start, nothing selected.
async function collected(): Promise<void> {
  const { code } = await commworld.program(program('collect.py'), 'mpiexec -n 4 python3 collect.py', 'collect.py');
  expect(code).toBe(0);
  await expect(commworld.timeline).toContainText('4 ranks, 3 messages');
  await commworld.timeline.getByRole('button', { name: 'To the start' }).click();
  await canvas().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
}

/// Presses a key and waits for the status to say something else; answers with it.
async function pressed(key: string): Promise<string> {
  const before = (await status().textContent()) ?? '';
  await page.keyboard.press(key);
  await expect(status()).not.toHaveText(before);
  return (await status().textContent()) ?? '';
}

test('what does rank 2 do, one event after another?', async () => {
  await collected();
  await commworld.timeline.getByRole('combobox', { name: 'Step through the events of' }).selectOption('rank 2');
  const said: string[] = [];
  for (let step = 0; step < 4; step++) {
    const before = (await status().textContent()) ?? '';
    await commworld.timeline.getByRole('button', { name: 'Next event' }).click();
    await expect(status()).not.toHaveText(before);
    said.push(((await status().textContent()) ?? '').split('.')[0] ?? '');
  }
  expect(said).toEqual(['message rank 2 → rank 0 leaves', 'rank 2: Send ends', 'rank 2: Finalize begins', 'rank 2: Finalize ends']);
  await commworld.timeline.getByRole('combobox', { name: 'Step through the events of' }).selectOption('all ranks');
});

test('where is the next message from 2 to 0?', async () => {
  await collected();
  await page.keyboard.press('/');
  await expect(find()).toBeFocused();
  await page.keyboard.type('next message from 2 to 0');
  await page.keyboard.press('Enter');
  await expect(status()).toContainText('message rank 2 → rank 0');
  await expect(status()).toContainText('Match 1 of 1');
  await expect(card('message rank 2 → rank 0')).toContainText('2.25');
  await page.keyboard.press('Enter');
  await expect(status()).toHaveText('No later match of next message from 2 to 0');
  // Escape leads back to the picture.
  await page.keyboard.press('Escape');
  await expect(canvas()).toBeFocused();
});

test('who waited, which event was number 5, and what is wrong with a question?', async () => {
  await collected();
  await find().fill('recv');
  await expect(commworld.timeline.locator('.tl-count')).toHaveText('3');
  const titles: string[] = [];
  for (let match = 1; match <= 3; match++) {
    await find().press('Enter');
    await expect(status()).toContainText(`Match ${match} of 3`);
    titles.push(((await status().textContent()) ?? '').split('.')[0] ?? '');
  }
  expect(titles).toEqual(['rank 0: Recv', 'rank 0: Recv', 'rank 0: Recv']);
  await find().press('Shift+Enter');
  await expect(status()).toContainText('Match 2 of 3');
  await find().fill('#5');
  await find().press('Enter');
  await expect(status()).toContainText(/Event 5 of \d+/);
  await find().fill('rank two');
  await find().press('Enter');
  await expect(status()).toHaveText('After “rank” comes a number.');
  await commworld.timeline.getByRole('button', { name: 'To the start' }).click();
  await find().fill('collect.py:14 rank 3');
  await find().press('Enter');
  await expect(status()).toContainText('rank 3: Send');
  await find().fill('');
});

test('by keys alone: along the lane, along the message, to the source line', async () => {
  await collected();
  await page.keyboard.press('Escape');
  // The first event of rank 0's lane is its first receive.
  expect(await pressed('ArrowRight')).toMatch(/^rank 0: Recv/);
  expect(await pressed('ArrowRight')).toMatch(/^rank 0 wrote to stdout/);
  expect(await pressed('ArrowRight')).toMatch(/^rank 0: Recv/);
  // Its message came from rank 2, further down.
  expect(await pressed('ArrowDown')).toMatch(/^rank 2: Send/);
  expect(await pressed('ArrowUp')).toMatch(/^rank 0: Recv/);
  // The next of its kind is the receive of rank 3's message, and O leads to where that was sent.
  expect(await pressed('n')).toMatch(/^rank 0: Recv/);
  expect(await pressed('o')).toMatch(/^rank 3: Send/);
  await expect(canvas()).toBeFocused();
  // What has the focus is seen to have it.
  await page.keyboard.press('Tab');
  await expect(card('rank 3: Send').getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  expect(await canvas().evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
  await page.keyboard.press('Enter');
  await expect(commworld.editor.getByText('Line 14, column')).toBeVisible();
});

test('speed and axis are chosen by keys', async () => {
  await collected();
  const speed = commworld.timeline.getByRole('combobox', { name: 'Speed of the replay' });
  await speed.selectOption('1');
  await canvas().focus();
  await page.keyboard.press(']');
  await expect(speed).toHaveValue('10');
  for (const value of ['1', '0.1', '0.01']) {
    await page.keyboard.press('[');
    await expect(speed).toHaveValue(value);
  }
  await page.keyboard.press('\\');
  await expect(speed).toHaveValue('auto');
  const wall = commworld.timeline.getByRole('button', { name: 'Wall time' });
  const before = await wall.getAttribute('aria-pressed');
  await page.keyboard.press('x');
  await expect(wall).not.toHaveAttribute('aria-pressed', before ?? '');
  await page.keyboard.press('x');
  await expect(wall).toHaveAttribute('aria-pressed', before ?? '');
});

test('whose fault was it that rank 0 waited, and what led to it?', async () => {
  await commworld.program(`from mpi4py import MPI
import time
comm = MPI.COMM_WORLD
if comm.rank == 0:
    comm.recv(source=1, tag=7)
    comm.send("thanks", dest=2)
elif comm.rank == 1:
    time.sleep(0.3)
    comm.send([1, 2, 3], dest=0, tag=7)
elif comm.rank == 2:
    comm.recv(source=0)
comm.Barrier()
`, 'mpiexec -n 4 python3 late.py', 'late.py');
  await commworld.timeline.getByRole('button', { name: 'To the start' }).click();
  await find().fill('recv rank 0');
  await find().press('Enter');
  const receive = card('rank 0: recv');
  await expect(receive).toContainText(/late sender: rank 1 sent [\d.]+ m?s after this recv began to wait/);
  await expect(receive).toContainText('[1, 2, 3]');
  await expect(receive.getByRole('button', { name: 'late.py:5' })).toBeVisible();
  await expect(receive.getByRole('button', { name: 'late.py:9' })).toBeVisible();
  // What led to the receive is rank 0's and rank 1's doing; rank 2 and 3 had no part in it.
  await receive.getByRole('button', { name: 'What led here' }).click();
  await expect(commworld.timeline).toContainText(/Lit: .*rank 0/);
  await expect(receive.getByRole('button', { name: 'What led here' })).toHaveAttribute('aria-pressed', 'true');
  await receive.getByRole('button', { name: 'What follows' }).click();
  await expect(receive.getByRole('button', { name: 'What led here' })).toHaveAttribute('aria-pressed', 'false');
  await receive.getByRole('button', { name: 'What follows' }).click();
  await expect(commworld.timeline).not.toContainText('Lit:');
  // The other end, and its line in the editor.
  await receive.getByRole('button', { name: 'Other end' }).click();
  const send = card('rank 1: send');
  await expect(send).toBeVisible();
  await send.getByRole('button', { name: 'late.py:9' }).first().click();
  await expect(commworld.editor.getByText('Line 9, column')).toBeVisible();
  await find().fill('');
});

test('on which line is each rank at this moment?', async () => {
  await collected();
  const gutter = commworld.editor.getByRole('group', { name: 'Where the ranks are' });
  await find().fill('send rank 3');
  await find().press('Enter');
  await expect(card('rank 3: Send')).toBeVisible();
  await expect(gutter.getByRole('button', { name: /ranks? .*3.*Send, line 14/ })).toBeVisible();
  // The mark stands beside its line.
  const mark = await gutter.getByRole('button', { name: /3.*Send, line 14/ }).boundingBox();
  const line = await commworld.editor.locator('.line-numbers', { hasText: /^14$/ }).boundingBox();
  expect(Math.abs((mark?.y ?? 0) + (mark?.height ?? 0) / 2 - ((line?.y ?? 0) + (line?.height ?? 0) / 2))).toBeLessThan(6);
  // At the very start nobody is anywhere yet.
  await commworld.timeline.getByRole('button', { name: 'To the start' }).click();
  await canvas().focus();
  await page.keyboard.press('Escape');
  // Rank 0's mark leads to rank 0's event.
  await find().fill('recv');
  await find().press('Enter');
  await find().press('Enter');
  await canvas().focus();
  await page.keyboard.press('Escape');
  await expect(card('rank 0: Recv')).toHaveCount(0);
  await gutter.getByRole('button', { name: /^rank 0 has done Recv, line 11/ }).click();
  await expect(card('rank 0: Recv')).toContainText('tag');
  // A print has a line too, though it was written by a system call.
  await find().fill('print');
  await find().press('Enter');
  await expect(card('rank 0 wrote to stdout').getByRole('button', { name: 'collect.py:12' })).toBeVisible();
  await find().fill('recv rank 0');
  await find().press('Shift+Enter');
  // The program is changed after the run: the mark goes with its line.
  await commworld.write('collect.py', `# A line more\n${program('collect.py')}`);
  await expect(gutter.getByRole('button', { name: /^rank 0 has done Recv, line 12/ })).toBeVisible();
  await find().fill('');
});

test('in which line does each rank hang, while the program runs?', async () => {
  const mark = await commworld.start(`from mpi4py import MPI
comm = MPI.COMM_WORLD
if comm.rank == 0:
    comm.recv(source=1)
else:
    comm.Barrier()
`, 'mpiexec -n 3 python3 hang.py', 'hang.py');
  const gutter = commworld.editor.getByRole('group', { name: 'Where the ranks are' });
  await expect(gutter.getByRole('button', { name: 'rank 0 waits in recv, line 4' })).toBeVisible();
  await expect(gutter.getByRole('button', { name: 'rank 1 waits in Barrier, line 6' })).toBeVisible();
  await gutter.getByRole('button', { name: 'rank 2 waits in Barrier, line 6' }).click();
  await expect(card('rank 2: Barrier, not finished')).toContainText('waits for rank 0');
  await commworld.stop.click();
  await commworld.ended(mark);
});

test('the table sorts, filters, and keeps to what is selected', async () => {
  await collected();
  await find().fill('2 -> 0');
  expect(await commworld.table('Messages')).toHaveLength(1);
  await expect(commworld.timeline.locator('caption')).toContainText('The messages that match “2 -> 0”: 1, in the order');
  await find().fill('');
  const senders = async (): Promise<readonly string[]> => (await commworld.table('Messages')).map((row) => row['from'] ?? '');
  const table = commworld.timeline.getByRole('table');
  await table.getByRole('button', { name: 'from', exact: true }).click();
  const rising = await senders();
  expect(rising).toEqual(rising.toSorted());
  await expect(table.getByRole('columnheader', { name: 'from' })).toHaveAttribute('aria-sort', 'ascending');
  await table.getByRole('button', { name: 'from', exact: true }).click();
  expect(await senders()).toEqual(rising.toReversed());
  // Chosen by keys in the table, selected on the timeline.
  await commworld.table('Calls');
  const body = commworld.timeline.getByRole('group', { name: 'calls of the run' });
  await body.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  const current = table.locator('tr[aria-current=true]');
  await expect(current).toHaveCount(1);
  await expect(current).toHaveAttribute('data-index', '1');
  const told = (await current.locator('td').nth(2).textContent()) ?? '';
  await commworld.closeTable();
  await expect(card(new RegExp(`: ${told}`))).toBeVisible();
  // Beside the picture, both are seen at once.
  await commworld.table('Messages');
  await commworld.timeline.getByRole('button', { name: 'Beside the picture' }).click();
  await expect(canvas()).toBeVisible();
  await table.locator('tbody tr').first().locator('td').nth(3).click();
  await expect(card(/^message rank/)).toBeVisible();
  await commworld.timeline.getByRole('button', { name: 'Beside the picture' }).click();
  await commworld.closeTable();
});

test('which keys are there?', async () => {
  await collected();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keys of the timeline' });
  await expect(dialog).toContainText('along the message to its other end');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(canvas()).toBeFocused();
});

test('controls stay in two rows and inside the pane, also with big type and narrow', async () => {
  await collected();
  const rows = commworld.timeline.locator('.tl-row');
  const overflow = (): Promise<readonly string[]> => commworld.timeline.getByRole('toolbar').first().evaluate((bar) => {
    const box = bar.getBoundingClientRect();
    return [...bar.querySelectorAll<HTMLElement>('button, select, input')].filter((element) => element.offsetParent !== null).flatMap((element) => {
      const { left, right, bottom } = element.getBoundingClientRect();
      return left < box.left - 1 || right > box.right + 1 || bottom > box.bottom + 1 ? [`${element.getAttribute('aria-label') ?? element.textContent} ${Math.round(right - box.right)}`] : [];
    });
  });
  const heights = async (): Promise<readonly number[]> => rows.evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().height));
  expect(await overflow()).toEqual([]);
  for (const height of await heights()) expect(height).toBeLessThan(40);
  await page.getByRole('button', { name: 'Big type' }).click();
  expect(await overflow()).toEqual([]);
  for (const height of await heights()) expect(height).toBeLessThan(56);
  await page.getByRole('button', { name: 'Big type' }).click();
  await page.setViewportSize({ width: 700, height: 900 });
  await expect.poll(overflow).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
});

test('no serious fault by axe: card, lit, marks, table beside, keys', async () => {
  await collected();
  const violations = async (): Promise<readonly string[]> => {
    const found = await page.evaluate(async () => {
      const axe: unknown = Reflect.get(window, 'axe');
      const run: unknown = typeof axe === 'object' && axe !== null ? Reflect.get(axe, 'run') : null;
      if (typeof run !== 'function') throw new Error('axe is not in the page');
      return (await run.call(axe, document)) as { violations: { id: string; impact: string | null; nodes: { html: string; failureSummary: string }[] }[]; passes: { id: string }[] };
    });
    expect(found.passes.map(({ id }) => id)).toContain('color-contrast');
    return found.violations.flatMap(({ id, impact, nodes }) => (impact === 'serious' || impact === 'critical' ? nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 140)} ${failureSummary.slice(0, 200)}`) : []));
  };
  await find().fill('recv');
  await find().press('Enter');
  await canvas().focus();
  await page.keyboard.press('q');
  await expect(commworld.timeline).toContainText('Lit:');
  expect.soft(await violations(), 'card, lit, marks').toEqual([]);
  await commworld.table('Waits');
  await commworld.timeline.getByRole('button', { name: 'Beside the picture' }).click();
  expect.soft(await violations(), 'table beside').toEqual([]);
  await commworld.timeline.getByRole('button', { name: 'Beside the picture' }).click();
  await commworld.closeTable();
  await commworld.timeline.getByRole('button', { name: 'Keys' }).click();
  expect.soft(await violations(), 'keys').toEqual([]);
  await page.keyboard.press('Escape');
});
