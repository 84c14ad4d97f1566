/// The longest common part of two lists, in order: which element of one is which of the other (Myers 1986).

/// Elements that may be missing on either side together before a cheaper, less perfect way is taken.
const MOST_EDITS = 1200;
/// How far that way looks for the next element that both have.
const LOOK_AHEAD = 16;

/// Pairs [index here, index there], ascending in both. `same(i, j)` compares element i of the first with element j of the second.
/// O((n + m) · edits), and O(n + m) when there are more than `MOST_EDITS`.
export function align(n: number, m: number, same: (i: number, j: number) => boolean): [Int32Array, Int32Array] {
  const here = new Int32Array(Math.min(n, m));
  const there = new Int32Array(Math.min(n, m));
  let count = 0;
  const pair = (i: number, j: number): void => {
    here[count] = i;
    there[count++] = j;
  };
  let first = 0;
  while (first < n && first < m && same(first, first)) {
    pair(first, first);
    first++;
  }
  let tail = 0;
  while (tail < n - first && tail < m - first && same(n - 1 - tail, m - 1 - tail)) tail++;
  middle(first, n - tail, first, m - tail, same, pair);
  for (let i = tail; i > 0; i--) pair(n - i, m - i);
  return [here.subarray(0, count), there.subarray(0, count)];
}

function middle(fromI: number, toI: number, fromJ: number, toJ: number, same: (i: number, j: number) => boolean, pair: (i: number, j: number) => void): void {
  const [n, m] = [toI - fromI, toJ - fromJ];
  if (n === 0 || m === 0) return;
  const most = Math.min(n + m, MOST_EDITS);
  // By diagonal k = i − j: how far i got with d edits; the furthest of each d is kept for the way back.
  const furthest = new Int32Array(2 * most + 3);
  const kept: Int32Array[] = [];
  for (let d = 0; d <= most; d++) {
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && furthest[most + k]! < furthest[most + k + 2]!);
      let i = down ? furthest[most + k + 2]! : furthest[most + k]! + 1;
      while (i < n && i - k < m && i - k >= 0 && same(fromI + i, fromJ + i - k)) i++;
      furthest[most + k + 1] = i;
      if (i >= n && i - k >= m) return wayBack(kept, d, k, n, m, (i, j) => pair(fromI + i, fromJ + j));
    }
    kept.push(furthest.slice(most - d, most + d + 3));
  }
  // Too different: on at each next element that both have near.
  let [i, j] = [fromI, fromJ];
  search: while (i < toI && j < toJ) {
    for (let sum = 0; sum <= 2 * LOOK_AHEAD; sum++) {
      for (let skip = Math.max(0, sum - LOOK_AHEAD); skip <= Math.min(sum, LOOK_AHEAD); skip++) {
        const [a, b] = [i + skip, j + sum - skip];
        if (a >= toI || b >= toJ || !same(a, b)) continue;
        pair(a, b);
        [i, j] = [a + 1, b + 1];
        continue search;
      }
    }
    i++;
    j++;
  }
}

/// The pairs of a shortest edit, found from its end.
function wayBack(kept: readonly Int32Array[], edits: number, diagonal: number, n: number, m: number, pair: (i: number, j: number) => void): void {
  const pairs: [number, number][] = [];
  let [i, j, k] = [n, m, diagonal];
  for (let d = edits; d > 0; d--) {
    const before = kept[d - 1]!;
    // `before[x]` is diagonal x − d of d − 1 edits.
    const at = (of: number): number => before[of + d]!;
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const previous = down ? k + 1 : k - 1;
    const reached = at(previous);
    const start = down ? reached : reached + 1;
    while (i > start) pairs.push([--i, --j]);
    k = previous;
    i = reached;
    j = reached - previous;
  }
  while (i > 0 && j > 0) pairs.push([--i, --j]);
  for (const [a, b] of pairs.reverse()) pair(a, b);
}
