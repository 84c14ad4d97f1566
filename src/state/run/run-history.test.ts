import { beforeEach, expect, test, vi } from 'vitest';
import { pingPong } from '../../trace/testing/scenarios';
import { Recording } from '../../trace';

let history: typeof import('./run-history');
let store: typeof import('./run-store');

beforeEach(async () => {
  vi.resetModules();
  history = await import('./run-history');
  store = await import('./run-store');
});

const show = (recording: Recording | null, name?: string): void => {
  if (recording !== null && name !== undefined) history.nameRecording(recording, name);
  store.runStore.setState({ recording });
};
const kept = (): readonly string[] => history.historyStore.getState().kept.map(({ number, name }) => `${number} ${name}`);

test('runs that were shown are kept, the newest first, by number and name', () => {
  show(pingPong(1), 'mpiexec -n 2 python3 a.py');
  expect(kept()).toEqual([]);
  show(pingPong(1), 'mpiexec -n 2 python3 b.py');
  show(pingPong(1), 'c.cwtrace');
  expect(kept()).toEqual(['2 mpiexec -n 2 python3 b.py', '1 mpiexec -n 2 python3 a.py']);
  expect(history.historyStore.getState().shown).toMatchObject({ number: 3, name: 'c.cwtrace' });
});

test('a kept run is shown again under its number, and the one shown before is kept', () => {
  const [first, second] = [pingPong(1), pingPong(2)];
  show(first, 'a');
  show(second, 'b');
  history.showRun(first);
  expect(history.historyStore.getState().shown).toMatchObject({ number: 1, name: 'a' });
  expect(kept()).toEqual(['2 b']);
});

test('a run that never began is not kept', () => {
  show(new Recording(), 'nothing');
  show(pingPong(1), 'a');
  expect(kept()).toEqual([]);
});

test('no more than a few are kept', () => {
  for (let i = 0; i < 12; i++) show(pingPong(1), `run`);
  expect(kept()).toHaveLength(history.MOST_KEPT);
  expect(kept()[0]).toBe('11 run');
});

test('large runs push out others', () => {
  const large = pingPong(1);
  large.events.length = history.MOST_KEPT_RECORDS + 1;
  show(pingPong(1), 'small');
  show(large, 'large');
  show(pingPong(1), 'last');
  expect(kept()).toEqual(['1 small']);
});
