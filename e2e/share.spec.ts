/// A teacher sends a link, a student opens it; lessons and their exercise.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { CommworldPage, ranks, sorted } from './page';
import { program } from './programs';

test('a link carries files, command and settings; opening it runs nothing and leaves own work alone', async ({ browser }) => {
  const teacher = await CommworldPage.open(await browser.newPage());
  await teacher.write('task.py', 'from helper import name\nprint(name())\n');
  await teacher.write('helper.py', 'from mpi4py import MPI\n\ndef name():\n    return f"shared with rank {MPI.COMM_WORLD.rank}"\n');
  await teacher.command.fill('aprun -n 3 python3 task.py');
  await teacher.eagerLimit('64');
  const address = await teacher.link();
  await teacher.page.context().close();

  const student = await CommworldPage.open(await browser.newPage());
  const requests: string[] = [];
  student.page.on('request', (request) => requests.push(request.url()));
  await student.write('own.py', 'print("my own work")\n');
  await student.command.fill('mpiexec -n 2 python3 own.py');
  const mine = await student.page.getByRole('button', { name: /^Project: / }).textContent();

  await student.page.goto(address);
  await expect(student.page.getByText('This came with a link')).toBeVisible();
  await expect(student.command).toHaveValue('aprun -n 3 python3 task.py');
  await expect(student.status).toHaveText('Ready', { timeout: 60_000 });
  // It stands there, and has not run.
  expect(await student.rows(true)).toEqual([]);
  await student.editorStands();
  const ended = await student.launch('aprun -n 3 python3 task.py');
  expect(sorted(ended.lines)).toEqual(ranks(3).map((rank) => `shared with rank ${rank}`));
  await student.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(student.page.getByRole('textbox', { name: 'Eager limit (bytes)' })).toHaveValue('64');
  await student.page.keyboard.press('Escape');
  // What is after the # went to no server.
  expect(requests.filter((url) => url.includes('#') || url.includes('v1.'))).toEqual([]);

  // Own work is where it was.
  await student.page.getByRole('button', { name: /^Project: / }).click();
  const name = (mine ?? '').replace('Project: ', '').trim();
  await student.page.getByRole('menuitemradio').filter({ has: student.page.getByText(name, { exact: true }) }).click();
  await expect(student.command).toHaveValue('mpiexec -n 2 python3 own.py');
  expect(await student.cat('own.py')).toBe('print("my own work")');
  await student.page.context().close();
});

test('a link opened in a page that stands makes a project of its own', async ({ browser }) => {
  const commworld = await CommworldPage.open(await browser.newPage());
  await commworld.write('first.py', 'print("first")\n');
  await commworld.command.fill('python3 first.py');
  const address = await commworld.link();
  await commworld.write('first.py', 'print("changed since")\n');
  await commworld.page.evaluate((fragment) => {
    location.hash = fragment;
  }, new URL(address).hash);
  await expect(commworld.page.getByText('This came with a link')).toBeVisible();
  expect(await commworld.cat('first.py')).toBe('print("first")');
  // A reload shows that project and not another copy of it.
  await commworld.page.reload();
  await expect(commworld.command).toHaveValue('python3 first.py');
  expect(await commworld.cat('first.py')).toBe('print("first")');
  await commworld.page.getByRole('button', { name: /^Project: / }).click();
  await expect(commworld.page.getByRole('menuitemradio')).toHaveCount(2);
  await commworld.page.context().close();
});

test('broken links are answered in one sentence, and the page works', async ({ browser }) => {
  const page = await browser.newPage();
  const commworld = await CommworldPage.open(page);
  await commworld.write('task.py', program('hello.py'));
  const whole = new URL(await commworld.link()).hash;
  const before = await page.getByRole('button', { name: /^Project: / }).textContent();
  const damaged = `${whole.slice(0, 20)}${whole[20] === 'A' ? 'B' : 'A'}${whole.slice(21)}`;
  for (const [fragment, sentence] of [
    [whole.slice(0, whole.length / 2), /damaged|cut short/],
    [damaged, /damaged|cut short|cannot be opened/],
    ['#v1.', /damaged|cut short/],
    ['#v1.%%%', /damaged|cut short/],
    ['#v999.AAAA', /newer Commworld/],
    ['#v0.AAAA', /format that never was/],
  ] as const) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, fragment);
    const message = commworld.messages.getByText(sentence);
    await expect(message, fragment).toBeVisible();
    await commworld.messages.getByRole('button', { name: 'Dismiss' }).last().click();
    expect(await page.getByRole('button', { name: /^Project: / }).textContent()).toBe(before);
  }
  const { code } = await commworld.launch('mpiexec -n 2 python3 task.py');
  expect(code).toBe(0);
  await page.context().close();
});

test.describe('lessons', () => {
  test('the four lessons open, and their programs run', async ({ browser }) => {
    test.setTimeout(180_000);
    const commworld = await CommworldPage.open(await browser.newPage());
    const { lessons, page } = commworld;
    if ((await lessons.count()) === 0) await page.getByRole('button', { name: 'Lessons', exact: true }).click();
    const list = lessons.getByRole('navigation', { name: 'List of lessons' });
    if ((await list.count()) === 0) await lessons.getByRole('button', { name: 'All lessons' }).click();
    await expect(list.getByRole('listitem')).toHaveCount(4);
    const course = fileURLToPath(new URL('../public/course/', import.meta.url));
    const { lessons: folders } = JSON.parse(readFileSync(`${course}course.json`, 'utf8')) as { lessons: string[] };
    expect(folders).toHaveLength(4);
    for (const folder of folders) {
      const { title, programs } = JSON.parse(readFileSync(`${course}${folder}/lesson.json`, 'utf8')) as { title: string; programs: { file: string; command: string }[] };
      await list.getByRole('button', { name: title }).click();
      await expect(lessons.getByRole('heading', { name: title })).toBeVisible();
      for (const { file, command } of programs) {
        await lessons.getByRole('button', { name: `Open in editor: ${file}` }).click();
        await expect(commworld.command).toHaveValue(command);
        const mark = await commworld.mark();
        await commworld.run.click();
        const ended = await commworld.ended(mark);
        expect(ended.status, file).toMatch(/^Ended, code 0/);
        // It says something, or leaves files.
        const left = await page.getByRole('tab', { name: /^Files.* new$/ }).count();
        expect(ended.lines.length + left, file).toBeGreaterThan(0);
      }
      await lessons.getByRole('button', { name: 'All lessons' }).click();
    }
    await page.context().close();
  });

  test('the check of an exercise tells what differs, then that it is solved', async ({ browser }) => {
    test.setTimeout(120_000);
    const commworld = await CommworldPage.open(await browser.newPage());
    const { lessons, page } = commworld;
    if ((await lessons.count()) === 0) await page.getByRole('button', { name: 'Lessons', exact: true }).click();
    await lessons.getByRole('button', { name: /^Send and Recv/ }).click();
    await lessons.getByRole('button', { name: 'Open the exercise' }).click();
    await expect(commworld.editor.getByRole('tab', { name: 'relay.py' })).toHaveAttribute('aria-selected', 'true');
    const exercise = fileURLToPath(new URL('../public/course/03-send-and-recv/exercise/', import.meta.url));
    const result = lessons.getByRole('status', { name: 'Check result' });
    const check = lessons.getByRole('button', { name: 'Check', exact: true });

    // One that is wrong by output: expected and found stand side by side.
    await commworld.write('relay.py', `from mpi4py import MPI
comm = MPI.COMM_WORLD
if comm.rank == comm.size - 1:
    print("The last rank has", 7.0)
`);
    await check.click();
    await expect(result).toContainText('Not yet', { timeout: 60_000 });
    await expect(result).toContainText('The last rank has 101');
    await expect(result).toContainText('7.0');
    // One that hangs is a deadlock, told in words, and ends by itself.
    await commworld.write('relay.py', readFileSync(`${exercise}mistake-all-receive.py`, 'utf8'));
    await check.click();
    await expect(result).toContainText(/Running your program/);
    await expect(result).toContainText(/Every rank waits for a message before it sends its own/, { timeout: 60_000 });
    // The solution.
    await commworld.write('relay.py', readFileSync(`${exercise}solution.py`, 'utf8'));
    await check.click();
    await expect(result).toContainText(/Running your program/);
    await expect(result).toContainText('Solved', { timeout: 60_000 });
    await expect(result).toContainText('2, 3 and 5 ranks');
    // It is remembered.
    await page.reload();
    await expect(lessons.getByRole('heading', { name: /Exercise/ })).toContainText('solved');
    await page.context().close();
  });
});
