/// A menu of what goes out of the timeline and comes in: traces, pictures, formats of other programs.

import { type ReactNode, useRef } from 'react';
import type { Recording } from '../../trace';
import { Menu, type MenuItem, type Theme } from '../theme';
import { pngFile, svgFile } from './picture-file';
import type { TimelineModel } from './replay/model';

/// What a person can do with files of runs. The page gives it; the timeline knows no store.
export interface TraceActions {
  /// Ending of trace files, for the file picker.
  readonly ending: string;
  save(): void;
  exportRun(kind: 'chrome' | 'shiviz' | 'events' | 'messages'): void;
  open(file: File): void;
  /// Name of the file that a run was opened from; null for one of this page.
  openedFrom(recording: Recording): string | null;
  /// Words that say which run is shown: its launch command.
  title(): string;
  savePicture(bytes: Uint8Array, kind: 'svg' | 'png'): void;
}

interface SaveMenuProps {
  readonly traces: TraceActions;
  readonly model: TimelineModel;
  readonly theme: Theme;
  readonly bigType: boolean;
  /// CSS pixels of the room that the picture has on screen.
  room(): { readonly width: number; readonly height: number };
  /// Whether a run that has ended is shown.
  readonly settled: boolean;
}

export function SaveMenu({ traces, settled, model, theme, bigType, room }: SaveMenuProps): ReactNode {
  const picker = useRef<HTMLInputElement>(null);
  const action = (label: string, note: string, run: () => void): MenuItem => ({ kind: 'action', label, note, disabled: !settled, run });
  const picture = async (kind: 'svg' | 'png', look: Theme): Promise<void> => {
    const size = { ...room(), bigType };
    const bytes = kind === 'svg' ? svgFile(model, size, look, traces.title()) : await pngFile(model, size, look, traces.title());
    if (bytes !== null) traces.savePicture(bytes, kind);
  };
  const pictures = (look: Theme, label: string): readonly MenuItem[] => [
    action(`${label}, SVG`, 'for papers', () => void picture('svg', look)),
    action(`${label}, PNG`, 'for slides', () => void picture('png', look)),
  ];
  const items: readonly MenuItem[] = [
    action('Save trace', 'opens here again', () => traces.save()),
    { kind: 'line' },
    ...(theme === 'light' ? pictures('light', 'Picture') : [...pictures('light', 'Picture in light colours'), ...pictures(theme, 'Picture as on screen')]),
    { kind: 'line' },
    action('Perfetto and Chrome', 'JSON', () => traces.exportRun('chrome')),
    action('ShiViz', 'log', () => traces.exportRun('shiviz')),
    action('Events', 'CSV', () => traces.exportRun('events')),
    action('Messages', 'CSV', () => traces.exportRun('messages')),
    { kind: 'line' },
    { kind: 'action', label: 'Open trace…', note: traces.ending, run: () => picker.current?.click() },
  ];
  return (
    <>
      <Menu className="tl-button" label="Save the run, or open one" items={items} end>Save</Menu>
      <input
        ref={picker} type="file" accept={traces.ending} hidden aria-label="Trace file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) traces.open(file);
        }}
      />
    </>
  );
}
