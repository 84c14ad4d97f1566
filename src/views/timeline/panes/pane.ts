/// What the timeline shows instead of its picture, or beside it.

import type { ComponentType } from 'react';
import type { Recording } from '../../../trace';
import type { Theme } from '../../theme';
import type { TimelineModel } from '../replay/model';

/// A run that can be compared with.
export interface NamedRun {
  readonly number: number;
  /// Its command, or the file that it was opened from.
  readonly name: string;
  readonly recording: Recording;
}

/// The run shown and those kept from before.
export interface KeptRuns {
  readonly shown: NamedRun | null;
  /// The newest first.
  readonly kept: readonly NamedRun[];
  /// Shows a kept one on the timeline.
  show(recording: Recording): void;
}

/// Whether variables are recorded in the runs to come.
export interface VariablesSwitch {
  readonly on: boolean;
  set(on: boolean): void;
}

export interface PaneProps {
  readonly model: TimelineModel;
  readonly recording: Recording;
  /// Whether the run has ended and is placed.
  readonly settled: boolean;
  readonly theme: Theme;
  readonly bigType: boolean;
  onOpenLine(file: string, line: number): void;
  /// What stands in the search field.
  readonly find: string;
  /// Of a pane that stands instead of the picture: whether it stands beside it now, and the way to change that.
  readonly placing?: { readonly beside: boolean; toggle(): void };
  /// Runs to compare with; none where nothing keeps them.
  readonly runs?: KeptRuns | undefined;
  /// Without it nobody here can switch.
  readonly variables?: VariablesSwitch | undefined;
}

export interface Pane {
  readonly id: string;
  /// On its button.
  readonly label: string;
  /// What it shows, for the button's title.
  readonly title: string;
  readonly place: 'instead' | 'beside';
  /// Of a pane instead of the picture: it can be put beside it (`PaneProps.placing`).
  readonly movable?: boolean;
  readonly Body: ComponentType<PaneProps>;
}
