/// What the timeline shows instead of its picture, or beside it.

import type { ComponentType } from 'react';
import type { Recording } from '../../../trace';
import type { Theme } from '../../theme';
import type { TimelineModel } from '../replay/model';

export interface PaneProps {
  readonly model: TimelineModel;
  readonly recording: Recording;
  /// Whether the run has ended and is placed.
  readonly settled: boolean;
  readonly theme: Theme;
  onOpenLine(file: string, line: number): void;
  /// What stands in the search field.
  readonly find: string;
}

export interface Pane {
  readonly id: string;
  /// On its button.
  readonly label: string;
  /// What it shows, for the button's title.
  readonly title: string;
  readonly place: 'instead' | 'beside';
  readonly Body: ComponentType<PaneProps>;
}
