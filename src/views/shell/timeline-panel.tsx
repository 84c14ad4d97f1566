/// The timeline in its pane; the timeline itself is loaded after the first paint.

import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { useStore } from 'zustand';
import { recordsVariables } from '../../project';
import { aboutOf, commands, historyStore, pageStore, positionStore, projectStore, runStore, showPlaces } from '../../state';
import type { Recording } from '../../trace';
import { useTheme } from '../theme';
import { useLaunched } from './use-launched';

const TimelinePanel = lazy(() => import('../timeline'));

const traces = {
  ending: commands.TRACE_ENDING,
  save: () => void commands.saveTrace(),
  exportRun: (kind: Parameters<typeof commands.exportRun>[0]) => void commands.exportRun(kind),
  title: commands.shownTitle,
  openedFrom: (recording: Recording) => aboutOf(recording).file,
  savePicture: commands.savePicture,
  open: (file: File) => void commands.openTrace(file, file.name),
};

export function Timeline(): ReactNode {
  const recording = useStore(runStore, (state) => state.recording);
  const live = useStore(runStore, (state) => state.phase.kind === 'running');
  const choice = useStore(pageStore, (state) => state.theme);
  const bigType = useStore(pageStore, (state) => state.bigType);
  const theme = useTheme(choice);
  const { algorithms, perNode } = useLaunched(recording);
  const { shown, kept } = useStore(historyStore);
  const runs = useMemo(() => ({ shown, kept, show: commands.showRun }), [shown, kept]);
  const chosen = useStore(positionStore, (state) => state.chosen);
  const recorded = useStore(projectStore, (state) => recordsVariables(state.project.settings));
  const variables = useMemo(() => ({ on: recorded, set: commands.setVariables }), [recorded]);
  return (
    <Suspense fallback={<section aria-label="Timeline" />}>
      <TimelinePanel recording={recording} live={live} onOpenLine={commands.openRunLine} onCopy={commands.copyText} onPlaces={showPlaces} chosenRank={chosen} algorithms={algorithms} perNode={perNode} traces={traces} theme={theme} bigType={bigType} runs={runs} variables={variables} />
    </Suspense>
  );
}
