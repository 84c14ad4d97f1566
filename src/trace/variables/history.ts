/// The variables of a rank as they were at any moment of its run: what its records tell, put together.

import { Entry, VariablesFlag } from '../../protocol';
import type { Recording } from '../recording';
import { ByteReader, Unreadable } from './reader';
import type { VariableTable } from './table';
import { readValue, type VariableValue } from './value';

/// Records between two states that are kept.
const CHECKPOINT = 256;

/// A variable's recorded value: where its bytes are.
interface Held {
  /// Row in `VariableTable`, first byte within its content, bytes.
  readonly row: number;
  readonly start: number;
  readonly size: number;
}

interface Scope {
  readonly label: string;
  readonly values: ReadonlyMap<string, Held>;
}

export interface Variable {
  readonly name: string;
  readonly value: VariableValue;
  /// Its last change was seen at this very moment.
  readonly changed: boolean;
}

/// Scope 0 is the module's; then the functions that run, from the outermost on.
export interface VariableScope {
  readonly label: string;
  readonly variables: readonly Variable[];
}

export interface VariableState {
  readonly scopes: readonly VariableScope[];
  /// False when nobody looked at this moment: things stand as of `asOf`.
  readonly exact: boolean;
  /// How many calls of the rank had ended at the last look that tells of this state; -1 before the first.
  readonly asOf: number;
  /// Variables that had changed and found no room in the last record.
  readonly rest: number;
}

/// Where a rank stands in its run: 2·n + 1 after its call n, 2·n before it (`VariableTable.moment`); -1 before its first. Halfway between, at
/// 2·n - 0.5, it has printed since its last call: nobody looked then, and what the next look found is the nearest that is known.
export type RankMoment = number;

/// Puts together the states of the ranks of one recording. Remembers where it was: going on is quick.
export class VariableHistory {
  private readonly ranks: RankHistory[] = [];

  constructor(private readonly table: VariableTable) {}

  /// The state of a rank at a moment; `Infinity` is the last one recorded.
  at(rank: number, moment: RankMoment): VariableState {
    return (this.ranks[rank] ??= new RankHistory(this.table, rank)).at(moment);
  }

  /// The moment that `Infinity` stands for: that of the last record; -1 without any.
  lastMoment(rank: number): RankMoment {
    const row = this.table.of(rank).at(-1);
    return row === undefined ? -1 : this.table.moment(row);
  }
}

const histories = new WeakMap<Recording, VariableHistory>();

/// The history of a recording's variables, made once.
export function variablesOf(recording: Recording): VariableHistory {
  let history = histories.get(recording);
  if (history === undefined) histories.set(recording, (history = new VariableHistory(recording.variables)));
  return history;
}

class RankHistory {
  /// The state after so many records of the rank, and the moments at which it is cheap to begin anew.
  private done = 0;
  private scopes: Scope[] = [{ label: '', values: new Map() }];
  private rest = 0;
  private readonly checkpoints: { readonly scopes: readonly Scope[]; readonly rest: number }[] = [];

  constructor(private readonly table: VariableTable, private readonly rank: number) {}

  at(asked: RankMoment): VariableState {
    const { table } = this;
    const moment = Math.ceil(asked);
    const rows = table.of(this.rank);
    // Records up to this moment.
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (table.moment(rows[middle]!) <= moment) low = middle + 1;
      else high = middle;
    }
    this.fold(rows, low);
    const last = low === 0 ? -1 : rows[low - 1]!;
    const now = moment === Infinity ? (last < 0 ? -1 : table.moment(last)) : moment;
    return {
      scopes: this.scopes.map(({ label, values }) => ({
        label,
        variables: Array.from(values, ([name, { row, start, size }]) => ({ name, value: readValue(table.content(row).subarray(start, start + size)), changed: table.moment(row) === now })),
      })),
      exact: this.exact(rows, low, now),
      asOf: last < 0 ? -1 : table.call[last]!,
      rest: this.rest,
    };
  }

  // Whether the rank was looked at at this moment, `count` of its records being up to then.
  private exact(rows: readonly number[], count: number, moment: RankMoment): boolean {
    const { table } = this;
    const last = count === 0 ? -1 : rows[count - 1]!;
    if (last >= 0 && table.moment(last) === moment) return true;
    if (count === rows.length) return table.dropped === 0 && (last < 0 || (table.flags[last]! & VariablesFlag.Sampled) === 0);
    const next = rows[count]!;
    const content = table.content(next);
    const skipped = content.length < 4 ? 0 : new ByteReader(content).word();
    const nextCall = table.moment(next) >> 1;
    return moment >> 1 < nextCall - skipped;
  }

  private fold(rows: readonly number[], count: number): void {
    if (count < this.done) {
      const checkpoint = Math.floor(count / CHECKPOINT);
      const kept = checkpoint === 0 ? undefined : this.checkpoints[checkpoint - 1];
      this.done = kept === undefined ? 0 : checkpoint * CHECKPOINT;
      this.scopes = kept === undefined ? [{ label: '', values: new Map() }] : [...kept.scopes];
      this.rest = kept?.rest ?? 0;
    }
    // Maps that a checkpoint has are not written to.
    let own: Map<string, Held>[] = this.scopes.map(({ values }) => new Map(values));
    const labels = this.scopes.map(({ label }) => label);
    const settle = (): void => {
      this.scopes = own.map((values, index) => ({ label: labels[index] ?? '', values }));
    };
    while (this.done < count) {
      this.apply(rows[this.done]!, own, labels);
      this.done++;
      if (this.done % CHECKPOINT === 0 && this.checkpoints.length < this.done / CHECKPOINT) {
        settle();
        this.checkpoints.push({ scopes: this.scopes, rest: this.rest });
        own = own.map((values) => new Map(values));
      }
    }
    settle();
  }

  private apply(row: number, scopes: Map<string, Held>[], labels: string[]): void {
    const content = this.table.content(row);
    const from = new ByteReader(content);
    this.rest = 0;
    try {
      from.word();
      while (from.more) {
        const entry: Entry = from.byte();
        switch (entry) {
          case Entry.Stack: {
            const count = from.byte();
            const same = Math.min(from.byte(), count, labels.length - 1);
            const names = Array.from({ length: count }, () => from.text());
            labels.splice(same + 1, Infinity, ...names.slice(same));
            scopes.splice(same + 1, Infinity, ...names.slice(same).map(() => new Map<string, Held>()));
            break;
          }
          case Entry.Set: {
            const scope = scopes[from.byte()];
            const name = from.text();
            const size = from.short();
            const start = from.at;
            from.take(size);
            scope?.set(name, { row, start, size });
            break;
          }
          case Entry.Gone: {
            const scope = scopes[from.byte()];
            scope?.delete(from.text());
            break;
          }
          case Entry.Rest:
            this.rest = from.short();
            break;
          default: throw new Unreadable(`no kind of entry ${String(entry)}`);
        }
      }
    } catch (error) {
      // What a damaged record still told is kept.
      if (!(error instanceof Unreadable)) throw error;
    }
  }
}
