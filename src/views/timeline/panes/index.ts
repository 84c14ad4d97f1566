/// Every pane of the timeline: a new one is a file here and a line below.

import type { Pane } from './pane';
import { TablePane } from './TablePane';

export const PANES: readonly Pane[] = [
  { id: 'table', label: 'Table', title: 'The same facts as a table', place: 'instead', Body: TablePane },
];
export type { Pane, PaneProps } from './pane';
