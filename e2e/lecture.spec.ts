/// The lecturer types the lecture's programs and command lines, and sees what the lecture shows.

import { expect, type Page, test } from '@playwright/test';
import { CommworldPage, type Ended, ranks, sorted } from './page';
import { lecturePrograms, program } from './programs';

let page: Page;
let commworld: CommworldPage;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  commworld = await CommworldPage.open(page);
});

test.afterAll(async () => page.close());

/// `Application 142889 resources: utime ~0s, stime ~1s, Rss ~9496, inblocks ~11665, outblocks ~19014`.
const RESOURCES = /^Application \d+ resources: utime ~(\d+)s, stime ~(\d+)s, Rss ~(\d+), inblocks ~(\d+), outblocks ~(\d+)$/;

/// The run ended well and its last line is the launcher's, with figures that can be true.
function endedAsAprunDoes(ended: Ended): void {
  expect(ended.status).toMatch(/^Ended, code 0/);
  expect(ended.notices).toHaveLength(1);
  const last = ended.rows.at(-1);
  expect(last?.kind).toBe('notice');
  const figures = RESOURCES.exec(ended.notices[0] ?? '');
  expect(figures, ended.notices[0]).not.toBeNull();
  const [, utime = '', stime = '', rss = '', inblocks = '', outblocks = ''] = figures ?? [];
  expect(Number(utime)).toBeLessThan(120);
  expect(Number(stime)).toBeLessThan(120);
  // KiB of an interpreter with numpy in it.
  expect(Number(rss)).toBeGreaterThan(8_000);
  expect(Number(rss)).toBeLessThan(2_000_000);
  // The program itself was read, the output written.
  expect(Number(inblocks)).toBeGreaterThan(0);
  expect(Number(outblocks)).toBeGreaterThan(0);
}

/// Runs until two different orders were seen.
async function anotherOrder(line: string, times: number): Promise<Set<string>> {
  const orders = new Set<string>();
  for (let time = 0; time < times && orders.size < 2; time++) {
    const { lines } = await commworld.launch(line);
    orders.add(lines.map(({ text }) => text).join('\n'));
  }
  return orders;
}

test.describe('programs of our own', () => {
  test('each rank says who it is, in the order that the race gave', async () => {
    await commworld.write('mpiEx.py', program('hello.py'));
    const ended = await commworld.launch('aprun -n 5 python3 mpiEx.py');
    endedAsAprunDoes(ended);
    expect(sorted(ended.lines)).toEqual(ranks(5).map((rank) => `I am ${rank} among 5`));
    for (const { rank, text } of ended.lines) expect(text).toBe(`I am ${rank} among 5`);
    test.setTimeout(120_000);
    expect((await anotherOrder('aprun -n 5 python3 mpiEx.py', 15)).size).toBe(2);
  });

  test('arguments arrive in sys.argv of every rank', async () => {
    await commworld.write('mpiEx.py', program('rate.py'));
    const ended = await commworld.launch('aprun -n 5 python3 mpiEx.py .001 .01 .1 1 10');
    endedAsAprunDoes(ended);
    expect(sorted(ended.lines)).toEqual(['.001', '.01', '.1', '1', '10'].map((rate, rank) => `rank ${rank} takes ${rate} of 5`));
  });

  test('numpy arrays travel to rank 0 with their tags', async () => {
    const ended = await commworld.program(program('collect.py'), 'aprun -n 5 python3 mpiEx.py', 'mpiEx.py');
    endedAsAprunDoes(ended);
    // Rank 0 alone prints, sender by sender.
    expect(ended.lines).toEqual([1, 2, 3, 4].map((rank) => ({ rank: 0, stderr: false, text: `from ${rank} tag ${10 + rank} count 3 values [${rank}.0, ${rank}.25, ${rank}.5]` })));
  });

  test('bcast, gather and Reduce give what they promise', async () => {
    const ended = await commworld.program(program('together.py'), 'aprun -n 3 python3 mpiEx.py', 'mpiEx.py');
    endedAsAprunDoes(ended);
    expect(sorted(ended.lines)).toEqual([
      'best 4.0',
      'rank 0 gathered [0, 1, 4]', 'rank 0 plan [4.0, 5.0]',
      'rank 1 gathered None', 'rank 1 plan [4.0, 5.0]',
      'rank 2 gathered None', 'rank 2 plan [4.0, 5.0]',
    ]);
    // Within a rank the order is the program's.
    for (const rank of ranks(3)) expect(ended.lines.filter((line) => line.rank === rank).map(({ text }) => text.split(' ')[2] ?? '').slice(0, 2)).toEqual(['plan', 'gathered']);
  });

  test('each rank has memory of its own', async () => {
    const { lines, code } = await commworld.program(program('memory.py'), 'aprun -n 4 python3 mpiEx.py', 'mpiEx.py');
    expect(code).toBe(0);
    expect(sorted(lines)).toEqual(["0 True ['written by 0'] True", '1 False [] False', '2 False [] False', '3 False [] False']);
  });

  test('random numbers differ from rank to rank and from run to run', async () => {
    await commworld.write('mpiEx.py', program('random_numbers.py'));
    const numbers: string[] = [];
    for (let run = 0; run < 2; run++) {
      const { lines, code } = await commworld.launch('aprun -n 4 python3 mpiEx.py');
      expect(code).toBe(0);
      expect(lines).toHaveLength(4);
      numbers.push(...lines.flatMap(({ text }) => text.split(' ').slice(1)));
    }
    expect(numbers).toHaveLength(24);
    expect(new Set(numbers).size).toBe(24);
  });

  test('seventy ranks', async () => {
    test.setTimeout(180_000);
    await commworld.write('mpiEx.py', program('hello.py'));
    const ended = await commworld.launch('aprun -n 70 python3 mpiEx.py', 150_000);
    endedAsAprunDoes(ended);
    expect(sorted(ended.lines)).toEqual(ranks(70).map((rank) => `I am ${rank} among 70`).sort());
    // The page is as good as before.
    const next = await commworld.launch('aprun -n 3 python3 mpiEx.py');
    expect(sorted(next.lines)).toEqual(ranks(3).map((rank) => `I am ${rank} among 3`));
  });
});

const lecture = lecturePrograms();

test.describe('the lecture’s own programs, word for word', () => {
  test.skip(lecture === null, 'The lecture does not lie beside this checkout.');
  const [hello = '', rate = '', sendRecv = '', collective = ''] = lecture ?? [];

  test('the lecture holds the four programs that these stories know', () => {
    expect(lecture).toHaveLength(4);
    expect([hello, rate, sendRecv, collective].map((text) => text.includes('from mpi4py import MPI'))).toEqual([true, true, true, true]);
  });

  test('rank and size', async () => {
    const ended = await commworld.program(hello, 'aprun -n 5 python3 mpiEx.py ', 'mpiEx.py');
    endedAsAprunDoes(ended);
    expect(sorted(ended.lines)).toEqual(['0 5', '1 5', '2 5', '3 5', '4 5']);
  });

  test('a learning rate for each rank', async () => {
    const ended = await commworld.program(rate, 'aprun -n 5 python3 mpiEx.py .001 .01 .1 1 10', 'mpiEx.py');
    endedAsAprunDoes(ended);
    expect(sorted(ended.lines)).toEqual(['.001', '.01', '.1', '1', '10'].map((each) => `My learning rate is ${each}`));
    ['.001', '.01', '.1', '1', '10'].forEach((each, rank) => expect(ended.lines.find((line) => line.rank === rank)?.text).toBe(`My learning rate is ${each}`));
  });

  test('Send and Recv', async () => {
    const ended = await commworld.program(sendRecv, 'aprun -n 5 python3 mpiEx.py', 'mpiEx.py');
    endedAsAprunDoes(ended);
    expect(ended.lines).toHaveLength(4);
    for (const { rank, text } of ended.lines) {
      expect(rank).toBe(0);
      expect(text).toMatch(/^\[ *[\d.e+-]+( +[\d.e+-]+){2} *\]$/);
    }
    expect(new Set(ended.lines.map(({ text }) => text)).size).toBe(4);
  });

  test('bcast, gather and Reduce', async () => {
    const ended = await commworld.program(collective, 'aprun -n 3 python3 mpiEx.py', 'mpiEx.py');
    endedAsAprunDoes(ended);
    const texts = sorted(ended.lines);
    expect(texts).toHaveLength(10);
    for (const rank of ranks(3)) expect(texts).toContain(`Rank ${rank} has array [10. 11. 12.]`);
    for (const rank of [1, 2]) expect(texts).toContain(`Rank ${rank} has array None`);
    expect(texts.filter((text) => /^Rank 0 has array \[(array\(\[[^\]]*\]\)(, )?){3}\]$/.test(text))).toHaveLength(1);
    const accuracies = texts.flatMap((text) => /^Rank \d has accuracy \[([\d.e-]+)\]$/.exec(text)?.[1] ?? []);
    expect(accuracies).toHaveLength(3);
    expect(new Set(accuracies).size).toBe(3);
    const most = accuracies.reduce((one, other) => (Number(one) > Number(other) ? one : other));
    expect(texts).toContain(`maximum accuracy is [${most}]`);
  });
});
