/// Every pane of the timeline: a new one is a file here and a line below.

import type { Pane } from './pane';
import { ComparePane } from './ComparePane';
import { MatrixPane } from './MatrixPane';
import { MemoryPane } from './MemoryPane';
import { PathPane } from './PathPane';
import { TablePane } from './TablePane';
import { TotalsPane } from './TotalsPane';

export const PANES: readonly Pane[] = [
  { id: 'table', label: 'Table', title: 'The same facts as a table', place: 'instead', movable: true, Body: TablePane },
  { id: 'memory', label: 'Memory', title: 'The variables of each rank at the cursor, side by side', place: 'beside', Body: MemoryPane },
  { id: 'totals', label: 'Totals', title: 'What ranks and calls spent the time on', place: 'beside', Body: TotalsPane },
  { id: 'matrix', label: 'Matrix', title: 'Rank × rank: messages, bytes, who waits for whom', place: 'beside', Body: MatrixPane },
  { id: 'path', label: 'Path', title: 'The critical path: what determined when the run ended', place: 'beside', Body: PathPane },
  { id: 'compare', label: 'Compare', title: 'Two runs on one scale, their differences marked', place: 'instead', Body: ComparePane },
];
export type { KeptRuns, NamedRun, Pane, PaneProps, VariablesSwitch } from './pane';
