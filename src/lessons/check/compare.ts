/// Expected lines against written ones: null when they agree, else what differs, in words.

import type { Rule } from './rules';

// Patterns and nearest lines are sought in this many first characters, so that a flood of output costs little.
const LINE_LIMIT = 2000;
const SHOWN = 120;
const MAX_SENTENCES = 4;

const quote = (line: string): string => `“${line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line}”`;
const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

/// Lines without blanks at their ends and without empty lines at the end.
export function tidyLines(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

export function compareLines(rule: Pick<Rule, 'compare' | 'extra' | 'tolerance'>, expected: readonly string[], written: readonly string[]): readonly string[] {
  if (rule.compare === 'exact' && rule.extra === 'refused') return compareInOrder(expected, written);
  const filled = written.filter((line) => line !== '');
  if (rule.compare === 'exact') return compareSubsequence(expected, filled);
  const matches = matcherOf(rule);
  return compareAsSets(expected, filled, matches, rule);
}

function compareInOrder(expected: readonly string[], written: readonly string[]): readonly string[] {
  const sentences: string[] = [];
  const length = Math.max(expected.length, written.length);
  for (let at = 0; at < length && sentences.length === 0; at += 1) {
    const want = expected[at];
    const got = written[at];
    if (want === got) continue;
    if (got === undefined && want !== undefined) sentences.push(`line ${at + 1} is missing: expected ${quote(want)}${expected.length - at > 1 ? ` and ${counted(expected.length - at - 1, 'more line')}` : ''}`);
    else if (want === undefined && got !== undefined) sentences.push(`${counted(written.length - at, 'line')} too many, the first is ${quote(got)}`);
    else if (want !== undefined && got !== undefined) sentences.push(`line ${at + 1}: expected ${quote(want)}, got ${quote(got)}${nuance(want, got)}`);
  }
  return sentences;
}

function compareSubsequence(expected: readonly string[], written: readonly string[]): readonly string[] {
  let from = 0;
  for (const want of expected) {
    const found = written.indexOf(want, from);
    if (found < 0) {
      const earlier = written.indexOf(want);
      if (earlier >= 0) return [`the line ${quote(want)} comes too early`];
      return [missingSentence(want, nearest(want, written))];
    }
    from = found + 1;
  }
  return [];
}

type Matches = (expected: string, written: string) => boolean;

function matcherOf(rule: Pick<Rule, 'compare' | 'tolerance'>): Matches {
  if (rule.compare === 'pattern') return (expected, written) => new RegExp(`^(?:${expected})$`, 'u').test(written.slice(0, LINE_LIMIT));
  if (rule.compare === 'numbers') return (expected, written) => sameNumbers(expected, written, rule.tolerance);
  return (expected, written) => expected === written;
}

function compareAsSets(expected: readonly string[], written: readonly string[], matches: Matches, rule: Pick<Rule, 'compare' | 'extra'>): readonly string[] {
  const left = [...written];
  const missing: string[] = [];
  for (const want of expected) {
    const found = left.findIndex((line) => matches(want, line));
    if (found < 0) missing.push(want);
    else left.splice(found, 1);
  }
  const sentences: string[] = [];
  for (const want of missing.slice(0, MAX_SENTENCES)) {
    if (rule.compare === 'pattern') {
      sentences.push(`expected a line that matches ${quote(want)}, and found none`);
      continue;
    }
    const again = rule.compare === 'unordered' && written.includes(want);
    const near = again ? null : nearest(want, left);
    // The line it was taken for is told once.
    if (near !== null) left.splice(left.indexOf(near), 1);
    sentences.push(again ? `the line ${quote(want)} is there too few times` : missingSentence(want, near));
  }
  if (missing.length > MAX_SENTENCES) sentences.push(`${counted(missing.length - MAX_SENTENCES, 'more line')} missing`);
  if (rule.extra === 'refused' && left.length > 0) {
    const [first = ''] = left;
    const twice = expected.some((want) => matches(want, first));
    sentences.push(`${counted(left.length, 'line')} too many${twice ? ', written more often than expected' : ''}: ${quote(first)}${left.length > 1 ? ' and so on' : ''}`);
  }
  return sentences;
}

const missingSentence = (want: string, near: string | null): string =>
  near === null ? `expected a line ${quote(want)}, and found none like it` : `expected a line ${quote(want)}, got ${quote(near)}${nuance(want, near)}`;

const squeezed = (line: string): string => line.toLowerCase().replace(/\s+/g, '');

function nuance(want: string, got: string): string {
  if (want.toLowerCase() === got.toLowerCase()) return ' (only capital letters differ)';
  if (squeezed(want) === squeezed(got)) return ' (only blanks differ)';
  return '';
}

/// The written line most like the wanted one, or null when none shares half of its pairs of characters (Dice's coefficient).
function nearest(want: string, written: readonly string[]): string | null {
  let best: string | null = null;
  let bestLikeness = 0.5;
  const pairs = pairsOf(want);
  for (const line of written.slice(0, 500)) {
    const other = pairsOf(line);
    let shared = 0;
    for (const [pair, count] of pairs) shared += Math.min(count, other.get(pair) ?? 0);
    const total = Math.max(1, want.length - 1) + Math.max(1, Math.min(line.length, LINE_LIMIT) - 1);
    const likeness = squeezed(want) === squeezed(line) ? 1 : (2 * shared) / total;
    if (likeness > bestLikeness) {
      best = line;
      bestLikeness = likeness;
    }
  }
  return best;
}

function pairsOf(line: string): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>();
  const text = line.slice(0, LINE_LIMIT).toLowerCase();
  for (let at = 0; at + 1 < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?\b(?:inf|nan)\b/g;

function sameNumbers(expected: string, written: string, tolerance: number): boolean {
  const words = (line: string): string => line.slice(0, LINE_LIMIT).replace(NUMBER, '#').replace(/\s+/g, ' ').replace(/ ?([[\](),#]) ?/g, '$1');
  if (words(expected) !== words(written)) return false;
  const values = (line: string): number[] => (line.slice(0, LINE_LIMIT).match(NUMBER) ?? []).map((number) => Number(number.replace(/inf$/, 'Infinity').replace(/[-+]?nan/, 'NaN')));
  const got = values(written);
  return values(expected).every((want, at) => {
    const value = got[at] ?? NaN;
    return Object.is(want, value) || Math.abs(want - value) <= tolerance * Math.max(1, Math.abs(want));
  });
}
