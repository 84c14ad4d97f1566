/// Where in the source each rank is, at the timeline's cursor or, while the program runs, now.

import { createStore } from 'zustand/vanilla';
import type { RankPlace } from '../../trace';

export interface PositionState {
  readonly places: readonly RankPlace[];
  /// A rank whose event was asked for; `serial` tells two requests for the same rank apart.
  readonly chosen: { readonly rank: number; readonly serial: number } | null;
}

export const positionStore = createStore<PositionState>(() => ({ places: [], chosen: null }));

/// Told by the timeline whenever a rank is somewhere else.
export function showPlaces(places: readonly RankPlace[]): void {
  positionStore.setState({ places });
}

/// Asks the timeline to select what a rank does where it is.
export function chooseRank(rank: number): void {
  positionStore.setState(({ chosen }) => ({ chosen: { rank, serial: (chosen?.serial ?? 0) + 1 } }));
}
