import { expect, test } from 'vitest';
import { duration, statusSentence } from './run-status';

test.each([
  [0.5, '0.5 ms'],
  [12.4, '12 ms'],
  [1234, '1.23 s'],
  [61_000, '1 min 1 s'],
])('%d ms reads %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

test('the sentences', () => {
  const ready = { step: '', fraction: null, ready: true };
  const fetching = { step: 'Fetching Python', fraction: 0.404, ready: false };
  expect(statusSentence({ kind: 'idle' }, fetching, false)).toBe('Fetching Python 40 %…');
  expect(statusSentence({ kind: 'idle' }, ready, false)).toBe('Ready');
  expect(statusSentence({ kind: 'starting' }, fetching, false)).toBe('Fetching Python 40 %…');
  expect(statusSentence({ kind: 'running', ranks: 5, stopping: false }, ready, false)).toBe('Running 5 ranks…');
  expect(statusSentence({ kind: 'running', ranks: 1, stopping: false }, fetching, false)).toBe('Running 1 rank…');
  expect(statusSentence({ kind: 'ended', ranks: 5, code: 0, stopped: false, milliseconds: 12 }, ready, false)).toBe('Ended, code 0, 12 ms');
  expect(statusSentence({ kind: 'ended', ranks: 5, code: 130, stopped: true, milliseconds: 2000 }, ready, false)).toBe('Ended, code 130, 2.00 s, stopped');
});
