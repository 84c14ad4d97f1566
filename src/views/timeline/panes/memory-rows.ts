/// Variables of several ranks side by side: the same name of the same function in one row.

import type { Variable, VariableState } from '../../../trace';

export interface MemoryRow {
  readonly name: string;
  /// By column; null where the rank has no such variable now.
  readonly cells: readonly (Variable | null)[];
  /// Not the same on all ranks shown.
  readonly differs: boolean;
  /// Changed at the last event of some rank shown.
  readonly changed: boolean;
}

export interface MemoryGroup {
  /// '' for the module's own names, else the function; `depth` counts the functions that called it.
  readonly label: string;
  readonly depth: number;
  readonly rows: readonly MemoryRow[];
}

export type MemoryFilter = 'all' | 'differs' | 'changed';

/// Groups in the order in which functions call each other; rows in the order in which ranks have their names. Groups without rows are left out.
export function memoryGroups(states: readonly VariableState[], filter: MemoryFilter = 'all'): readonly MemoryGroup[] {
  const groups = new Map<string, { readonly label: string; readonly depth: number; readonly names: Map<string, (Variable | null)[]> }>();
  for (const [column, { scopes }] of states.entries()) {
    for (const [depth, { label, variables }] of scopes.entries()) {
      const key = `${depth} ${label}`;
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { label, depth, names: new Map() }));
      for (const variable of variables) {
        let cells = group.names.get(variable.name);
        if (cells === undefined) group.names.set(variable.name, (cells = states.map(() => null)));
        cells[column] = variable;
      }
    }
  }
  return [...groups.values()]
    .sort((one, other) => one.depth - other.depth)
    .map(({ label, depth, names }) => ({ label, depth, rows: Array.from(names, ([name, cells]) => rowOf(name, cells)).filter((row) => filter === 'all' || row[filter]) }))
    .filter(({ rows }) => rows.length > 0);
}

function rowOf(name: string, cells: readonly (Variable | null)[]): MemoryRow {
  const [first = null] = cells;
  const differs = cells.some((cell) => cell?.value.text !== first?.value.text || cell?.value.type !== first?.value.type);
  return { name, cells, differs, changed: cells.some((cell) => cell?.changed === true) };
}

/// Ranks that are shown: all when there is room, else `most` of them around `focus`.
export function shownRanks(ranks: number, focus: number, most: number): readonly number[] {
  const count = Math.min(ranks, most);
  const first = Math.min(Math.max(0, focus - Math.floor(count / 2)), ranks - count);
  return Array.from({ length: count }, (_, index) => first + index);
}
