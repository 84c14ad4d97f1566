/// The table as a pane; of a live run it is read anew each second, as long as that is cheap.

import type { ReactNode } from 'react';
import { useThrottled } from '../use-throttled';
import type { PaneProps } from './pane';
import { Table } from './Table';

/// A live table of more records than this stands still.
const LIVE_TABLE_ROWS = 50_000;

export function TablePane({ model, recording, settled, find, placing, onOpenLine }: PaneProps): ReactNode {
  const still = settled || recording.events.length > LIVE_TABLE_ROWS;
  const version = useThrottled(recording, still, 1000);
  return <Table model={model} recording={recording} origin={model.placement?.wall.from ?? 0} find={find} placing={placing} onOpenLine={onOpenLine} version={settled ? -1 : version} />;
}
