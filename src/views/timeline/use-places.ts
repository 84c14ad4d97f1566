import { useEffect } from 'react';
import { placesAt, placesNow, type RankPlace, type Recording, samePlaces } from '../../trace';
import type { TimelineModel } from './replay/model';

/// While a run lives, its ranks' places are looked at so often, milliseconds.
const LIVE_PERIOD = 120;

/// Tells `onPlaces` where each rank is: at the replay's cursor, or now while the run lives. Once a frame at most, and only news.
export function usePlaces(model: TimelineModel, recording: Recording | null, onPlaces: ((places: readonly RankPlace[]) => void) | undefined): void {
  useEffect(() => {
    if (onPlaces === undefined) return undefined;
    let told: readonly RankPlace[] = [];
    let [frame, last] = [0, 0];
    const tell = (): void => {
      frame = 0;
      const live = model.placement === null;
      const now = performance.now();
      if (live && now - last < LIVE_PERIOD) return wake();
      last = now;
      const places = recording === null || recording.ranks === 0 ? [] : live ? placesNow(recording) : placesAt(recording, model.axis, model.cursor, model.navigator.sequence);
      if (samePlaces(told, places)) return;
      told = places;
      onPlaces(places);
    };
    const wake = (): void => {
      if (frame === 0) frame = requestAnimationFrame(tell);
    };
    const leaving = [model.subscribe(wake), recording?.subscribe(wake)];
    onPlaces([]);
    wake();
    return () => {
      cancelAnimationFrame(frame);
      for (const leave of leaving) leave?.();
    };
  }, [model, recording, onPlaces]);
}
