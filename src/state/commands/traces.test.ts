import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, fileOf, projectOf } from '../../project';
import { columnsOf } from '../../trace/testing/columns';
import { collectives, sendToZero } from '../../trace/testing/scenarios';
import { Recording } from '../../trace';
import { messageStore } from '../page/message-store';
import { projectStore } from '../project/project-store';
import { tabsStore } from '../project/tabs-store';
import { noteRun } from '../run/run-about';
import { runStore } from '../run/run-store';
import { connectServices } from '../services';
import { show } from './saving';
import { testServices, type TestServices } from './testing';
import { exportRun, openRunLine, openTrace, savePicture, saveTrace } from './traces';

let services: TestServices;
const said = (): string => messageStore.getState().messages.at(-1)?.text ?? '';

/// A run of three ranks that has ended, of a program whose text is known.
function ended(): Recording {
  const scripted = sendToZero(3);
  noteRun(scripted, {
    command: 'mpiexec -n 3 python3 mpiEx.py', settings: { eagerLimit: 4096 }, began: Date.UTC(2026, 10, 23, 12), outcome: { code: 0, stopped: false, milliseconds: 900, notices: [] },
  });
  scripted.texts = [`${'\n'.repeat(9)}comm.Send(x, dest=0)\n`];
  return scripted;
}

beforeEach(() => {
  services = {
    ...testServices(),
    later: (task) => {
      queueMicrotask(task);
      return () => undefined;
    },
  };
  connectServices(services);
  messageStore.setState({ messages: [] });
  const content = { name: 'mine', files: new Map([['main.py', fileOf('print(1)\n')]]), command: 'mpiexec -n 2 python3 main.py', settings: DEFAULT_SETTINGS, lesson: null };
  show(projectOf(content), null, content);
  runStore.setState({ phase: { kind: 'idle' }, recording: null, result: null });
});

describe('saving', () => {
  test('a saved trace has program and ranks in its name, and opens again as the same run', async () => {
    const recording = ended();
    runStore.setState({ recording });
    await saveTrace();
    const [saved] = services.downloads;
    expect(saved?.name).toBe('mpiEx-3-ranks.cwtrace');
    runStore.setState({ recording: null });
    await openTrace(new Blob([saved!.bytes.slice()]), 'mpiEx-3-ranks.cwtrace');
    const opened = runStore.getState().recording;
    expect(opened).not.toBeNull();
    expect(columnsOf(opened!)).toEqual(columnsOf(recording));
    expect(said()).toBe('mpiEx-3-ranks.cwtrace is open: mpiexec -n 3 python3 mpiEx.py (3 ranks), run on 23 November 2026, ended with code 0.');
  });

  test.each([['chrome', '.perfetto.json', '{'], ['shiviz', '.shiviz.log', '(?<host>'], ['events', '-events.csv', 'event,rank,'], ['messages', '-messages.csv', 'message,sender,']] as const)('as %s', async (kind, ending, begins) => {
    runStore.setState({ recording: ended() });
    await exportRun(kind);
    expect(services.downloads.map(({ name }) => name)).toEqual([`mpiEx-3-ranks${ending}`]);
    expect(new TextDecoder().decode(services.downloads[0]!.bytes).startsWith(begins)).toBe(true);
  });

  test('a picture', () => {
    runStore.setState({ recording: ended() });
    savePicture(Uint8Array.of(1), 'svg');
    expect(services.downloads.map(({ name }) => name)).toEqual(['mpiEx-3-ranks.svg']);
  });

  test('a name that no file system would take becomes one that it does', () => {
    const recording = ended();
    noteRun(recording, { command: 'mpiexec -n 3 python3 "a b/../c:d*.py" x' });
    runStore.setState({ recording });
    savePicture(Uint8Array.of(1), 'png');
    expect(services.downloads[0]?.name).toBe('c-d-3-ranks.png');
  });

  test('nothing is saved of a run that is not there or still lives', async () => {
    await saveTrace();
    expect(said()).toBe('There is no run to save yet.');
    const live = new Recording();
    live.start({ ranks: 1, sources: [] });
    runStore.setState({ recording: live });
    await exportRun('chrome');
    expect(said()).toContain('still running');
    expect(services.downloads).toEqual([]);
  });
});

describe('opening', () => {
  test('a file that is no trace is told in a sentence and changes nothing', async () => {
    const recording = collectives(3);
    runStore.setState({ recording });
    const before = projectStore.getState().project;
    await openTrace(new Blob(['print(1)']), 'main.py');
    expect(said()).toBe('main.py cannot be opened: it is not a trace of Commworld, or it is damaged.');
    expect(runStore.getState().recording).toBe(recording);
    expect(projectStore.getState().project).toBe(before);
  });

  test('not while a program runs', async () => {
    runStore.setState({ phase: { kind: 'running', ranks: 1, stopping: false } });
    await openTrace(new Blob(['x']), 'x.cwtrace');
    expect(said()).toContain('stop it before you open a trace');
  });

  test('its lines open where the same file is here, else their text is told', async () => {
    runStore.setState({ recording: ended() });
    await saveTrace();
    const file = new Blob([services.downloads[0]!.bytes.slice()]);
    await openTrace(file, 'theirs.cwtrace');
    openRunLine('mpiEx.py', 10);
    expect(said()).toBe('mpiEx.py:10 of theirs.cwtrace: comm.Send(x, dest=0)');
    expect(tabsStore.getState().tabs).not.toContain('mpiEx.py');
    const { project } = projectStore.getState();
    projectStore.setState({ project: { ...project, files: new Map(project.files).set('mpiEx.py', fileOf('something else\n')) } });
    openRunLine('mpiEx.py', 10);
    expect(tabsStore.getState().tabs).not.toContain('mpiEx.py');
    projectStore.setState({ project: { ...project, files: new Map(project.files).set('mpiEx.py', fileOf(`${'\n'.repeat(9)}comm.Send(x, dest=0)\n`)) } });
    openRunLine('mpiEx.py', 10);
    expect(tabsStore.getState().active).toBe('mpiEx.py');
    openRunLine('gone.py', 3);
    expect(said()).toBe('gone.py:3 is a line of theirs.cwtrace, which does not hold its text.');
  });
});
