/// The built folder under some path of a plain static host that sets no headers.

import { expect, test } from '@playwright/test';
import { CommworldPage, ranks, sorted } from './page';
import { program } from './programs';

/// The plain host has the port after the preview's.
function plainHost(baseURL: string | undefined): string {
  const { port, hostname } = new URL(baseURL ?? '');
  return `http://${hostname}:${Number(port) + 1}/courses/mpi/`;
}

test('becomes isolated by the service worker, without going round, and runs', async ({ browser, baseURL, request }) => {
  const address = plainHost(baseURL);
  // The host is as plain as the story says.
  const headers = (await request.get(address)).headers();
  expect(headers['cross-origin-opener-policy']).toBeUndefined();
  expect(headers['cross-origin-embedder-policy']).toBeUndefined();

  const context = await browser.newContext();
  const page = await context.newPage();
  const asked: string[] = [];
  let loads = 0;
  context.on('request', (each) => asked.push(each.url()));
  page.on('load', () => loads++);
  const commworld = await CommworldPage.open(page, address);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  // The first load and at most one more.
  expect(loads).toBeLessThanOrEqual(2);
  await commworld.write('hello.py', program('hello.py'));
  const ended = await commworld.launch('aprun -n 4 python3 hello.py');
  expect(ended.code).toBe(0);
  expect(sorted(ended.lines)).toEqual(ranks(4).map((rank) => `I am ${rank} among 4`));

  // The second visit is isolated at once, and keeps the work.
  loads = 0;
  await page.reload();
  await expect(commworld.status).toHaveText('Ready', { timeout: 60_000 });
  expect(loads).toBe(1);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await commworld.cat('hello.py')).toBe(program('hello.py').trimEnd());

  // Lessons come from below the path too.
  if ((await commworld.lessons.count()) === 0) await page.getByRole('button', { name: 'Lessons', exact: true }).click();
  await expect(commworld.lessons.getByRole('button', { name: /Send and Recv/ })).toBeVisible();

  const outside = asked.filter((url) => !url.startsWith(address) && !url.startsWith(`blob:${new URL(address).origin}`) && !url.startsWith('data:'));
  // Browsers ask the root of a host for an icon when the page names none; that is the browser's request.
  expect(outside.filter((url) => new URL(url).pathname !== '/favicon.ico')).toEqual([]);
  await context.close();
});

test('in a frame that cannot be isolated one sentence says so', async ({ browser, baseURL }) => {
  const address = plainHost(baseURL);
  const page = await browser.newPage();
  await page.route('**/outer.html', (route) => route.fulfill({ contentType: 'text/html', body: `<title>outer</title><iframe src="${address}" style="width:1000px;height:700px"></iframe>` }));
  await page.goto(new URL('outer.html', address).href);
  const frame = page.frameLocator('iframe');
  await expect(frame.getByText(/Open it in a tab of its own|opens? .*in (a|its own) tab|tab of its own/i).first()).toBeVisible({ timeout: 30_000 });
  await page.context().close();
});
