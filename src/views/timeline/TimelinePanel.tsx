import type { ReactNode } from 'react';
import type { Recording } from '../../trace';

export interface TimelinePanelProps {
  /// The run to show; null before the first.
  readonly recording: Recording | null;
  /// Whether the run still lives.
  readonly live: boolean;
  onOpenLine(file: string, line: number): void;
  readonly theme: 'light' | 'dark';
  readonly bigType: boolean;
}

export function TimelinePanel({ recording }: TimelinePanelProps): ReactNode {
  return <section aria-label="Timeline">{recording === null ? 'Run a program to see its messages.' : ''}</section>;
}
