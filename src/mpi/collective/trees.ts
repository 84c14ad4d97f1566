/// Trees over ranks 0 … size-1, rooted at 0. Every subtree covers a run of ranks that begins with its root, and children are listed in rising
/// order: a reduction that combines its own value with the children's in that order keeps rank order.
export interface Tree {
  /// -1 at the root.
  readonly parent: number;
  readonly children: readonly number[];
}

export function linearTree(rank: number, size: number): Tree {
  if (rank !== 0) return { parent: 0, children: [] };
  return { parent: -1, children: Array.from({ length: size - 1 }, (_, index) => index + 1) };
}

/// Each has one child, the next rank.
export function chainTree(rank: number, size: number): Tree {
  return { parent: rank - 1, children: rank + 1 < size ? [rank + 1] : [] };
}

/// Each cuts the ranks below it in two halves.
export function binaryTree(rank: number, size: number): Tree {
  let parent = -1;
  let root = 0;
  let end = size;
  for (;;) {
    const left = root + 1;
    // The left half takes the odd one.
    const right = left + ((end - left + 1) >> 1);
    if (rank === root) {
      const children: number[] = [];
      if (left < end) children.push(left);
      if (right < end) children.push(right);
      return { parent, children };
    }
    parent = root;
    if (rank < right) {
      root = left;
      end = right;
    } else root = right;
  }
}

/// Rank d hears from d less its lowest digit that is not zero, in base `radix`; radix 2 is the binomial tree.
export function knomialTree(rank: number, size: number, radix: number): Tree {
  let step = 1;
  while (step < size && Math.floor(rank / step) % radix === 0) step *= radix;
  const digit = Math.floor(rank / step) % radix;
  const children: number[] = [];
  for (let below = 1; below < step && below < size; below *= radix) {
    for (let times = 1; times < radix; times++) if (rank + times * below < size) children.push(rank + times * below);
  }
  return { parent: rank === 0 ? -1 : rank - digit * step, children };
}
