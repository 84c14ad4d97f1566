/// An afternoon with the page: files, editor, command line, output, input, settings.

import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { CommworldPage, ranks, sorted } from './page';
import { program } from './programs';

let page: Page;
let commworld: CommworldPage;

test.beforeEach(async ({ browser }) => {
  if (commworld === undefined || page.isClosed()) {
    page = await browser.newPage();
    commworld = await CommworldPage.open(page);
  }
});

test.afterEach(async () => {
  if (test.info().status !== test.info().expectedStatus) await page.close();
});

test.afterAll(async () => page.close());

test('the first visit has a program that runs', async () => {
  const command = await commworld.command.inputValue();
  expect(command).toMatch(/^\w+ -n \d+ python3 \w+\.py$/);
  const mark = await commworld.mark();
  await commworld.run.click();
  const ended = await commworld.ended(mark);
  expect(ended.status).toMatch(/^Ended, code 0/);
  expect(ended.lines.length).toBeGreaterThan(0);
});

test('Ctrl+Enter in the editor runs the command', async () => {
  await commworld.write('main.py', program('hello.py'));
  await commworld.command.fill('mpiexec -n 2 python3 main.py');
  const mark = await commworld.mark();
  await (await commworld.editorStands()).focus();
  await page.keyboard.press('ControlOrMeta+Enter');
  const ended = await commworld.ended(mark);
  expect(sorted(ended.lines)).toEqual(['I am 0 among 2', 'I am 1 among 2']);
  // Enter was for the run, not for the text.
  expect(await commworld.cat('main.py')).toBe(program('hello.py').trimEnd());
});

test('text typed key by key is kept as typed', async () => {
  await commworld.write('typed.py', '');
  await page.keyboard.type('for n in range(2):\nprint("n is", n)');
  const { lines, code } = await commworld.launch('python3 typed.py');
  expect(code).toBe(0);
  expect(lines.map(({ text }) => text)).toEqual(['n is 0', 'n is 1']);
});

test('pasting from the clipboard keeps the program as it was', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(page.url()).origin });
  await commworld.write('pasted.py', '');
  const text = 'def f(x):\n  if x:\n      return 1\n  return 2\n\nprint(f(0), f(1))\n';
  await page.evaluate((each) => navigator.clipboard.writeText(each), text);
  await page.keyboard.press('ControlOrMeta+V');
  const { lines } = await commworld.launch('python3 pasted.py');
  expect(lines.map(({ text: line }) => line)).toEqual(['2 1']);
  expect(await commworld.cat('pasted.py')).toBe(text.trimEnd());
});

test('files import each other', async () => {
  await commworld.write('tools.py', 'from mpi4py import MPI\n\ndef name():\n    return f"rank {MPI.COMM_WORLD.rank}, from tools"\n');
  const ended = await commworld.program('import tools\nprint(tools.name())\n', 'mpiexec -n 3 python3 main.py');
  expect(sorted(ended.lines)).toEqual(ranks(3).map((rank) => `rank ${rank}, from tools`));
  // A change of the imported file is seen by the next run.
  await commworld.write('tools.py', 'def name():\n    return "changed"\n');
  const next = await commworld.launch('mpiexec -n 2 python3 main.py');
  expect(sorted(next.lines)).toEqual(['changed', 'changed']);
});

test('a SyntaxError is underlined in the editor and told in words', async () => {
  const ended = await commworld.program('from mpi4py import MPI\nprint("one"\nprint("two")\n', 'mpiexec -n 3 python3 main.py');
  expect(ended.code).toBe(1);
  expect(ended.lines.filter(({ stderr }) => stderr).map(({ text }) => text).join('\n')).toMatch(/File ".*main\.py", line 2[^]*SyntaxError: '\(' was never closed/);
  await expect(commworld.editor.locator('.squiggly-error')).toBeVisible();
  await expect(commworld.editor.getByRole('tab', { name: /^main\.py/ })).toContainText('has a syntax error');
  // Told once a line is mended.
  await commworld.program('print("one")\n', 'mpiexec -n 1 python3 main.py');
  await expect(commworld.editor.locator('.squiggly-error')).toHaveCount(0);
});

test('a traceback names its rank, and leads to the line', async () => {
  const ended = await commworld.program('from mpi4py import MPI\n\ndef fails(n):\n    return 1 / n\n\nif MPI.COMM_WORLD.rank == 1:\n    fails(0)\nMPI.COMM_WORLD.Barrier()\n', 'mpiexec -n 2 python3 main.py');
  const traceback = ended.lines.filter(({ stderr }) => stderr);
  expect(new Set(traceback.map(({ rank }) => rank))).toEqual(new Set([1]));
  expect(traceback.at(-1)?.text).toBe('ZeroDivisionError: division by zero');
  expect(traceback.map(({ text }) => text).join('\n')).toMatch(/line 7, in <module>[^]*line 4, in fails/);
  await commworld.output.getByRole('link', { name: /line 4/ }).click();
  await expect(commworld.editor.getByText('Line 4, column')).toBeVisible();
});

test('commands come back with ArrowUp', async () => {
  await commworld.write('hello.py', program('hello.py'));
  await commworld.launch('mpiexec -n 2 python3 hello.py');
  await commworld.launch('aprun -n 3 python3 hello.py');
  await commworld.shell('ls');
  await commworld.command.fill('');
  await commworld.command.press('ArrowUp');
  await expect(commworld.command).toHaveValue('ls');
  await commworld.command.press('ArrowUp');
  await expect(commworld.command).toHaveValue('aprun -n 3 python3 hello.py');
  await commworld.command.press('ArrowUp');
  await expect(commworld.command).toHaveValue('mpiexec -n 2 python3 hello.py');
  await commworld.command.press('ArrowDown');
  await expect(commworld.command).toHaveValue('aprun -n 3 python3 hello.py');
});

test('ls, cat, cp, rm, clear and help', async () => {
  await commworld.write('one.txt', 'first line\nsecond line');
  expect(await commworld.files()).toContain('one.txt');
  expect(await commworld.cat('one.txt')).toBe('first line\nsecond line');
  await commworld.shell('cp one.txt two.txt');
  expect(await commworld.cat('two.txt')).toBe('first line\nsecond line');
  await commworld.shell('rm one.txt');
  const files = await commworld.files();
  expect(files).toContain('two.txt');
  expect(files).not.toContain('one.txt');
  expect(await commworld.shell('cat one.txt')).toMatch(/there is no file one\.txt/);
  expect(await commworld.shell('help')).toMatch(/aprun -n 5 python3[^]*ls[^]*clear/);
  await commworld.enter('clear');
  await expect(commworld.output.locator('.cw-row')).toHaveCount(0);
  await commworld.shell('rm two.txt');
});

test('what cannot be run is answered with a sentence', async () => {
  await commworld.write('hello.py', program('hello.py'));
  expect(await commworld.shell('sudo reboot')).toMatch(/sudo: there is no such command here\. .*help/);
  for (const [line, sentence] of [
    ['aprun -n 5 python3 nothing.py', /can't open file 'nothing\.py'.*hello\.py/],
    ['aprun -n five python3 hello.py', /number of ranks.*"five"/],
    ['aprun -n 5000 python3 hello.py', /5000/],
    ['aprun -n 2 hello.py', /python3 hello\.py/],
    ['mpiexec python3', /which program/],
  ] as const) {
    const { status, notices } = await commworld.launch(line);
    expect(status).toBe('Not started');
    expect(notices.join(' ')).toMatch(sentence);
  }
});

test('input() asks the person at rank 0', async () => {
  await commworld.write('ask.py', `from mpi4py import MPI
comm = MPI.COMM_WORLD
name = input('Your name? ') if comm.rank == 0 else None
name = comm.bcast(name, root=0)
print('rank', comm.rank, 'greets', name)
`);
  const mark = await commworld.mark();
  await commworld.enter('mpiexec -n 3 python3 ask.py');
  await expect(commworld.status).toHaveText('Rank 0 waits for input');
  await expect(commworld.output).toContainText('Your name?');
  const box = page.getByRole('textbox', { name: 'Input for rank 0' });
  await box.fill('Grüße, 世界');
  await box.press('Enter');
  const { lines, code } = await commworld.ended(mark);
  expect(code).toBe(0);
  for (const rank of ranks(3)) expect(lines.map(({ text }) => text).join('\n')).toContain(`rank ${rank} greets Grüße, 世界`);
  await expect(box).toBeHidden();
});

test('the end of input, and input() on another rank, raise EOFError', async () => {
  await commworld.write('ask.py', `from mpi4py import MPI
comm = MPI.COMM_WORLD
try:
    print('got', input())
except EOFError:
    print('rank', comm.rank, 'has no input')
`);
  const mark = await commworld.mark();
  await commworld.enter('mpiexec -n 2 python3 ask.py');
  await expect(commworld.status).toHaveText('Rank 0 waits for input');
  await page.getByRole('button', { name: 'End of input' }).click();
  const { lines } = await commworld.ended(mark);
  expect(sorted(lines)).toEqual(['rank 0 has no input', 'rank 1 has no input']);
});

test('files that ranks write are seen by the others, listed, viewed, downloaded, and there in the next run', async () => {
  const ended = await commworld.program(`from mpi4py import MPI
comm = MPI.COMM_WORLD
rank = comm.Get_rank()
with open('out_%d.txt' % rank, 'w') as file:
    file.write('written by rank %d\\n' % rank)
comm.Barrier()
print(rank, 'reads', open('out_%d.txt' % ((rank + 1) % comm.size)).read().strip())
`, 'mpiexec -n 3 python3 main.py');
  expect(sorted(ended.lines)).toEqual(ranks(3).map((rank) => `${rank} reads written by rank ${(rank + 1) % 3}`));
  expect((await commworld.files()).filter((name) => name.startsWith('out_'))).toEqual(['out_0.txt', 'out_1.txt', 'out_2.txt']);
  const files = await commworld.showFiles();
  await files.getByRole('button', { name: 'out_2.txt', exact: true }).click();
  const view = files.getByRole('region', { name: 'File out_2.txt' });
  await expect(view).toContainText('written by rank 2');
  const download = page.waitForEvent('download');
  await view.getByRole('button', { name: 'Download out_2.txt' }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toBe('written by rank 2\n');
  await commworld.showOutput();
  const next = await commworld.program(`from mpi4py import MPI\nprint(open('out_%d.txt' % MPI.COMM_WORLD.rank).read().strip())\n`, 'mpiexec -n 3 python3 main.py');
  expect(sorted(next.lines)).toEqual(ranks(3).map((rank) => `written by rank ${rank}`));
  await commworld.shell('rm out_0.txt out_1.txt out_2.txt');
});

test('more files than a project holds are told of in few words, the output stays in sight', async ({ browser }) => {
  const other = await browser.newPage();
  const fresh = await CommworldPage.open(other);
  const ended = await fresh.program(`for number in range(800):\n    with open(f'part_{number}.txt', 'w') as file:\n        file.write('x')\nprint('all written')\n`, 'python3 main.py');
  expect(ended.lines.map(({ text }) => text)).toEqual(['all written']);
  expect(ended.notices.join('\n')).toMatch(/not kept/);
  expect(ended.notices.length).toBeLessThan(20);
  await other.close();
});

test('output merged and by rank, ranks and stderr in words', async () => {
  const text = `import sys
from mpi4py import MPI
comm = MPI.COMM_WORLD
for n in range(3):
    print('line', n, 'of', comm.rank)
    comm.Barrier()
print('a warning', file=sys.stderr)
`;
  const ended = await commworld.program(text, 'mpiexec -n 3 python3 main.py');
  expect(ended.lines).toHaveLength(12);
  for (const { rank, text: line, stderr } of ended.lines) expect(line).toBe(stderr ? 'a warning' : line.replace(/of \d$/, `of ${rank}`));
  expect(ended.lines.filter(({ stderr }) => stderr)).toHaveLength(3);
  await page.getByRole('button', { name: 'By rank' }).click();
  for (const rank of ranks(3)) {
    const column = commworld.output.getByRole('region', { name: `Output of rank ${rank}` }).last();
    await expect(column.getByRole('heading')).toHaveText(`rank ${rank}`);
    expect((await column.locator('.cw-text').innerText()).trim().split('\n')).toEqual([...ranks(3).map((n) => `line ${n} of ${rank}`), 'stderr a warning']);
  }
  await page.getByRole('button', { name: 'Merged' }).click();
  expect(sorted((await commworld.launch('mpiexec -n 3 python3 main.py')).lines)).toEqual(sorted(ended.lines));
});

test('with an eager limit of 0 two Sends head to head deadlock, with 4096 they do not', async () => {
  await commworld.write('head.py', `from mpi4py import MPI
import numpy as np
comm = MPI.COMM_WORLD
mine, theirs = np.full(1, float(comm.rank)), np.empty(1)
comm.Send(mine, dest=1 - comm.rank)
comm.Recv(theirs, source=1 - comm.rank)
print(comm.rank, 'has', theirs[0])
`);
  const easy = await commworld.launch('mpiexec -n 2 python3 head.py');
  expect(sorted(easy.lines)).toEqual(['0 has 1.0', '1 has 0.0']);
  await commworld.eagerLimit('0');
  const mark = await commworld.mark();
  await commworld.enter('mpiexec -n 2 python3 head.py');
  await commworld.says(mark, /^Running/);
  await expect.poll(async () => (await commworld.table('Waits')).filter((row) => row['call'] === 'Send' && /waits for rank/.test(row['waited'] ?? '')).length).toBe(2);
  await commworld.closeTable();
  await commworld.stop.click();
  const stuck = await commworld.ended(mark);
  expect(stuck.code).toBe(130);
  expect(stuck.lines).toEqual([]);
  expect(stuck.notices.join('\n')).toMatch(/rank 0 was waiting in Send for rank 1 \(head\.py, line 5\)/);
  await commworld.eagerLimit('4096');
  const again = await commworld.launch('mpiexec -n 2 python3 head.py');
  expect(sorted(again.lines)).toEqual(['0 has 1.0', '1 has 0.0']);
});

test('stdout in blocks comes at the end, with -u at once', async () => {
  await commworld.write('writes.py', `import sys
from mpi4py import MPI
comm = MPI.COMM_WORLD
sys.stdout.write('half ')
comm.Barrier()
sys.stdout.write('a line\\n')
`);
  const whole = await commworld.launch('mpiexec -n 2 python3 writes.py');
  expect(whole.lines.map(({ text }) => text)).toEqual(['half a line', 'half a line']);
  const pieces = await commworld.launch('mpiexec -n 2 python3 -u writes.py');
  // Both halves of both ranks are there, and the first halves came before any second one.
  const texts = pieces.rows.flatMap(({ lines }) => lines).join('|');
  expect(texts.lastIndexOf('half')).toBeLessThan(texts.indexOf('a line'));
});

test('nothing is lost on reload', async () => {
  // Among many files, too.
  await commworld.write('copy0.py', 'print("a copy")\n');
  for (let number = 1; number <= 8; number++) await commworld.shell(`cp copy0.py copy${number}.py`);
  await commworld.write('kept.py', 'print("kept, äöü")\n');
  await commworld.command.fill('mpiexec -n 2 python3 kept.py --again');
  await commworld.eagerLimit('128');
  // At once: a person does not wait for a sign.
  await page.reload();
  await expect(commworld.command).toHaveValue('mpiexec -n 2 python3 kept.py --again');
  await expect(commworld.status).toHaveText('Ready', { timeout: 60_000 });
  await commworld.editorStands();
  await expect(commworld.editor.getByRole('tab', { name: 'kept.py' })).toHaveAttribute('aria-selected', 'true');
  const { lines } = await commworld.launch('mpiexec -n 2 python3 kept.py');
  expect(sorted(lines)).toEqual(['kept, äöü', 'kept, äöü']);
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Eager limit (bytes)' })).toHaveValue('128');
  await page.keyboard.press('Escape');
  // Lines of the command box come back too.
  await commworld.command.fill('');
  await commworld.command.press('ArrowUp');
  await expect(commworld.command).toHaveValue('mpiexec -n 2 python3 kept.py');
});

test('text typed while the editor is still being loaded is not lost', async ({ browser }) => {
  const other = await browser.newPage();
  const fresh = await CommworldPage.openCold(other);
  const box = fresh.editor.getByRole('textbox', { name: /^Program text/ });
  await box.focus();
  await other.keyboard.press('ControlOrMeta+A');
  await other.keyboard.insertText('print("early")\n');
  await other.keyboard.insertText('print("bird")\n');
  await expect(fresh.status).toHaveText('Ready', { timeout: 60_000 });
  await fresh.editorStands();
  const { lines } = await fresh.launch(await fresh.command.inputValue());
  expect(new Set(lines.map(({ text }) => text))).toEqual(new Set(['early', 'bird']));
  await other.close();
});

test('Run pressed before Python stands runs as soon as it does', async ({ browser }) => {
  const other = await browser.newPage();
  const fresh = await CommworldPage.openCold(other);
  const mark = await fresh.mark();
  await fresh.run.click();
  const ended = await fresh.ended(mark);
  expect(ended.code).toBe(0);
  expect(ended.lines.length).toBeGreaterThan(0);
  await other.close();
});
