import { expect, test } from 'vitest';
import { fileOf } from '../../project';
import { tabsFor } from './tabs-store';

const files = (count: number) => new Map(Array.from({ length: count }, (_, index) => [`p${index + 1}.py`, fileOf('pass')] as const));

test('the launched program is shown, wherever it stands among many', () => {
  const { tabs, active } = tabsFor(files(12), 'aprun -n 2 python3 p11.py x');
  expect(active).toBe('p11.py');
  expect(tabs).toContain('p11.py');
  expect(tabs).toHaveLength(8);
});

test('without a launched program the first is shown', () => {
  expect(tabsFor(files(2), 'ls')).toEqual({ tabs: ['p1.py', 'p2.py'], active: 'p1.py' });
});
