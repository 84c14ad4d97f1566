import { beforeEach, describe, expect, test, vi } from 'vitest';
import { LaunchError, type Launcher, type LaunchRequest, type Run, type RunEvents, type RunResult } from '../../mpiexec/launcher';
import { fileOf, textOf } from '../../project';
import { type Output, Stream } from '../../protocol';

/// A launcher whose run does what the test says.
class ScriptedLauncher implements Launcher {
  request: LaunchRequest | null = null;
  events: RunEvents | null = null;
  stops = 0;
  inputs: (string | null)[] = [];
  refuse: string | null = null;
  reject: (error: Error) => void = () => undefined;

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  onPreparation(): () => void {
    return () => undefined;
  }

  launch(request: LaunchRequest, events: RunEvents): Run {
    if (this.refuse !== null) throw new LaunchError(this.refuse);
    this.request = request;
    this.events = events;
    return {
      stop: () => void this.stops++,
      input: (line) => void this.inputs.push(typeof line === 'string' ? line : null),
      done: new Promise((_, reject) => {
        this.reject = reject;
      }),
    };
  }

  start(ranks: number): void {
    this.told.started({ ranks, sources: ['mpiEx.py'], epoch: 0, now: () => 5 });
  }

  end(result: Partial<RunResult> = {}): void {
    this.told.ended({ ranks: 2, code: 0, stopped: false, outcomes: [], notices: [], syntax: null, milliseconds: 12, usage: [], files: this.request?.files ?? {}, ...result });
  }

  get told(): RunEvents {
    if (this.events === null) throw new Error('nothing was launched');
    return this.events;
  }
}

let page: typeof import('..');
let launcher: ScriptedLauncher;

const wrote = (rank: number, text: string, stream = Stream.Stdout): Output => ({ rank, stream, sequence: 1, line: 0, time: 1, bytes: fileOf(text).bytes });
const status = (): string => {
  const { phase, preparation, inputWanted } = page.runStore.getState();
  return page.statusSentence(phase, preparation, inputWanted);
};

async function enter(line: string): Promise<void> {
  page.commands.typeCommand(line);
  page.commands.runCommand();
  await vi.waitFor(() => expect(page.runStore.getState().phase.kind === 'starting' && launcher.events === null && launcher.refuse === null).toBe(false));
}

beforeEach(async () => {
  vi.resetModules();
  launcher = new ScriptedLauncher();
  const { testServices } = await import('./testing');
  page = await import('..');
  page.connectServices(testServices(() => Promise.resolve(launcher)));
  await page.commands.startPage('');
});

test('a run: prompt, output, notices, status', async () => {
  await enter('aprun -n 2 python3 mpiEx.py');
  expect(status()).toBe('Starting…');
  launcher.start(2);
  expect(status()).toBe('Running 2 ranks…');
  launcher.told.output([wrote(1, '1 2\n'), wrote(0, '0 2\n')]);
  launcher.end({ notices: [{ kind: 'resources', text: 'Application 142889 resources: utime ~0s' }] });
  expect(page.output.plainText()).toBe('$ aprun -n 2 python3 mpiEx.py\n1 2\n0 2\nApplication 142889 resources: utime ~0s\n');
  expect(status()).toBe('Ended, code 0, 12 ms');
  expect(page.runStore.getState().recording).toMatchObject({ ranks: 2, ended: true });
});

test('the launcher gets files, command and settings of the project', async () => {
  page.commands.editFile('mpiEx.py', 'print(1)');
  page.commands.setEagerLimit('0');
  await enter('srun -n 3 python3 mpiEx.py');
  expect(launcher.request).toMatchObject({ command: 'srun -n 3 python3 mpiEx.py', settings: { eagerLimit: 0, buffering: 'line' } });
  expect(textOf({ bytes: launcher.request?.files['mpiEx.py'] ?? new Uint8Array() })).toBe('print(1)');
});

test('what ranks wrote is there for the next run', async () => {
  await enter('aprun -n 2 python3 mpiEx.py');
  launcher.start(2);
  const before = launcher.request?.files ?? {};
  launcher.end({ files: { ...before, 'out_0.txt': fileOf('zero').bytes } });
  expect([...page.projectStore.getState().written]).toEqual(['out_0.txt']);
  await enter('cat out_0.txt');
  expect(page.output.plainText().endsWith('$ cat out_0.txt\nzero\n')).toBe(true);
  launcher.events = null;
  await enter('aprun -n 2 python3 mpiEx.py');
  expect(Object.keys(launcher.request?.files ?? {})).toContain('out_0.txt');
});

test('a command that cannot be run says why', async () => {
  launcher.refuse = 'aprun: -n wants a number.';
  page.commands.typeCommand('aprun -n x python3 mpiEx.py');
  page.commands.runCommand();
  await vi.waitFor(() => expect(status()).toBe('Not started'));
  expect(page.output.plainText()).toBe('$ aprun -n x python3 mpiEx.py\naprun: -n wants a number.\n');
});

test('a run that breaks says why, and the next one can start', async () => {
  await enter('aprun -n 2 python3 mpiEx.py');
  launcher.reject(new Error('Python could not be fetched.'));
  await vi.waitFor(() => expect(status()).toBe('Not started'));
  expect(page.output.plainText()).toContain('Python could not be fetched.');
  launcher.events = null;
  await enter('aprun -n 2 python3 mpiEx.py');
  launcher.start(2);
  expect(status()).toBe('Running 2 ranks…');
});

test('a second Run while one is under way does nothing', async () => {
  await enter('aprun -n 2 python3 mpiEx.py');
  launcher.start(2);
  const first = launcher.request;
  page.commands.runCommand();
  expect(launcher.request).toBe(first);
  expect(page.output.plainText()).toBe('$ aprun -n 2 python3 mpiEx.py\n');
});

test('shell commands work during a run', async () => {
  await enter('aprun -n 2 python3 mpiEx.py');
  launcher.start(2);
  await enter('ls');
  expect(page.output.plainText()).toBe('$ aprun -n 2 python3 mpiEx.py\n$ ls\nmpiEx.py\n');
  expect(page.commandStore.getState().text).toBe('aprun -n 2 python3 mpiEx.py');
});

describe('Stop', () => {
  test('stops the run', async () => {
    await enter('aprun -n 2 python3 mpiEx.py');
    launcher.start(2);
    page.commands.stopRun();
    expect(launcher.stops).toBe(1);
    expect(status()).toBe('Stopping…');
    launcher.end({ code: 130, stopped: true });
    expect(status()).toBe('Ended, code 130, 12 ms, stopped');
  });

  test('pressed before the ranks stand', async () => {
    page.commands.typeCommand('aprun -n 2 python3 mpiEx.py');
    page.commands.runCommand();
    page.commands.stopRun();
    await vi.waitFor(() => expect(status()).toContain('Ended, code 130'));
    expect(launcher.events).toBeNull();
  });

  test('another project opened stops the run, and its files stay out of that project', async () => {
    await enter('aprun -n 2 python3 mpiEx.py');
    launcher.start(2);
    await page.commands.newProject();
    expect(launcher.stops).toBe(1);
    launcher.end({ files: { 'late.txt': fileOf('x').bytes } });
    expect([...page.projectStore.getState().project.files.keys()]).toEqual(['main.py']);
  });
});

test('input goes to rank 0 and shows behind its question', async () => {
  await enter('aprun -n 1 python3 mpiEx.py');
  launcher.start(1);
  launcher.told.output([wrote(0, 'Name? ')]);
  launcher.told.inputWanted(true);
  expect(status()).toBe('Rank 0 waits for input');
  page.commands.sendInput('Ada');
  page.commands.sendInput(null);
  expect(launcher.inputs).toEqual(['Ada', null]);
  expect(page.output.plainText()).toContain('Name? Ada\n');
});

test('a SyntaxError is marked in its file until that is changed', async () => {
  page.commands.newFile('other.py');
  await enter('aprun -n 1 python3 mpiEx.py');
  launcher.start(1);
  launcher.end({ code: 1, syntax: { file: '/home/student/mpiEx.py', line: 2, column: 3, endLine: 2, endColumn: 4, message: 'invalid syntax' } });
  expect(page.tabsStore.getState()).toMatchObject({ active: 'mpiEx.py', mark: { file: 'mpiEx.py', line: 2, message: 'invalid syntax' }, goTo: { line: 2 } });
  page.commands.editFile('other.py', 'x');
  expect(page.tabsStore.getState().mark).not.toBeNull();
  page.commands.editFile('mpiEx.py', 'x');
  expect(page.tabsStore.getState().mark).toBeNull();
});

test.each([
  ['aprun -n 5 python3 x.py', 5],
  ['mpiexec -np 3 python3 x.py', 3],
  ['srun --ntasks=7 x', 7],
  ['aprun -n 70 python3 x.py', 16],
  ['python3 x.py', 4],
])('%s: %d interpreters are warmed', async (command, ranks) => {
  const { ranksAsked } = await import('./run');
  expect(ranksAsked(command)).toBe(ranks);
});
