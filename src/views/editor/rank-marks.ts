/// Which ranks stand on which lines of a file, as a few words each. Pure.

import { type Doing, type RankPlace, rankRanges } from '../../trace';

/// One mark beside a line: a rank, or several that do the same.
export interface RankMark {
  readonly ranks: readonly number[];
  /// What is written: `3`, `0–5`; with a sign for waiting ("…") and for never ended ("×").
  readonly text: string;
  readonly doing: Doing;
  /// For titles and screen readers: `ranks 0–5 wait in Recv, line 14`.
  readonly label: string;
}

export interface MarkedLine {
  readonly line: number;
  readonly marks: readonly RankMark[];
}

const SIGNS: Readonly<Record<Doing, string>> = { in: '', waits: '…', after: '', 'never ended': '×' };

/// The marks of a file's lines, by line; where a line has many, ranks that do the same thing share one. `pathOf` tells a path as ranks have it as the
/// editor's, null when the editor has no such file.
export function marksOf(places: readonly RankPlace[], file: string, pathOf: (path: string) => string | null = (path) => path): readonly MarkedLine[] {
  const lines = new Map<number, Map<string, RankPlace[]>>();
  for (const place of places) {
    if (pathOf(place.source.file) !== file) continue;
    let alike = lines.get(place.source.line);
    if (alike === undefined) lines.set(place.source.line, (alike = new Map<string, RankPlace[]>()));
    const key = `${place.doing} ${place.name}`;
    const same = alike.get(key);
    if (same === undefined) alike.set(key, [place]);
    else same.push(place);
  }
  return [...lines].sort(([a], [b]) => a - b).map(([line, alike]) => {
    // Each rank in its own colour where there is room.
    const apart = [...alike.values()].flat().sort((a, b) => a.rank - b.rank).map((place) => markOf([place], line));
    const width = apart.reduce((sum, { text }) => sum + text.length + 1, 0);
    return { line, marks: width <= ROOM + 2 ? apart : [...alike.values()].map((same) => markOf(same, line)) };
  });
}

function markOf(places: readonly RankPlace[], line: number): RankMark {
  const { doing, name } = places[0]!;
  const ranks = places.map(({ rank }) => rank);
  const text = rankRanges(ranks);
  const who = ranks.length === 1 ? `rank ${text}` : `ranks ${text}`;
  const one = ranks.length === 1;
  const does = { in: one ? `is in ${name}` : `are in ${name}`, waits: one ? `waits in ${name}` : `wait in ${name}`, after: one ? `has done ${name}` : `have done ${name}`, 'never ended': `never left ${name}` }[doing];
  return { ranks, doing, text: `${short(text)}${SIGNS[doing]}`, label: `${who} ${does}, line ${line}` };
}

/// At most this many characters have room beside the line numbers.
const ROOM = 7;

function short(text: string): string {
  return text.length <= ROOM ? text : `${text.slice(0, text.lastIndexOf(',', ROOM - 2) > 0 ? text.lastIndexOf(',', ROOM - 2) : ROOM - 2)},…`;
}
