/// “Each process has its own memory”: the lecturer shows the variables of all ranks at a moment of the run.

import { expect, type Locator, type Page, test } from '@playwright/test';
import { CommworldPage, ranks } from './page';
import { program } from './programs';

let page: Page;
let commworld: CommworldPage;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  commworld = await CommworldPage.open(page);
});

test.afterAll(async () => page.close());

const PASSING = `import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()
x = rank * 10
buffer = np.zeros(3)
if rank == 0:
    comm.Send(np.array([1.5, 2.5, 3.5]), dest=1, tag=7)
elif rank == 1:
    comm.Recv(buffer, source=0, tag=7)
    x = x + 1

def share(part):
    total = comm.allreduce(part)
    comm.Barrier()
    return total

result = share(x)
`;

function pane(): Locator {
  return commworld.timeline.getByRole('region', { name: 'Memory' });
}

async function openPane(): Promise<void> {
  const button = commworld.timeline.getByRole('button', { name: 'Memory', exact: true });
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
  await expect(pane()).toBeVisible();
}

/// Rows of the table: variable → text of each rank's cell.
async function memory(): Promise<Readonly<Record<string, readonly string[]>>> {
  return pane().getByRole('table').first().evaluate((table) =>
    Object.fromEntries([...table.querySelectorAll(':scope > tbody > tr')].filter((row) => row.querySelector(':scope > td') !== null).map((row) => {
      const [head, ...cells] = [...row.children].map((cell) => (cell.querySelector('summary') ?? cell).textContent ?? '');
      return [(head ?? '').split(/[ ,]/)[0] ?? '', cells];
    })));
}

/// Where each rank stands, as its column says.
async function heads(): Promise<readonly string[]> {
  return pane().getByRole('columnheader').allTextContents().then((texts) => texts.slice(1));
}

async function stepUntil(said: RegExp): Promise<void> {
  await commworld.timeline.getByRole('button', { name: 'To the start' }).click();
  for (let step = 0; step < 60; step++) {
    if ((await heads()).some((head) => said.test(head))) return;
    await commworld.timeline.getByRole('button', { name: 'Next event', exact: true }).click();
  }
  throw new Error(`no rank came to stand ${String(said)}: ${(await heads()).join(' | ')}`);
}

test('the same name holds another value on each rank, and some names are only here or there', async () => {
  await commworld.program(program('memory.py'), 'aprun -n 4 python3 mpiEx.py', 'mpiEx.py');
  await openPane();
  await commworld.timeline.getByRole('button', { name: 'Skip to the end' }).click();
  const variables = await memory();
  expect(variables['me']).toEqual(ranks(4).map((rank) => expect.stringContaining(String(rank))));
  expect(variables['board']?.map((text) => text.replace(/^.*: /, ''))).toEqual([expect.stringContaining("['written by 0']"), '[]', '[]', '[]']);
  expect(variables['secret']).toEqual([expect.stringContaining("'only here'"), 'not on this rank', 'not on this rank', 'not on this rank']);
  expect(variables['comm']?.[2]).toContain('COMM_WORLD, rank 2 of 4');
  // What is the same everywhere is left out on request.
  await pane().getByRole('button', { name: 'Differing' }).click();
  expect(Object.keys(await memory())).toEqual(expect.arrayContaining(['me', 'secret', 'board']));
  await pane().getByRole('button', { name: 'All', exact: true }).click();
  await expect(pane().getByRole('rowheader', { name: /^me\b.*differs between ranks$/ })).toBeVisible();
});

test('after Recv the buffer has changed, on the rank that received', async () => {
  await commworld.program(PASSING, 'aprun -n 3 python3 passing.py', 'passing.py');
  await openPane();
  await stepUntil(/rank 1after Recv, line 11/);
  const variables = await memory();
  expect(variables['buffer']?.[1]).toBe('●changed: [1.5, 2.5, 3.5]');
  // Its own x is what it was; the others know nothing of the message.
  expect(variables['x']?.[1]).toBe('10');
  expect(variables['buffer']?.[2] ?? '').not.toContain('1.5');
  // The next event finds what the program did with it.
  await stepUntil(/rank 1before allreduce, line 15/);
  expect((await memory())['x']?.[1]).toContain('11');
});

test('variables of a function stand under its name, the result of a call at the call', async () => {
  await commworld.program(PASSING, 'aprun -n 3 python3 passing.py', 'passing.py');
  await openPane();
  await stepUntil(/rank 0after allreduce, line 15/);
  await expect(pane().getByText('in share()')).toBeVisible();
  const variables = await memory();
  expect(variables['part']?.[0]).toBe('0');
  expect(variables['total']?.[0]).toBe('●changed: 31');
});

test('the recording is switched off and on', async () => {
  await commworld.program(PASSING, 'aprun -n 2 python3 passing.py', 'passing.py');
  await openPane();
  const box = pane().getByRole('checkbox', { name: 'Record variables' });
  await expect(box).toBeChecked();
  await box.uncheck();
  await expect(pane()).toContainText('From the next run on nothing is recorded.');
  await commworld.launch('aprun -n 2 python3 passing.py');
  await expect(pane()).toContainText('Recording of variables is off');
  await expect(pane().getByRole('table')).toHaveCount(0);
  await box.check();
  await commworld.launch('aprun -n 2 python3 passing.py');
  await expect(pane().getByRole('columnheader')).toHaveCount(3);
});

test('of many ranks those around the chosen one are shown, and others on request', async () => {
  await commworld.program(program('hello.py'), 'aprun -n 12 python3 hello.py', 'hello.py');
  await openPane();
  await expect(pane().getByRole('columnheader')).toHaveCount(9);
  await expect(pane()).toContainText('ranks 0 to 7 of 12');
  await pane().getByRole('button', { name: 'Higher ranks' }).click();
  await expect(pane()).toContainText('ranks 4 to 11 of 12');
});
