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

/// Marks by line; where a line has many, ranks that do the same thing share one. The places are all of one file.
export function marksOf(places: readonly RankPlace[]): readonly MarkedLine[] {
  const lines = new Map<number, Map<string, RankPlace[]>>();
  for (const place of places) {
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

/// Places in an editor whose text may have been changed since the run: each goes with its line, to the nearest that reads the same. Those whose
/// line is gone are left out. `isHere` tells whether a path as ranks have it is that of the editor's file.
export function movedPlaces(places: readonly RankPlace[], isHere: (path: string) => boolean, count: number, lineAt: (line: number) => string): readonly RankPlace[] {
  const moved = new Map<number, number>();
  const now = (line: number, text: string): number => {
    let at = moved.get(line);
    if (at === undefined) moved.set(line, (at = nearestLine(line, text.trim(), count, lineAt)));
    return at;
  };
  return places.flatMap((place) => {
    if (!isHere(place.source.file)) return [];
    if (place.text === null) return place.source.line <= count ? [place] : [];
    const line = now(place.source.line, place.text);
    return line === 0 ? [] : [{ ...place, source: { ...place.source, line } }];
  });
}

/// The line nearest to `line` that reads `text`; 0 when none does.
function nearestLine(line: number, text: string, count: number, lineAt: (line: number) => string): number {
  for (let off = 0; off < count || off < line; off++) {
    for (const candidate of [line - off, line + off]) if (candidate >= 1 && candidate <= count && lineAt(candidate).trim() === text) return candidate;
  }
  return 0;
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
