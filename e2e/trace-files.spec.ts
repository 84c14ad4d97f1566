/// Runs go out of the page as files and come in again.

import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { CommworldPage } from './page';
import { program } from './programs';

let page: Page;
let commworld: CommworldPage;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  commworld = await CommworldPage.open(page);
  await commworld.program(program('collect.py'), 'mpiexec -n 4 python3 collect.py', 'collect.py');
  await expect(commworld.timeline).toContainText('from first to last event');
});

test.afterAll(async () => page.close());

interface Saved {
  readonly name: string;
  readonly bytes: Buffer;
}

/// What an entry of the menu hands to the person.
async function saved(entry: string | RegExp): Promise<Saved> {
  await commworld.timeline.getByRole('button', { name: 'Save the run, or open one' }).click();
  const coming = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: entry }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

async function open(name: string, bytes: Buffer): Promise<void> {
  await commworld.timeline.getByLabel('Trace file').setInputFiles({ name, mimeType: 'application/gzip', buffer: bytes });
}

const caption = (): Promise<string | null> => commworld.timeline.locator('.tl-caption').textContent();
/// What the caption says of the run, not of its replay.
const counts = async (): Promise<string> => /\d+ ranks, [^·]*? from first to last event/u.exec((await caption()) ?? '')?.[0] ?? '';

test('a saved trace, opened after a reload, is the same run', async () => {
  const before = await counts();
  const rows = await commworld.table('Messages');
  await commworld.closeTable();
  expect(rows.length).toBeGreaterThan(2);
  const { name, bytes } = await saved(/^Save trace/);
  expect(name).toBe('collect-4-ranks.cwtrace');

  await page.reload();
  await expect(commworld.command).toBeVisible();
  const project = await commworld.editor.getByRole('tab').allTextContents();
  await open(name, bytes);
  await expect(commworld.messages).toContainText('collect-4-ranks.cwtrace is open: mpiexec -n 4 python3 collect.py (4 ranks), run on');
  await expect.poll(counts).toBe(before);
  expect(await caption()).toMatch(/^opened from collect-4-ranks\.cwtrace · /u);
  expect(await commworld.table('Messages')).toEqual(rows);
  await commworld.closeTable();
  // The person's own work is where it was.
  expect(await commworld.editor.getByRole('tab').allTextContents()).toEqual(project);
});

test('a file that is broken or something else says one sentence and changes nothing', async () => {
  const { bytes } = await saved(/^Save trace/);
  const before = await counts();
  for (const [name, broken] of [['cut.cwtrace', bytes.subarray(0, bytes.length / 2)], ['collect.py', Buffer.from('print(1)\n')], ['empty.cwtrace', Buffer.alloc(0)]] as const) {
    await open(name, Buffer.from(broken));
    const message = commworld.messages.getByText(`${name} cannot be opened:`);
    await expect(message).toHaveText(new RegExp(`^${name.replace('.', '\\.')} cannot be opened: [^.]+( Commworld[^.]*)?\\.$`));
    expect(await counts()).toBe(before);
  }
});

test('a trace dropped on the page opens, and is not taken for a file of the program', async () => {
  const { bytes } = await saved(/^Save trace/);
  const data = await page.evaluateHandle((base64) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'dropped.cwtrace'));
    return transfer;
  }, bytes.toString('base64'));
  await commworld.timeline.dispatchEvent('drop', { dataTransfer: data });
  await expect(commworld.messages).toContainText('dropped.cwtrace is open');
  expect(await commworld.files()).not.toContain('dropped.cwtrace');
});

test('lines of a trace from elsewhere are told, not opened in another file', async () => {
  const { bytes } = await saved(/^Save trace/);
  await commworld.write('collect.py', '# something else now\n');
  await open('theirs.cwtrace', bytes);
  await expect(commworld.messages).toContainText('theirs.cwtrace is open');
  const table = async (): Promise<void> => {
    await commworld.table('Messages');
    await commworld.timeline.getByRole('table').getByRole('button', { name: /collect\.py:\d+/ }).first().click();
  };
  await table();
  await expect(commworld.messages).toContainText(/collect\.py:\d+ of theirs\.cwtrace: .*(Send|Recv|send|recv)/);
  await commworld.closeTable();
});

test('Perfetto gets ranks as threads and both ends of each arrow', async () => {
  const { name, bytes } = await saved(/^Perfetto/);
  expect(name).toBe('collect-4-ranks.perfetto.json');
  const { traceEvents } = JSON.parse(bytes.toString()) as { traceEvents: { ph: string; name: string; id?: number; tid?: number; args?: { name?: string } }[] };
  expect(traceEvents.filter((event) => event.ph === 'M' && event.name === 'thread_name').map(({ args }) => args?.name)).toEqual(['rank 0', 'rank 1', 'rank 2', 'rank 3']);
  const ids = (phase: string): (number | undefined)[] => traceEvents.filter(({ ph }) => ph === phase).map(({ id }) => id).sort();
  expect(ids('s').length).toBeGreaterThan(2);
  expect(ids('f')).toEqual(ids('s'));
});

test('ShiViz and spreadsheets get their text', async () => {
  const log = await saved(/^ShiViz/);
  expect(log.name).toBe('collect-4-ranks.shiviz.log');
  expect(log.bytes.toString()).toMatch(/^rank1 \{"rank1":1\}\ncollect\.py:\d+ Send to rank 0, tag 11: /mu);
  const messages = await saved(/^Messages/);
  expect(messages.bytes.toString().split('\r\n')[0]).toMatch(/^message,sender,receiver,tag/u);
});

test('pictures have the names of ranks, and a PNG is sharp', async () => {
  const svg = await saved(/SVG/);
  expect(svg.name).toBe('collect-4-ranks.svg');
  for (let rank = 0; rank < 4; rank++) expect(svg.bytes.toString()).toContain(`>rank ${rank}</text>`);
  const png = await saved(/PNG/);
  const width = Number(/ width="(\d+)"/u.exec(svg.bytes.toString())?.[1]);
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(png.bytes.readUInt32BE(16)).toBe(width * 3);
  // Both are pictures to a browser too.
  const size = await page.evaluate(async (text) => {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
    await image.decode();
    return image.naturalWidth;
  }, svg.bytes.toString());
  expect(size).toBe(width);
});

test('the menu works from the keyboard', async () => {
  const button = commworld.timeline.getByRole('button', { name: 'Save the run, or open one' });
  await button.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: /^Save trace/ })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: /^Open trace/ })).toBeFocused();
  await page.keyboard.press('Home');
  const coming = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await coming).suggestedFilename()).toBe('collect-4-ranks.cwtrace');
  await expect(button).toBeFocused();
});
