import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTENT_BYTES, Entry, ValueTag, VariablesFlag } from '../../protocol';
import { VariableHistory, type VariableState } from './history';
import { VariableTable } from './table';

/// A record's content as a rank writes it.
class Content {
  private readonly bytes: number[];

  constructor(skipped = 0) {
    this.bytes = [skipped & 0xff, skipped >> 8, 0, 0];
  }

  stack(same: number, names: readonly string[]): void {
    this.bytes.push(Entry.Stack, names.length, same, ...names.flatMap(textOf));
  }

  set(scope: number, name: string, value: number): void {
    this.bytes.push(Entry.Set, scope, ...textOf(name), 5, 0, ValueTag.Int, value & 0xff, (value >> 8) & 0xff, 0, 0);
  }

  gone(scope: number, name: string): void {
    this.bytes.push(Entry.Gone, scope, ...textOf(name));
  }

  get whole(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

const textOf = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];

type Memory = readonly { readonly label: string; readonly values: Readonly<Record<string, number>> }[];

const memoryOf = ({ scopes }: VariableState): Memory => scopes.map(({ label, variables }) => ({ label, values: Object.fromEntries(variables.map(({ name, value }) => [name, Number(value.text)])) }));

/// A rank's memory after another look: the module's names and up to three functions'.
const values = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 5 }));
const memory: fc.Arbitrary<Memory> = fc.tuple(values, fc.array(fc.record({ label: fc.constantFrom('f', 'g'), values }), { maxLength: 3 })).map(([module, functions]) => [{ label: '', values: module }, ...functions]);

/// Only what differs from `before`.
function difference(before: Memory, after: Memory, skipped: number): Uint8Array {
  const content = new Content(skipped);
  let same = 0;
  while (same + 1 < Math.min(before.length, after.length) && before[same + 1]?.label === after[same + 1]?.label) same++;
  if (before.length !== after.length || same !== after.length - 1) content.stack(same, after.slice(1).map(({ label }) => label));
  for (const [scope, { values: now }] of after.entries()) {
    const old = scope <= same ? (before[scope]?.values ?? {}) : {};
    for (const [name, value] of Object.entries(now)) if (old[name] !== value) content.set(scope, name, value);
    for (const name of Object.keys(old)) if (now[name] === undefined) content.gone(scope, name);
  }
  return content.whole;
}

describe('VariableHistory', () => {
  it('puts differences together to the whole state, at any moment and in any order of asking', () => {
    fc.assert(
      fc.property(fc.array(memory, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 30 }), fc.array(fc.nat(), { minLength: 1, maxLength: 30 }), (memories, times, asked) => {
        const table = new VariableTable();
        let before: Memory = [{ label: '', values: {} }];
        // Repeated, so that there are more than one checkpoint's worth.
        const all = Array.from({ length: times }, () => memories).flat();
        for (const [look, after] of all.entries()) {
          table.add(3, (look + 1) >> 1, look % 2 === 1 ? VariablesFlag.AfterCall : 0, difference(before, after, 0));
          before = after;
        }
        const history = new VariableHistory(table);
        for (const each of asked) {
          const moment = each % all.length;
          expect(memoryOf(history.at(3, moment))).toEqual(all[moment]);
        }
        expect(memoryOf(history.at(3, Infinity))).toEqual(all.at(-1));
        expect(history.at(2, 5).scopes).toEqual([{ label: '', variables: [] }]);
      }),
      { numRuns: 60 },
    );
  });

  it('marks what changed at the very moment', () => {
    const table = new VariableTable();
    table.add(0, 0, 0, difference([], [{ label: '', values: { a: 1, b: 1 } }], 0));
    table.add(0, 1, VariablesFlag.AfterCall, difference([{ label: '', values: { a: 1, b: 1 } }], [{ label: '', values: { a: 1, b: 2 } }], 0));
    const history = new VariableHistory(table);
    const changed = (moment: number): string => (history.at(0, moment).scopes[0]?.variables ?? []).filter((each) => each.changed).map(({ name }) => name).join();
    expect([0, 1, 2, 3].map(changed)).toEqual(['a,b', 'b', '', '']);
  });

  it('says at which moments nobody looked', () => {
    const table = new VariableTable();
    const one = (value: number): Memory => [{ label: '', values: { a: value } }];
    table.add(0, 0, 0, difference([], one(1), 0));
    // Calls 0 to 2 ended unseen; after call 3 there was a look.
    table.add(0, 4, VariablesFlag.AfterCall | VariablesFlag.Sampled, difference(one(1), one(2), 3));
    const history = new VariableHistory(table);
    expect([0, 1, 3, 5, 7].map((moment) => history.at(0, moment).exact)).toEqual([true, false, false, false, true]);
    expect(history.at(0, 5).asOf).toBe(0);
    // After the last look of a rank that looks now and then, nothing is known.
    expect(history.at(0, 9).exact).toBe(false);
    expect(history.at(0, Infinity).exact).toBe(true);
  });

  it('takes any bytes for contents', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), fc.array(fc.constantFrom<number>(Entry.Set, Entry.Stack, Entry.Gone, Entry.Rest, 0, 1, 5, ValueTag.Array, ValueTag.List, 200), { maxLength: 60 }), (contents, likely) => {
        const table = new VariableTable();
        for (const content of [...contents, Uint8Array.from([0, 0, 0, 0, ...likely])]) table.add(0, table.length, 1, content);
        const state = new VariableHistory(table).at(0, Infinity);
        for (const { variables } of state.scopes) for (const { value } of variables) expect(typeof value.text).toBe('string');
      }),
      { numRuns: 500 },
    );
  });
});

describe('VariableTable', () => {
  it('keeps the beginning when it is full, and counts the rest', () => {
    const table = new VariableTable(100);
    for (let call = 0; call < 10; call++) table.add(0, call, 0, new Uint8Array(30));
    expect([table.length, table.dropped, table.of(0)]).toEqual([3, 7, [0, 1, 2]]);
    table.add(0, 10, 0, new Uint8Array(1));
    expect([table.length, table.dropped]).toEqual([3, 8]);
  });

  it('keeps no more of a record than a record may hold', () => {
    const table = new VariableTable();
    table.add(0, 0, 0, new Uint8Array(CONTENT_BYTES + 100));
    expect(table.content(0).length).toBe(CONTENT_BYTES);
  });
});
