/// What the timeline tells of a run, as a picture and without one.

import { expect, type Page, test } from '@playwright/test';
import { CommworldPage, ranks } from './page';
import { program } from './programs';

let page: Page;
let commworld: CommworldPage;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  commworld = await CommworldPage.open(page);
});

test.afterAll(async () => page.close());

const canvas = () => commworld.timeline.locator('canvas.tl-canvas');

/// The picture's pixels, as one text.
function picture(): Promise<string> {
  return canvas().evaluate((element) => (element instanceof HTMLCanvasElement ? element.toDataURL() : ''));
}

/// How many pixels of the picture have each colour that is there at all, as `r,g,b`; greys are left out.
function colours(): Promise<number> {
  return canvas().evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) return 0;
    const { data } = element.getContext('2d')?.getImageData(0, 0, element.width, element.height) ?? { data: new Uint8ClampedArray() };
    const seen = new Set<number>();
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) seen.add((red >> 5) * 64 + (green >> 5) * 8 + (blue >> 5));
    }
    return seen.size;
  });
}

/// Messages that the program sent itself, not those that a collective (or Finalize) is made of.
async function ownMessages(): Promise<readonly Readonly<Record<string, string>>[]> {
  return (await commworld.table('Messages')).filter((row) => row['of'] === '');
}

async function collected(): Promise<void> {
  const { code } = await commworld.program(program('collect.py'), 'mpiexec -n 4 python3 collect.py', 'collect.py');
  expect(code).toBe(0);
}

test('before the first run it says what will be here', async () => {
  await expect(commworld.timeline).toContainText(/Run a program and its ranks appear here/);
});

test('messages of Send and Recv: who, to whom, tag, bytes, type, lines', async () => {
  await collected();
  const messages = await ownMessages();
  expect(messages).toHaveLength(3);
  for (const rank of [1, 2, 3]) {
    const row = messages.find(({ from }) => from === String(rank));
    expect(row).toMatchObject({ to: '0', tag: String(10 + rank) });
    expect(row?.['payload']).toBe('24 bytes, 3 × MPI.DOUBLE');
    // The values travelled are shown.
    expect(row?.['values']).toMatch(new RegExp(`${rank}(\\.0)?, ${rank}\\.25, ${rank}\\.5`));
    expect(row?.['sent at']).toBe('collect.py:14');
    expect(row?.['received at']).toBe('collect.py:11');
    expect(row?.['received']).toMatch(/^[\d.,]+ (µs|ms|s)/);
  }
  const calls = await commworld.table('Calls');
  expect(calls.filter(({ call }) => call === 'Send').map(({ rank }) => rank).sort()).toEqual(['1', '2', '3']);
  expect(calls.filter(({ call }) => call === 'Recv').map(({ rank, tag }) => `${rank} ${tag}`)).toEqual(['0 11', '0 12', '0 13']);
  const prints = await commworld.table('Prints');
  expect(prints.map(({ rank, text }) => `${rank} ${text?.slice(0, 6)}`)).toEqual(['0 from 1', '0 from 2', '0 from 3']);
  await expect(commworld.timeline).toContainText('4 ranks, 3 messages');
  await commworld.closeTable();
});

test('collectives: one for all ranks, with root and algorithm', async () => {
  await commworld.program(program('together.py'), 'mpiexec -n 3 python3 together.py', 'together.py');
  const calls = await commworld.table('Calls');
  for (const [name, line] of [['bcast', 8], ['gather', 11], ['Reduce', 15]] as const) {
    const rows = calls.filter(({ call }) => call === name);
    expect(rows.map(({ rank }) => rank).sort(), name).toEqual(['0', '1', '2']);
    for (const row of rows) {
      expect(row['with']).toBe('root 0');
      expect(row['line']).toBe(`together.py:${line}`);
    }
  }
  // No messages but those that collectives are made of, each said to be so.
  expect(await ownMessages()).toEqual([]);
  const parts = (await commworld.table('Messages')).map((row) => row['of']).filter((of) => of !== 'Finalize');
  expect(new Set(parts)).toEqual(new Set(['bcast, root 0', 'gather, root 0', 'Reduce, root 0']));
  // A tree over three ranks has two edges.
  expect(parts).toHaveLength(6);
  await expect(commworld.timeline).toContainText('3 ranks, 6 messages inside collectives');
  await commworld.closeTable();
});

test('a line in the table leads to the editor', async () => {
  await collected();
  await commworld.table('Messages');
  await commworld.timeline.getByRole('button', { name: 'collect.py:14' }).first().click();
  await expect(commworld.editor.getByText('Line 14, column')).toBeVisible();
  await commworld.closeTable();
});

test('a lane for each rank is drawn, each in a colour of its own', async () => {
  await commworld.write('hello.py', program('hello.py'));
  await commworld.launch('mpiexec -n 1 python3 hello.py');
  await commworld.timeline.getByRole('button', { name: 'Skip to the end' }).click();
  const one = await colours();
  await collected();
  await commworld.timeline.getByRole('button', { name: 'Skip to the end' }).click();
  expect(await colours()).toBeGreaterThan(one);
});

test('the replay is played, paused, scrubbed and stepped', async () => {
  await collected();
  const { timeline } = commworld;
  const slider = timeline.getByRole('slider', { name: 'Position in the run' });
  await timeline.getByRole('button', { name: 'Skip to the end' }).click();
  await expect(slider).toHaveValue('1000');
  const end = await picture();
  await timeline.getByRole('button', { name: 'To the start' }).click();
  await expect(slider).toHaveValue('0');
  await expect.poll(picture).not.toBe(end);
  const begin = await picture();
  // Played, the run goes by itself to its end.
  await timeline.getByRole('combobox', { name: 'Speed of the replay' }).selectOption('auto');
  await timeline.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(timeline.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(0);
  await timeline.getByRole('button', { name: 'Pause', exact: true }).click();
  const paused = Number(await slider.inputValue());
  expect(paused).toBeLessThanOrEqual(1000);
  await slider.fill('500');
  await expect(slider).toHaveValue('500');
  await expect.poll(picture).not.toBe(begin);
  await expect(slider).toHaveAttribute('aria-valuetext', / of /);
  // Steps go from event to event and say which.
  await timeline.getByRole('button', { name: 'To the start' }).click();
  const said: string[] = [];
  for (let step = 0; step < 4; step++) {
    const before = Number(await slider.inputValue());
    await timeline.getByRole('button', { name: 'Next event' }).click();
    // Events of several ranks may stand at one place; each is said for itself.
    await expect(timeline.getByRole('status')).not.toHaveText(said.at(-1) ?? '');
    expect(Number(await slider.inputValue())).toBeGreaterThanOrEqual(before);
    said.push((await timeline.getByRole('status').textContent()) ?? '');
  }
  expect(new Set(said).size, said.join(' | ')).toBe(4);
  for (const sentence of said) expect(sentence).toMatch(/rank \d/);
  await timeline.getByRole('button', { name: 'Previous event' }).click();
  await expect(timeline.getByRole('status')).toHaveText(said[2] ?? '');
});

test('keys drive it too', async () => {
  await collected();
  const slider = commworld.timeline.getByRole('slider', { name: 'Position in the run' });
  await canvas().focus();
  // It has begun to play by itself: End ends that.
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await expect(slider).toHaveValue('0');
  await page.keyboard.press('.');
  await expect(commworld.timeline.getByRole('status')).toContainText(/rank \d/);
  await page.keyboard.press('End');
  await expect(slider).toHaveValue('1000');
});

test('hovering over a message tells its envelope', async () => {
  await collected();
  await commworld.timeline.getByRole('button', { name: 'Skip to the end' }).click();
  await commworld.timeline.getByRole('button', { name: 'Logical time' }).click();
  const box = await canvas().boundingBox();
  expect(box).not.toBeNull();
  const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
  const tooltip = commworld.timeline.getByRole('tooltip');
  // Down the picture, column by column, until the pointer meets a message.
  let found = '';
  search: for (let column = 0.15; column < 1; column += 0.02) {
    for (let row = 0.1; row < 1; row += 0.04) {
      await page.mouse.move(x + width * column, y + height * row);
      const text = (await tooltip.count()) === 0 ? '' : ((await tooltip.textContent()) ?? '');
      if (/^message rank [123] → rank 0/.test(text)) {
        found = text;
        break search;
      }
    }
  }
  const sender = /^message rank (\d)/.exec(found)?.[1];
  expect(found).toMatch(/source\s*rank [123]/);
  expect(found).toMatch(/dest\s*rank 0/);
  expect(found).toMatch(new RegExp(`tag\\s*1${sender}`));
  expect(found).toContain('24 bytes, 3 × MPI.DOUBLE');
  expect(found).toContain(`${sender}.25`);
  expect(found).toMatch(/sent at\s*collect\.py:14/);
  expect(found).toMatch(/received at\s*collect\.py:11/);
  await page.mouse.move(0, 0);
  await expect(tooltip).toHaveCount(0);
  await commworld.timeline.getByRole('button', { name: 'Wall time' }).click();
});

test('a deadlock shows who waits for whom, while it lasts and afterwards', async () => {
  const mark = await commworld.start(`from mpi4py import MPI
comm = MPI.COMM_WORLD
comm.recv(source=(comm.rank + 1) % comm.size, tag=7)
`, 'mpiexec -n 3 python3 ring.py', 'ring.py');
  const waiting = async (): Promise<readonly string[]> => (await commworld.table('Waits')).map((row) => `${row['rank']} ${row['call']} ${/^waits for rank \d+, tag \d+/.exec(row['waited'] ?? '')?.[0]} ${row['line']}`).sort();
  const circle = ranks(3).map((rank) => `${rank} recv waits for rank ${(rank + 1) % 3}, tag 7 ring.py:3`);
  await expect.poll(waiting).toEqual(circle);
  expect((await commworld.table('Waits')).every(({ waited }) => waited?.includes('so far'))).toBe(true);
  await commworld.closeTable();
  await commworld.stop.click();
  await commworld.ended(mark);
  // The calls did not return because the run was stopped.
  const after = await commworld.table('Waits');
  expect(after.map(({ rank, call }) => `${rank} ${call}`).sort()).toEqual(['0 recv', '1 recv', '2 recv']);
  for (const row of after) {
    expect(row['waited']).toContain(`rank ${(Number(row['rank']) + 1) % 3}`);
    expect(row['waited']).toMatch(/never ended|cut off|did not end/);
  }
  await commworld.closeTable();
  await expect(commworld.timeline).toContainText('a cross marks a call that never ended');
});

test('a message that nobody received is said to be so', async () => {
  await commworld.program(`from mpi4py import MPI
comm = MPI.COMM_WORLD
if comm.rank == 0:
    comm.send('lost', dest=1, tag=3)
`, 'mpiexec -n 2 python3 lost.py', 'lost.py');
  const messages = await ownMessages();
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatchObject({ from: '0', to: '1', tag: '3', received: 'never' });
  expect(messages[0]?.['values']).toContain('lost');
  await commworld.closeTable();
});
