import { expect, test } from 'vitest';
import { historyOf, MAX_HISTORY, remembered, stepped } from './history';

test('up goes to older lines, down back to the draft', () => {
  const history = historyOf(['one', 'two']);
  const up = stepped(history, -1, 'dra');
  expect(up?.shown).toBe('two');
  const upper = up && stepped(up.history, -1, up.shown);
  expect(upper?.shown).toBe('one');
  expect(upper && stepped(upper.history, -1, upper.shown)).toBeNull();
  const down = upper && stepped(upper.history, 1, upper.shown);
  expect(down?.shown).toBe('two');
  const draft = down && stepped(down.history, 1, down.shown);
  expect(draft?.shown).toBe('dra');
});

test('the line shown already is skipped', () => {
  expect(stepped(historyOf(['one', 'two']), -1, 'two')?.shown).toBe('one');
});

test('the same line twice is remembered once, blanks never', () => {
  expect(remembered(remembered(historyOf([]), 'ls'), ' ls ').lines).toEqual(['ls']);
  expect(remembered(historyOf(['ls']), '  ').lines).toEqual(['ls']);
});

test('the oldest lines go', () => {
  let history = historyOf([]);
  for (let i = 0; i <= MAX_HISTORY; i++) history = remembered(history, `run ${i}`);
  expect(history.lines).toHaveLength(MAX_HISTORY);
  expect(history.lines[0]).toBe('run 1');
});
