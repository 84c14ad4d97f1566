import { describe, expect, it } from 'vitest';
import type { VariableState } from '../../../trace';
import { memoryGroups, shownRanks } from './memory-rows';

/// A state of scopes `label → name → text`; a star marks a change.
const state = (...scopes: readonly (readonly [string, Readonly<Record<string, string>>])[]): VariableState => ({
  exact: true, asOf: 0, rest: 0,
  scopes: scopes.map(([label, values]) => ({
    label, variables: Object.entries(values).map(([name, text]) => ({ name: name.replace('*', ''), changed: name.endsWith('*'), value: { text, type: 'int', rows: null } })),
  })),
});

describe('memoryGroups', () => {
  it('puts the same name of all ranks in one row', () => {
    const [group] = memoryGroups([state(['', { x: '1', 'y*': '2' }]), state(['', { z: '3', y: '2' }])]);
    expect(group?.rows.map(({ name, cells, differs, changed }) => [name, cells.map((cell) => cell?.value.text ?? null), differs, changed])).toEqual([
      ['x', ['1', null], true, false], ['y', ['2', '2'], false, true], ['z', [null, '3'], true, false],
    ]);
  });

  it('keeps functions apart, outer ones first', () => {
    const groups = memoryGroups([state(['', { n: '1' }], ['solve', { i: '0' }], ['halo', { left: '3' }]), state(['', { n: '1' }], ['report', { i: '1' }])]);
    expect(groups.map(({ label, depth }) => `${depth} ${label}`)).toEqual(['0 ', '1 solve', '1 report', '2 halo']);
    expect(groups[1]?.rows[0]?.cells.map((cell) => cell?.value.text ?? null)).toEqual(['0', null]);
  });

  it('shows only what differs, or only what changed', () => {
    const states = [state(['', { same: '1', other: '1', 'new*': '4' }]), state(['', { same: '1', other: '2', new: '4' }])];
    const names = (filter: 'differs' | 'changed'): string[] => memoryGroups(states, filter).flatMap(({ rows }) => rows.map(({ name }) => name));
    expect(names('differs')).toEqual(['other']);
    expect(names('changed')).toEqual(['new']);
    expect(memoryGroups([state(['', { a: '1' }])], 'differs')).toEqual([]);
  });
});

describe('shownRanks', () => {
  it('shows all when there is room, else those around one', () => {
    expect(shownRanks(3, 2, 8)).toEqual([0, 1, 2]);
    expect(shownRanks(70, 0, 4)).toEqual([0, 1, 2, 3]);
    expect(shownRanks(70, 30, 4)).toEqual([28, 29, 30, 31]);
    expect(shownRanks(70, 69, 4)).toEqual([66, 67, 68, 69]);
    expect(shownRanks(70, 500, 4)).toEqual([66, 67, 68, 69]);
  });
});
