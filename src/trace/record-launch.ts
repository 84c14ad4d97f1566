/// Any launcher's runs, recorded: for what has no page to look at, as the command-line runner.

import type { Launcher } from '../mpiexec';
import type { RunAbout } from './file';
import { Recording } from './recording';

/// A launcher whose runs are recorded. `told` hears of each when it has ended, after its listener has.
export function recorded(launcher: Pick<Launcher, 'launch'>, told: (recording: Recording, about: RunAbout) => void): Pick<Launcher, 'launch'> {
  return {
    launch(request, events) {
      const recording = new Recording();
      let now = (): number => 0;
      let began: number | null = null;
      return launcher.launch(request, {
        ...events,
        started(world) {
          now = () => world.now();
          began = world.epoch;
          const texts = world.sources.map((path) => {
            const bytes = request.files[path];
            return bytes === undefined ? null : new TextDecoder().decode(bytes);
          });
          recording.start({ ranks: world.ranks, sources: world.sources, texts });
          events.started(world);
        },
        output(batch) {
          recording.output(batch);
          events.output(batch);
        },
        trace(rank, records) {
          recording.trace(rank, records);
          events.trace(rank, records);
        },
        traceReady: () => recording.ready && (events.traceReady?.() ?? true),
        now(ranks) {
          recording.now(ranks, now());
          events.now(ranks);
        },
        ended(result) {
          events.ended(result);
          // What did not start has nothing to show.
          if (began === null) return;
          recording.end(now());
          const { code, stopped, milliseconds, notices } = result;
          told(recording, { command: request.command, settings: { ...request.settings }, began, outcome: { code, stopped, milliseconds, notices: [...notices] } });
        },
      });
    },
  };
}
