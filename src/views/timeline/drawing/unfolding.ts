/// How far collectives have opened that are being unfolded or folded.

/// Milliseconds that one round of messages takes to appear, all rounds at most, and that folding takes.
const ROUND = 260;
const MOST = 2400;
const FOLDING = 220;

export class Unfolding {
  private readonly states = new Map<number, { wanted: boolean; since: number; from: number }>();
  private until = -Infinity;

  constructor(private readonly still: () => boolean = () => false) {}

  /// The share of a collective to be seen at `now`, 0 to 1, when it is `wanted` open or closed. What is seen for the first time stands still.
  part(collective: number, wanted: boolean, rounds: () => number, now: number): number {
    const state = this.states.get(collective);
    if (state === undefined) {
      this.states.set(collective, { wanted, since: -Infinity, from: wanted ? 1 : 0 });
      return wanted ? 1 : 0;
    }
    const length = this.still() ? 0 : state.wanted ? Math.min(MOST, ROUND * Math.max(1, rounds())) : FOLDING;
    const gone = length === 0 ? 1 : Math.min(1, (now - state.since) / length);
    const part = state.wanted ? state.from + (1 - state.from) * gone : state.from * (1 - gone);
    if (wanted === state.wanted) return part;
    const next = this.still() ? 0 : wanted ? Math.min(MOST, ROUND * Math.max(1, rounds())) : FOLDING;
    this.states.set(collective, { wanted, since: now, from: next === 0 ? (wanted ? 1 : 0) : part });
    this.until = Math.max(this.until, now + next);
    // Something of it must be there for its first frame, or it would not be asked for again.
    return next === 0 ? (wanted ? 1 : 0) : Math.max(part, 1e-3);
  }

  /// Whether another frame is needed.
  moving(now: number): boolean {
    return now < this.until;
  }

  clear(): void {
    this.states.clear();
    this.until = -Infinity;
  }
}
