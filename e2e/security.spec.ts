/// A link comes from a stranger. What its program may reach: its own memory, the shared files, MPI.

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { CommworldPage, type Ended, ranks, sorted } from './page';
import { program } from './programs';

let page: Page;
let commworld: CommworldPage;
let server: Server;
/// What reached a server that a rank was told to call.
const reached: string[] = [];
/// What the browser asked for since the page stood.
let requests: string[] = [];

test.beforeAll(async ({ browser }) => {
  server = createServer(({ url = '' }, response) => {
    reached.push(url);
    response.writeHead(200, { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }).end('reached');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  page = await browser.newPage();
  page.context().on('request', (request) => requests.push(request.url()));
  commworld = await CommworldPage.open(page);
});

test.afterAll(async () => {
  await page.close();
  await new Promise((done) => server.close(done));
});

/// Nothing of the page's own has changed, and nothing has left it.
async function pageState(): Promise<unknown> {
  return page.evaluate(async () => ({
    title: document.title,
    address: location.href,
    scripts: [...document.scripts].map(({ src }) => src),
    kept: Object.keys(localStorage).filter((key) => !key.startsWith('commworld')),
    databases: (await indexedDB.databases()).map(({ name }) => name).sort(),
    caches: await caches.keys(),
    cookies: document.cookie,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
}

/// Runs a program that tries something; nothing may be open, nothing asked for but the page's own files, and the page is as it was.
async function attack(name: string, args = '', count = 2): Promise<Ended> {
  await commworld.write(name, program(name));
  const before = await pageState();
  requests = [];
  const ended = await commworld.launch(`mpiexec -n ${count} python3 ${name} ${args}`);
  expect.soft(ended.lines.filter(({ text }) => text.startsWith('OPEN')).map(({ text }) => text)).toEqual([]);
  const own = new URL('/assets/', page.url()).href;
  expect.soft(requests.filter((url) => !(url.startsWith(own) && !url.includes('?')) && !url.startsWith('blob:') && !url.startsWith('data:')), 'requests that are not the page’s own files').toEqual([]);
  expect.soft(reached, 'requests at the server').toEqual([]);
  expect.soft(await pageState()).toEqual(before);
  return ended;
}

function wasTried(ended: Ended): void {
  expect(ended.lines.map(({ text }) => text).join('\n')).toContain('all tried');
  expect(ended.code).toBe(0);
}

async function nextIsRight(): Promise<void> {
  await commworld.write('hello.py', program('hello.py'));
  const { code, lines } = await commworld.launch('mpiexec -n 3 python3 hello.py');
  expect(code).toBe(0);
  expect(sorted(lines)).toEqual(ranks(3).map((rank) => `I am ${rank} among 3`));
}

test('imports lead nowhere, whatever the import hooks are', async () => {
  const ended = await attack('attack_imports.py');
  wasTried(ended);
  const texts = ended.lines.map(({ text }) => text);
  expect(texts[0]).toBe('loaded []');
  for (const name of ['js', 'pyodide_js', 'pyodide', '_pyodide_core', 'micropip']) {
    // Told in a sentence why.
    expect(texts.find((text) => text.startsWith(`closed plainly ${name} - `))).toMatch(/a rank has no way to the browser page/);
  }
});

test('no object that Python can follow is a proxy of the page', async () => {
  wasTried(await attack('attack_objects.py'));
});

test('Pyodide’s own interface and the ranks’ shared memory are out of reach', async () => {
  wasTried(await attack('attack_world.py'));
});

test('a proxy made out of nothing runs no JavaScript and finds no globals', async () => {
  wasTried(await attack('attack_proxy.py'));
});

test('plain Python’s ways to the network are closed', async () => {
  const { port } = server.address() as AddressInfo;
  // The server does answer, so that its silence below means something.
  expect(await (await fetch(`http://127.0.0.1:${port}/control`)).text()).toBe('reached');
  expect(reached.splice(0)).toEqual(['/control']);
  wasTried(await attack('attack_network.py', `127.0.0.1:${port}`));
});

for (const call of [
  'emscripten_run_script int "self.postMessage(1)"',
  'emscripten_run_script_string text "typeof fetch"',
  'emscripten_run_script_int int "6*7"',
  'emscripten_asm_const_int int 0 0 0',
  'emscripten_async_wget_data int URL 0 0 0',
  'emscripten_async_wget int URL out.txt 0 0',
  'emscripten_websocket_new int 0',
  'pyodide_js_init int',
  'system int "curl URL"',
]) {
  test(`machine code by name: ${call.split(' ')[0]}`, async () => {
    const { port } = server.address() as AddressInfo;
    const ended = await attack('attack_native.py', call.replace('URL', `http://127.0.0.1:${port}/by-native`));
    const answers = ended.lines.map(({ text }) => text).filter((text) => text.startsWith('answered'));
    // An address, zero or nothing; never what JavaScript would have answered.
    expect(answers.filter((text) => /42|undefined|function|object/.test(text))).toEqual([]);
    await nextIsRight();
  });
}

test('a rank finds no other rank’s secret in all the memory that it can address', async () => {
  const ended = await attack('attack_memory.py', '', 3);
  expect(ended.code).toBe(0);
  // Rank 0 finds its own: the search works.
  expect(sorted(ended.lines)).toEqual(['0 has copied True and finds it True', '1 has copied True and finds it False', '2 has copied True and finds it False']);
});

test('the worker of a rank has nothing left to leave by', async () => {
  const names = [
    'fetch', 'XMLHttpRequest', 'WebSocket', 'WebSocketStream', 'WebTransport', 'EventSource', 'importScripts', 'RTCPeerConnection', 'Request', 'Response', 'indexedDB', 'IDBFactory', 'caches', 'CacheStorage',
    'cookieStore', 'navigator', 'location', 'Worker', 'SharedWorker', 'BroadcastChannel', 'MessageChannel', 'MessagePort', 'postMessage', 'eval', 'close', 'Notification', 'FileReaderSync', 'OffscreenCanvas',
    'createImageBitmap', 'FontFace', 'StorageManager', 'NavigationPreloadManager', 'ServiceWorkerContainer', 'webkitRequestFileSystemSync', 'webkitResolveLocalFileSystemSyncURL', 'reportError', 'structuredClone',
  ];
  const expression = `JSON.stringify({ rank: typeof fetch === 'undefined', left: ${JSON.stringify(names)}.filter((name) => {
    for (let level = globalThis; level !== null; level = Object.getPrototypeOf(level)) {
      const there = Object.getOwnPropertyDescriptor(level, name);
      if (there !== undefined && (there.value !== undefined || there.get !== undefined)) return true;
    }
    return false;
  }) })`;
  // Warm interpreters, and Monaco's worker, which keeps its fetch.
  await expect.poll(async () => (await inWorkers(expression)).filter((found) => found.includes('"rank":true')).length).toBeGreaterThan(0);
  for (const found of await inWorkers(expression)) {
    if (found.includes('"rank":true')) expect(found).toBe('{"rank":true,"left":[]}');
  }
});

/// What an expression gives in each worker of the page. By the debugger: Playwright's own way needs the `eval` that a rank has not.
async function inWorkers(expression: string): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const results: Promise<string>[] = [];
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type !== 'worker') return;
    results.push(new Promise((resolve) => {
      session.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
        if (from !== sessionId) return;
        const { id, result } = JSON.parse(message) as { id?: number; result?: { result?: { value?: string } } };
        if (id === 1) resolve(result?.result?.value ?? '');
      });
    }));
    void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }) });
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const found = await Promise.all(results);
  await session.detach();
  return found;
}

test('files outside the working directory are gone after the run; only /tmp is shared by its ranks', async () => {
  const first = await commworld.program(`
import os
from mpi4py import MPI
comm = MPI.COMM_WORLD
for path in ('/tmp/left.txt', '/left.txt', '/lib/left.txt', '/home/web_user/left.txt', '/home/student/../left.txt'):
    try:
        if comm.rank == 0:
            open(path, 'w').write('left')
    except OSError as error:
        print('refused', path)
comm.Barrier()
print(comm.rank, [path for path in ('/tmp/left.txt', '/left.txt', '/lib/left.txt', '/home/web_user/left.txt', '/home/left.txt') if comm.rank != 0 and os.path.exists(path)])
print(os.path.exists('/etc/passwd'), os.path.exists('/proc/version'))
`, 'mpiexec -n 2 python3 main.py');
  expect(first.code).toBe(0);
  expect(first.lines.filter(({ text }) => /^1 /.test(text)).map(({ text }) => text)).toEqual(["1 ['/tmp/left.txt']"]);
  expect(first.lines.filter(({ text }) => text.includes('True'))).toEqual([]);
  expect((await commworld.files()).filter((name) => name.includes('left'))).toEqual([]);
  const second = await commworld.program(`import os\nprint([path for path in ('/tmp/left.txt', '/left.txt', '/lib/left.txt') if os.path.exists(path)])\n`, 'mpiexec -n 1 python3 main.py');
  expect(second.lines.map(({ text }) => text)).toEqual(['[]']);
});

test('what a rank writes is text: no element of it comes into the page', async () => {
  const trap = '<img src=x onerror="document.title=`taken`"><b id=trap>bold</b>';
  const ended = await commworld.program(`
import sys
trap = ${JSON.stringify(trap)}
print(trap)
print(trap, file=sys.stderr)
open('out_<b>.txt', 'w').write(trap)
class Error(Exception):
    pass
Error.__name__ = trap
Error.__qualname__ = trap
raise Error(trap)
`, 'mpiexec -n 1 python3 main.py');
  expect(ended.lines[0]?.text).toBe(trap);
  expect(await page.locator('#trap, img[src="x"]').count()).toBe(0);
  const files = await commworld.showFiles();
  await files.getByRole('button', { name: 'out_<b>.txt', exact: true }).click();
  await expect(files.getByRole('region', { name: 'File out_<b>.txt' })).toContainText(trap);
  expect(await page.locator('#trap, img[src="x"]').count()).toBe(0);
  await commworld.showOutput();
  expect(await page.title()).not.toBe('taken');
  // The names of the timeline are a stranger's too.
  await commworld.table('Prints');
  expect(await page.locator('#trap, img[src="x"]').count()).toBe(0);
  await commworld.closeTable();
  await commworld.shell("rm 'out_<b>.txt'");
});

test('leaving by os._exit, and a broken interpreter, end in a sentence', async () => {
  const left = await commworld.program(`import os\nfrom mpi4py import MPI\nif MPI.COMM_WORLD.rank == 1:\n    os._exit(3)\nMPI.COMM_WORLD.Barrier()\n`, 'mpiexec -n 2 python3 main.py');
  expect(left.status).toMatch(/^Ended, code 3,/);
  expect(left.notices.join('\n')).toMatch(/rank 1 exited with code 3/);
  await nextIsRight();
});

/// The policy of a rank's worker as the build's configuration names it.
const POLICY = /const RANK_POLICY =\s*"([^"]+)"/.exec(readFileSync(fileURLToPath(new URL('../vite.config.ts', import.meta.url)), 'utf8'))?.[1];

for (const [host, address] of [['a host with headers', '/'], ['a plain host, by the service worker', 'http://127.0.0.1:PLAIN/courses/mpi/']] as const) {
  test(`the rank’s worker comes with its policy from ${host}`, async ({ browser, baseURL }) => {
    expect(POLICY).toContain("connect-src 'none'");
    expect(POLICY).toContain("default-src 'none'");
    expect(POLICY).not.toContain("'unsafe-eval'");
    const context = await browser.newContext();
    const policies: (string | undefined)[] = [];
    const own = await context.newPage();
    // The last answers count: before the service worker stands there is no policy, and no run either.
    own.on('response', async (response) => {
      if (/browser\.worker/.test(response.url())) policies.push((await response.allHeaders())['content-security-policy']);
    });
    const plain = String(Number(new URL(baseURL ?? '').port) + 1);
    const opened = await CommworldPage.open(own, address.replace('PLAIN', plain));
    const { code } = await opened.launch('mpiexec -n 2 python3 mpiEx.py');
    expect(code).toBe(0);
    expect(policies.length).toBeGreaterThan(0);
    expect(new Set(policies)).toEqual(new Set([POLICY]));
    await context.close();
  });
}
