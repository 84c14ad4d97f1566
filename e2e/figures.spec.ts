/// A program draws with matplotlib: the figure stands among the output, files that it saved are shown, packages come when imported.

import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { CommworldPage } from './page';

let page: Page;
let commworld: CommworldPage;
const fetched: string[] = [];

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname.replace(/^.*\//, '')));
  commworld = await CommworldPage.open(page);
});

test.afterAll(async () => page.close());

/// Heat in a plate by bands of rows; rank 0 gathers the field and draws it.
const HEAT = `from mpi4py import MPI
import numpy as np
import matplotlib.pyplot as plt

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
n = 48
u = np.zeros((n // size + 2, n))
up = rank - 1 if rank > 0 else MPI.PROC_NULL
down = rank + 1 if rank < size - 1 else MPI.PROC_NULL
for step in range(60):
    if rank == 0:
        u[1] = 100.0
    comm.Sendrecv(u[1], dest=up, recvbuf=u[-1], source=down)
    comm.Sendrecv(u[-2], dest=down, recvbuf=u[0], source=up)
    u[1:-1, 1:-1] = 0.25 * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:])
field = np.empty((n, n)) if rank == 0 else None
comm.Gather(u[1:-1].copy(), field, root=0)
if rank == 0:
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(field, cmap='inferno'), label='temperature')
    ax.set(title=f'Heat on {size} ranks', xlabel='column', ylabel='row')
    plt.savefig('heat.png')
    plt.savefig('heat.svg')
    print('before')
    plt.show()
    print('after')
`;

test('a field that was gathered is drawn by rank 0, between what it printed', async () => {
  test.setTimeout(120_000);
  expect(fetched.filter((name) => name.startsWith('matplotlib'))).toEqual([]);
  const ended = await commworld.program(HEAT, 'mpiexec -n 4 python3 heat.py', 'heat.py');
  expect(ended.status).toMatch(/^Ended, code 0/);
  const image = commworld.output.getByRole('img', { name: 'Figure 1 of rank 0: Heat on 4 ranks (row against column)' });
  await expect(image).toBeVisible();
  await image.scrollIntoViewIfNeeded();
  // Decoded, and twice as fine as it is shown.
  expect(await image.evaluate(async (element: HTMLImageElement) => [await element.decode(), element.naturalWidth, element.naturalHeight].slice(1))).toEqual([1280, 960]);
  const order = await commworld.output.evaluate((log) => [...log.querySelectorAll('.cw-row')].map((row) => (row.querySelector('img') === null ? (row.lastElementChild?.textContent ?? '').trim() : 'figure')));
  expect(order.slice(order.indexOf('before'), order.indexOf('after') + 1)).toEqual(['before', 'figure', 'after']);
  await page.screenshot({ path: 'test-results/figure.png' });
});

test('interpreters that waited have its packages imported, and the program is none the wiser', async () => {
  test.setTimeout(120_000);
  await commworld.write('again.py', `import sys
before = 'matplotlib.pyplot' in sys.modules
import matplotlib.pyplot as plt
print(before, plt.get_backend())
`);
  // Which run is the first to meet such an interpreter depends on how fast the machine is.
  const lines: string[] = [];
  for (let time = 0; time < 4 && !lines.some((line) => line.startsWith('True')); time++) {
    lines.push(...(await commworld.launch('mpiexec -n 1 python3 again.py')).lines.map(({ text }) => text));
  }
  expect(lines.at(-1)).toBe('True module://_commworld.figures');
  const seen = await commworld.program(`import scipy
print(scipy.mine)
`, 'mpiexec -n 1 python3 shadow.py', 'shadow.py');
  // Its own scipy.py is not there yet, so it met the package, which has no such name.
  expect(seen.code).toBe(1);
  await commworld.write('scipy.py', 'mine = 42\n');
  const own = await commworld.launch('mpiexec -n 1 python3 shadow.py');
  expect(own.lines.map(({ text }) => text).at(-1)).toBe('42');
  await commworld.shell('rm scipy.py');
});

test('a moving picture stays in its place', async () => {
  const ended = await commworld.program(`import matplotlib.pyplot as plt
for step in range(4):
    plt.clf()
    plt.title(f'step {step}')
    plt.plot([0, step])
    plt.pause(0.01)
print(plt.get_fignums())
`, 'mpiexec -n 1 python3 moving.py', 'moving.py');
  expect(ended.lines.map(({ text }) => text).at(-1)).toBe('[1]');
  const log = commworld.output.getByRole('img', { name: /step/ });
  await expect(log).toHaveCount(1);
  await expect(log).toHaveAccessibleName('Figure 1 of rank 0: step 3');
});

test('the figure is saved by a button that the keyboard reaches', async () => {
  const button = commworld.output.getByRole('button', { name: 'Download Figure 1 of rank 0 as PNG' }).first();
  await button.focus();
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toBe('figure-1.png');
  expect([...(await readFile(await download.path())).subarray(1, 4)].map((code) => String.fromCharCode(code)).join('')).toBe('PNG');
});

test('in the view by rank the figure stands in its rank\'s column', async () => {
  await page.getByRole('button', { name: 'By rank' }).click();
  await expect(commworld.output.getByRole('region', { name: 'Output of rank 0' }).getByRole('img', { name: /Heat on 4 ranks/ })).toBeVisible();
  await page.getByRole('button', { name: 'Merged' }).click();
});

test('what savefig wrote is among the files, with a preview', async () => {
  const files = await commworld.showFiles();
  await files.getByRole('button', { name: 'heat.png', exact: true }).click();
  await expect(files.getByRole('img', { name: 'heat.png' })).toBeVisible();
  await files.getByRole('button', { name: 'heat.svg', exact: true }).click();
  await expect.poll(() => files.getByRole('img', { name: 'heat.svg' }).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300);
  await commworld.showOutput();
});

test('scipy and pandas come when they are imported, also where the text does not show it', async () => {
  test.setTimeout(150_000);
  const seen = await commworld.program(`import numpy as np, scipy.linalg
print(scipy.linalg.det(np.array([[2.0, 1.0], [1.0, 1.0]])))
`, 'mpiexec -n 2 python3 sci.py', 'sci.py');
  expect(seen.lines.map(({ text }) => Number(text).toFixed(6))).toEqual(['1.000000', '1.000000']);
  const hidden = await commworld.program(`name = 'pan' + 'das'
pandas = __import__(name)
print(pandas.DataFrame({'a': [1, 2, 3]})['a'].sum())
`, 'mpiexec -n 2 python3 hidden.py', 'hidden.py');
  expect(hidden.lines.map(({ text }) => text)).toEqual(['6', '6']);
});

test('a package that is not here is said not to be, with those that are', async () => {
  const ended = await commworld.program('import torch\n', 'mpiexec -n 1 python3 absent.py', 'absent.py');
  expect(ended.code).toBe(1);
  const words = ended.lines.map(({ text }) => text).join('\n');
  expect(words).toContain("ModuleNotFoundError: No module named 'torch'");
  expect(words).toMatch(/there are here: .*matplotlib.*pandas.*scipy/);
});
