/// Every pane of the timeline: a new one is a file here and a line below.

import type { Pane } from './pane';
import { MatrixPane } from './MatrixPane';
import { PathPane } from './PathPane';
import { TablePane } from './TablePane';
import { TotalsPane } from './TotalsPane';

export const PANES: readonly Pane[] = [
  { id: 'table', label: 'Table', title: 'The same facts as a table', place: 'instead', Body: TablePane },
  { id: 'totals', label: 'Totals', title: 'What ranks and calls spent the time on', place: 'beside', Body: TotalsPane },
  { id: 'matrix', label: 'Matrix', title: 'Rank × rank: messages, bytes, who waits for whom', place: 'beside', Body: MatrixPane },
  { id: 'path', label: 'Path', title: 'The critical path: what determined when the run ended', place: 'beside', Body: PathPane },
];
export type { KeptRuns, NamedRun, Pane, PaneProps } from './pane';
