/// Nobody is left out: axe's rules in both themes, and the whole main story by keyboard.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page, test } from '@playwright/test';
import { CommworldPage } from './page';
import { program } from './programs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/// Serious and critical violations, one line each.
async function violations(page: Page): Promise<readonly string[]> {
  const found = await page.evaluate(async () => {
    const axe: unknown = Reflect.get(window, 'axe');
    const run: unknown = typeof axe === 'object' && axe !== null ? Reflect.get(axe, 'run') : null;
    if (typeof run !== 'function') throw new Error('axe is not in the page');
    return (await run.call(axe, document)) as { violations: Violation[]; passes: { id: string }[] };
  });
  // The rules did look at something.
  expect(found.passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['button-name', 'color-contrast', 'label']));
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 140)} – ${failureSummary.replaceAll(/\s+/g, ' ').slice(0, 220)}`));
}

for (const scheme of ['light', 'dark'] as const) {
  test(`no serious fault in the ${scheme} theme: start, after a run, table, files, settings, share, lesson`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme: scheme });
    const page = await context.newPage();
    await page.addInitScript(axeSource);
    const commworld = await CommworldPage.open(page);
    expect.soft(await violations(page), 'start').toEqual([]);
    await commworld.write('collect.py', program('collect.py'));
    await commworld.launch('aprun -n 4 python3 collect.py');
    expect.soft(await violations(page), 'after a run').toEqual([]);
    await commworld.program('import sys\nfrom mpi4py import MPI\nprint("warning", file=sys.stderr)\nif MPI.COMM_WORLD.rank == 1:\n    raise ValueError("no")\n', 'mpiexec -n 3 python3 fails.py', 'fails.py');
    expect.soft(await violations(page), 'after a run that failed').toEqual([]);
    await commworld.table('Messages');
    await page.getByRole('button', { name: 'By rank' }).click();
    expect.soft(await violations(page), 'table, by rank').toEqual([]);
    await commworld.showFiles();
    expect.soft(await violations(page), 'files').toEqual([]);
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    expect.soft(await violations(page), 'settings').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    expect.soft(await violations(page), 'share').toEqual([]);
    await page.keyboard.press('Escape');
    if ((await commworld.lessons.count()) === 0) await page.getByRole('button', { name: 'Lessons', exact: true }).click();
    await commworld.lessons.getByRole('button', { name: /^Send and Recv/ }).click();
    await expect(commworld.lessons.getByRole('heading', { name: /Exercise/ })).toBeVisible();
    expect.soft(await violations(page), 'a lesson').toEqual([]);
    await context.close();
  });
}

/// Presses Tab until the focus is on what `name` describes; the names met on the way say why not.
async function tabTo(page: Page, wanted: (focused: string) => boolean, most = 60): Promise<string> {
  const met: string[] = [];
  for (let press = 0; press < most; press++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return '';
      return `${element.getAttribute('role') ?? element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''}`;
    });
    if (wanted(focused)) return focused;
    met.push(focused);
  }
  throw new Error(`Tab never came to it; it came to: ${met.join(' | ')}`);
}

test('write, run, read, stop and replay by keyboard alone', async ({ browser }) => {
  const page = await browser.newPage();
  const commworld = await CommworldPage.open(page);
  await tabTo(page, (focused) => focused.startsWith('input Launch command'));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('mpiexec -n 2 python3 mpiEx.py');
  await tabTo(page, (focused) => /Program text/.test(focused));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('print("by keyboard")');
  const mark = await commworld.mark();
  await page.keyboard.press('ControlOrMeta+Enter');
  const ended = await commworld.ended(mark);
  expect(ended.lines.map(({ text }) => text)).toEqual(['by keyboard', 'by keyboard']);
  // Out of the editor again: Ctrl+M makes Tab leave it, as its foot says.
  await page.keyboard.press('Control+m');
  await expect(commworld.editor.getByRole('status')).toHaveText('Tab leaves the editor');
  await tabTo(page, (focused) => focused === 'log Output');
  await tabTo(page, (focused) => /^button (Play|Replay)/.test(focused));
  await page.keyboard.press('Enter');
  await tabTo(page, (focused) => /^button Table/.test(focused));
  await page.keyboard.press('Space');
  await expect(commworld.timeline.getByRole('table')).toBeVisible();
  // A run without end is ended by keyboard too.
  await commworld.write('mpiEx.py', 'while True:\n    pass\n');
  const second = await commworld.mark();
  await page.keyboard.press('ControlOrMeta+Enter');
  await commworld.says(second, /^Running/);
  await commworld.command.focus();
  await tabTo(page, (focused) => focused === 'button Stop');
  await page.keyboard.press('Enter');
  expect((await commworld.ended(second)).code).toBe(130);
  await page.close();
});
