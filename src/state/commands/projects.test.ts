import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fileOf, fromStored, type Project, textOf, toZip } from '../../project';
import type { TestServices } from './testing';

/// Commands hold the state of one page: each test has a page of its own.
async function freshPage(): Promise<{ page: typeof import('..'); saving: typeof import('./saving'); services: TestServices }> {
  vi.resetModules();
  const { testServices } = await import('./testing');
  const page = await import('..');
  const saving = await import('./saving');
  const services = testServices();
  page.connectServices(services);
  return { page, saving, services };
}

let at: Awaited<ReturnType<typeof freshPage>>;
const open = (): Project => at.page.projectStore.getState().project;
const text = (path: string): string => textOf(open().files.get(path) ?? fileOf('(none)'));
const messages = (): string[] => at.page.messageStore.getState().messages.map((message) => message.text);

async function settled(): Promise<void> {
  at.services.elapse();
  await at.saving.saving().flush();
}

async function stored(id: string): Promise<Project | null> {
  const kept = await at.services.storage.read(id);
  const project = kept === null ? null : fromStored(kept.project);
  return project?.ok === true ? project.value : null;
}

beforeEach(async () => {
  at = await freshPage();
});

test('a first visit shows the start project and its command', async () => {
  await at.page.commands.startPage('');
  expect([...open().files.keys()]).toEqual(['mpiEx.py']);
  expect(at.page.commandStore.getState().text).toBe('aprun -n 5 python3 mpiEx.py');
  expect(at.page.tabsStore.getState()).toMatchObject({ tabs: ['mpiEx.py'], active: 'mpiEx.py' });
});

test('the next visit shows what was left', async () => {
  const { commands } = at.page;
  await commands.startPage('');
  commands.editFile('mpiEx.py', 'mine');
  commands.typeCommand('mpirun -n 3 python3 mpiEx.py');
  await settled();
  const { services } = at;
  vi.resetModules();
  const page = await import('..');
  page.connectServices(services);
  await page.commands.startPage('');
  expect(textOf(page.projectStore.getState().project.files.get('mpiEx.py') ?? fileOf(''))).toBe('mine');
  expect(page.commandStore.getState().text).toBe('mpirun -n 3 python3 mpiEx.py');
});

describe('links', () => {
  async function linkOf(files: Record<string, string>, command: string): Promise<string> {
    const { encodeLink } = await import('../../project');
    return `#${encodeLink({ name: 'Shared', files: new Map(Object.entries(files).map(([path, content]) => [path, fileOf(content)])), command, settings: { eagerLimit: 0, buffering: 'none' }, lesson: null })}`;
  }

  test('a link makes a new project, tells what it holds, and leaves own work alone', async () => {
    const { commands } = at.page;
    await commands.startPage('');
    commands.editFile('mpiEx.py', 'mine');
    await settled();
    const mine = open().id;
    expect(await commands.openFragment(await linkOf({ 'mpiEx.py': 'theirs' }, 'srun -n 2 python3 mpiEx.py'))).toBe(true);
    expect(open().id).not.toBe(mine);
    expect(text('mpiEx.py')).toBe('theirs');
    expect(open().settings).toEqual({ eagerLimit: 0, buffering: 'none' });
    expect(at.page.projectStore.getState().arrival).toMatchObject({ from: 'link', content: { command: 'srun -n 2 python3 mpiEx.py' } });
    expect(at.page.runStore.getState().phase).toEqual({ kind: 'idle' });
    expect(textOf((await stored(mine))?.files.get('mpiEx.py') ?? fileOf(''))).toBe('mine');
  });

  test('unsaved work is saved before a link opens', async () => {
    const { commands } = at.page;
    await commands.startPage('');
    commands.editFile('mpiEx.py', 'typed just now');
    const mine = open().id;
    await commands.openFragment(await linkOf({ 'a.py': '1' }, 'srun -n 2 python3 a.py'));
    expect(textOf((await stored(mine))?.files.get('mpiEx.py') ?? fileOf(''))).toBe('typed just now');
  });

  test('the same link twice is one project as long as it is unchanged', async () => {
    const { commands } = at.page;
    const link = await linkOf({ 'a.py': '1' }, 'srun -n 2 python3 a.py');
    await commands.startPage(link);
    const first = open().id;
    await commands.openFragment(link);
    expect(open().id).toBe(first);
    commands.editFile('a.py', 'changed');
    await commands.openFragment(link);
    expect(open().id).not.toBe(first);
    expect(text('a.py')).toBe('1');
    expect(open().name).toBe('Shared 2');
  });

  test('a broken link gives one sentence and changes nothing', async () => {
    await at.page.commands.startPage('#v1.not*a*link');
    expect(messages()).toHaveLength(1);
    expect([...open().files.keys()]).toEqual(['mpiEx.py']);
    expect(at.page.projectStore.getState().arrival).toBeNull();
  });

  test('a link made here opens here', async () => {
    const { commands } = at.page;
    await commands.startPage('');
    commands.newFile('data.bin', { bytes: Uint8Array.of(0, 255, 10) });
    const link = commands.projectLink(false);
    if (!link.ok) throw new Error(link.sentence);
    expect(link.address.startsWith('https://example.org/commworld/#v1.')).toBe(true);
    await commands.newProject();
    await commands.openFragment(link.address.slice(link.address.indexOf('#')));
    expect(open().files.get('data.bin')?.bytes).toEqual(Uint8Array.of(0, 255, 10));
  });
});

describe('projects', () => {
  test('removing one can be undone', async () => {
    const { commands } = at.page;
    await commands.startPage('');
    commands.editFile('mpiEx.py', 'precious');
    const { id } = open();
    await commands.removeProject();
    expect(open().id).not.toBe(id);
    expect(await stored(id)).toBeNull();
    at.page.messageStore.getState().messages[0]?.action?.run();
    await vi.waitFor(async () => expect(textOf((await stored(id))?.files.get('mpiEx.py') ?? fileOf(''))).toBe('precious'));
    expect(open().id).toBe(id);
  });

  test('a copy is another project', async () => {
    const { commands } = at.page;
    await commands.startPage('');
    await settled();
    const { id } = open();
    await commands.duplicateProject();
    commands.editFile('mpiEx.py', 'in the copy');
    await settled();
    expect(open().name).toBe('My first ranks (copy)');
    expect(textOf((await stored(id))?.files.get('mpiEx.py') ?? fileOf(''))).toContain('COMM_WORLD');
  });

  test('a zip comes in as a new project; what is no zip is told', async () => {
    const { commands } = at.page;
    await commands.startPage('');
    await commands.importZip(toZip({ ...open(), name: 'Zipped', files: new Map([['z.py', fileOf('z')]]) }), 'x.zip');
    expect(open().name).toBe('Zipped');
    await commands.importZip(fileOf('no zip').bytes, 'bad.zip');
    expect(messages().at(-1)).toContain('bad.zip');
    expect(open().name).toBe('Zipped');
  });

  test('a new name must be one', async () => {
    const { commands } = at.page;
    await commands.startPage('');
    expect(commands.renameProject(' ')).toContain('needs a name');
    expect(commands.renameProject('Ring')).toBeNull();
    expect(open().name).toBe('Ring');
  });
});

describe('files', () => {
  beforeEach(() => at.page.commands.startPage(''));

  test('a removed file comes back by Undo, with its tab', () => {
    const { commands, tabsStore, messageStore } = at.page;
    commands.newFile('b.py', fileOf('b'));
    commands.removeFiles(['b.py']);
    expect(tabsStore.getState()).toMatchObject({ tabs: ['mpiEx.py'], active: 'mpiEx.py' });
    messageStore.getState().messages[0]?.action?.run();
    expect(text('b.py')).toBe('b');
    expect(tabsStore.getState()).toMatchObject({ tabs: ['mpiEx.py', 'b.py'], active: 'b.py' });
  });

  test('Reset brings back the beginning, also after a reload', async () => {
    at.page.commands.editFile('mpiEx.py', 'changed');
    await settled();
    const { services } = at;
    vi.resetModules();
    const page = await import('..');
    page.connectServices(services);
    await page.commands.startPage('');
    expect(page.commands.resetFile('mpiEx.py')).toBe(true);
    expect(textOf(page.projectStore.getState().project.files.get('mpiEx.py') ?? fileOf(''))).toContain('COMM_WORLD');
    expect(page.commands.resetFile('nothing.py')).toBe(false);
  });

  test('a traceback’s path finds the file', () => {
    const { commands, tabsStore } = at.page;
    expect(commands.projectPath('/home/student/mpiEx.py')).toBe('mpiEx.py');
    expect(commands.projectPath('/lib/python3.14/site-packages/numpy/x.py')).toBeNull();
    commands.openLine('/home/student/mpiEx.py', 3);
    expect(tabsStore.getState().goTo).toMatchObject({ path: 'mpiEx.py', line: 3 });
  });

  test('bad names are refused with a sentence', () => {
    const { commands } = at.page;
    expect(commands.newFile('../x')).toContain('..');
    expect(commands.newFile('mpiEx.py')).toContain('already');
    expect(commands.renameFile('mpiEx.py', '')).toContain('needs a name');
  });
});

test('unsaved work of a page that went is taken over', async () => {
  await at.page.commands.startPage('');
  await settled();
  const { id } = open();
  const { services } = at;
  const write = services.storage.write;
  services.storage.write = () => new Promise(() => undefined);
  at.page.commands.editFile('mpiEx.py', 'last words');
  at.page.commands.leavePage();
  services.storage.write = write;
  vi.resetModules();
  const page = await import('..');
  page.connectServices({ ...services, page: 'the next page' });
  await page.commands.startPage('');
  expect(page.projectStore.getState().project.id).toBe(id);
  expect(textOf(page.projectStore.getState().project.files.get('mpiEx.py') ?? fileOf(''))).toBe('last words');
  expect(services.local.keys().filter((key) => key.startsWith('commworld.journal.'))).toEqual([]);
});
