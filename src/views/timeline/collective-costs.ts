/// What a collective cost in the runs a person has seen, so that one algorithm is compared with another.

import { ALGORITHM_NAMES } from '../../protocol';
import { type CollectiveCost, collectiveTitle, costOf, type Recording } from '../../trace';

export interface SeenCost {
  /// `binomial tree`; empty when it sent no messages.
  readonly algorithm: string;
  readonly cost: CollectiveCost;
}

/// Collectives and algorithms kept.
const MOST_COLLECTIVES = 64;
const MOST_ALGORITHMS = 12;

export class CollectiveCosts {
  private readonly seen = new Map<string, SeenCost[]>();

  /// This run's cost of a collective, then the last of each other algorithm seen for the same one: the same call, root, place and ranks.
  compare(recording: Recording, group: number): readonly SeenCost[] {
    const { collectives } = recording;
    const key = [collectiveTitle(recording, group), collectives.context[group], collectives.number[group], collectives.members[group]?.length, recording.ranks].join();
    const now: SeenCost = { algorithm: ALGORITHM_NAMES[collectives.algorithm[group]!] ?? '', cost: costOf(recording, group) };
    const others = (this.seen.get(key) ?? []).filter(({ algorithm }) => algorithm !== now.algorithm);
    const all = [now, ...others].slice(0, MOST_ALGORITHMS);
    this.seen.delete(key);
    this.seen.set(key, all);
    const [oldest] = this.seen.keys();
    if (this.seen.size > MOST_COLLECTIVES && oldest !== undefined) this.seen.delete(oldest);
    return all;
  }
}
