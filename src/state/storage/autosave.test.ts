import { beforeEach, describe, expect, test } from 'vitest';
import { changed, fileOf, fromStored, type Project, projectOf, starterContent, textOf, withFile } from '../../project';
import { Autosave, copyName, type SaveState } from './autosave';
import { type Journal, type JournalStore, journals, sameWork, withJournal } from './journal';
import { memoryStorage, type ProjectStorage } from './project-storage';

function journalStore(): JournalStore & { readonly map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    keys: () => [...map.keys()],
  };
}

/// A browser tab: autosave with timers that run when told.
class Tab {
  readonly states: SaveState[] = [];
  readonly copies: Project[] = [];
  project: Project;
  readonly autosave: Autosave;
  #tasks = new Set<() => void>();

  constructor(storage: ProjectStorage, journal: JournalStore, page: string, project: Project, stamp: string | null) {
    this.project = project;
    this.autosave = new Autosave({
      storage, journal, page,
      now: () => 0,
      later: (task) => {
        this.#tasks.add(task);
        return () => this.#tasks.delete(task);
      },
      onState: (state) => this.states.push(state),
      onCopy: (copy) => {
        this.copies.push(copy);
        this.project = copy;
      },
      onSaved: () => undefined,
    });
    this.autosave.open(project, stamp === null ? null : { stamp, origin: null });
  }

  write(text: string): void {
    const next = withFile(this.project, 'main.py', fileOf(text));
    if (!next.ok) throw new Error(next.sentence);
    this.project = next.value;
    this.autosave.changed(this.project);
  }

  async settle(): Promise<void> {
    for (let round = 0; round < 5; round++) {
      const due = [...this.#tasks];
      this.#tasks.clear();
      for (const task of due) task();
      await this.autosave.flush();
    }
  }
}

let storage: ProjectStorage;
let journal: ReturnType<typeof journalStore>;
const start = projectOf(starterContent(), 'p');

async function stored(id: string): Promise<Project> {
  const kept = await storage.read(id);
  const project = kept === null ? null : fromStored(kept.project);
  if (project === null || !project.ok) throw new Error(`nothing stored as ${id}`);
  return project.value;
}

const text = (project: Project): string => textOf(project.files.get('main.py') ?? fileOf('(none)'));

async function opened(page: string): Promise<Tab> {
  const kept = await storage.read('p');
  if (kept === null) throw new Error('nothing stored');
  return new Tab(storage, journal, page, await stored('p'), kept.stamp);
}

beforeEach(async () => {
  storage = memoryStorage();
  journal = journalStore();
  await new Tab(storage, journal, 'first', start, null).settle();
});

test('a change is stored', async () => {
  const tab = await opened('a');
  tab.write('one');
  expect(tab.states.at(-1)).toEqual({ kind: 'unsaved' });
  await tab.settle();
  expect(text(await stored('p'))).toBe('one');
  expect(tab.states.at(-1)).toEqual({ kind: 'saved' });
});

test('what is typed while a save is under way is stored too', async () => {
  const tab = await opened('a');
  tab.write('one');
  const first = tab.autosave.flush();
  tab.write('two');
  await first;
  await tab.settle();
  expect(text(await stored('p'))).toBe('two');
});

describe('two tabs', () => {
  test('the second’s work becomes a copy, the first’s stays', async () => {
    const a = await opened('a');
    const b = await opened('b');
    a.write('from a');
    b.write('from b');
    await a.settle();
    await b.settle();
    expect(text(await stored('p'))).toBe('from a');
    expect(b.copies).toHaveLength(1);
    expect(b.project.name).toBe('Untitled (copy)');
    expect(text(await stored(b.project.id))).toBe('from b');
    b.write('more from b');
    await b.settle();
    expect(text(await stored(b.project.id))).toBe('more from b');
    expect(text(await stored('p'))).toBe('from a');
  });

  test('the same work in both is no conflict', async () => {
    const a = await opened('a');
    const b = await opened('b');
    a.write('same');
    b.write('same');
    await a.settle();
    await b.settle();
    expect(b.copies).toHaveLength(0);
    b.write('later');
    await b.settle();
    expect(text(await stored('p'))).toBe('later');
  });

  test('equal revisions are still a conflict', async () => {
    const a = await opened('a');
    const b = await opened('b');
    a.write('x');
    b.write('y');
    expect(a.project.revision).toBe(b.project.revision);
    await a.settle();
    await b.settle();
    expect(b.copies).toHaveLength(1);
  });

  test('a project removed in one tab and changed in the other is kept', async () => {
    const a = await opened('a');
    await storage.remove('p');
    a.write('still here');
    await a.settle();
    expect(text(await stored('p'))).toBe('still here');
    expect(a.copies).toHaveLength(0);
  });
});

describe('journal', () => {
  const left = (): Journal => {
    const journalLeft = journals(journal)[0];
    if (journalLeft === undefined) throw new Error('no journal');
    return journalLeft.journal;
  };

  test('holds what the storage does not, binary files too, and goes once it is stored', async () => {
    const tab = await opened('a');
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    const both = withFile(tab.project, 'out.bin', { bytes });
    if (!both.ok) throw new Error(both.sentence);
    tab.project = both.value;
    tab.write('unsaved');
    const writing = storage.write;
    storage.write = () => new Promise(() => undefined);
    tab.autosave.leave();
    storage.write = writing;
    const recovered = withJournal(await stored('p'), left());
    expect(text(recovered)).toBe('unsaved');
    expect(recovered.files.get('out.bin')?.bytes).toEqual(bytes);
    expect(left().base).toBe((await storage.read('p'))?.stamp);

    const other = await opened('b');
    other.write('x');
    other.autosave.leave();
    await other.settle();
    expect(journals(journal).map(({ page }) => page)).toEqual(['a']);
  });

  test('knows removed files', async () => {
    const tab = await opened('a');
    tab.project = changed(tab.project, { files: new Map([['other.py', fileOf('o')]]), command: 'srun -n 2 python3 other.py' });
    tab.autosave.changed(tab.project);
    const writing = storage.write;
    storage.write = () => new Promise(() => undefined);
    tab.autosave.leave();
    storage.write = writing;
    const recovered = withJournal(await stored('p'), left());
    expect(sameWork(recovered, tab.project)).toBe(true);
    expect([...recovered.files.keys()]).toEqual(['other.py']);
  });

  test('a damaged one is thrown away', () => {
    journal.map.set('commworld.journal.x', '{"id":');
    journal.map.set('commworld.journal.y', '{"id":3}');
    expect(journals(journal)).toEqual([]);
    expect(journal.map.size).toBe(0);
  });

  test('a full localStorage does not throw', async () => {
    const tab = await opened('a');
    journal.setItem = () => {
      throw new Error('full');
    };
    tab.write('x');
    expect(() => tab.autosave.leave()).not.toThrow();
  });
});

test('refused storage is told and work goes on', async () => {
  const tab = await opened('a');
  storage.write = () => Promise.reject(new DOMException('', 'QuotaExceededError'));
  tab.write('one');
  await tab.autosave.flush();
  expect(tab.states.at(-1)).toMatchObject({ kind: 'failing', sentence: expect.stringContaining('full') as string });
  expect(tab.autosave.dirty).toBe(true);
});

test('names of copies', () => {
  expect(copyName('a')).toBe('a (copy)');
  expect(copyName('a (copy)')).toBe('a (copy 2)');
  expect(copyName('a (copy 9)')).toBe('a (copy 10)');
  expect(copyName('x'.repeat(100)).length).toBeLessThanOrEqual(100);
});
