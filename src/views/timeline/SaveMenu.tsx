/// A menu of what goes out of the timeline and comes in: traces, pictures, formats of other programs.

import { type ReactNode, useRef } from 'react';
import { Menu, type MenuItem } from '../theme';

/// What a person can do with files of runs. The page gives it; the timeline knows no store.
export interface TraceActions {
  /// Ending of trace files, for the file picker.
  readonly ending: string;
  save(): void;
  exportRun(kind: 'chrome' | 'shiviz' | 'events' | 'messages'): void;
  open(file: File): void;
}

interface SaveMenuProps {
  readonly traces: TraceActions;
  /// Whether a run that has ended is shown.
  readonly settled: boolean;
}

export function SaveMenu({ traces, settled }: SaveMenuProps): ReactNode {
  const picker = useRef<HTMLInputElement>(null);
  const action = (label: string, note: string, run: () => void): MenuItem => ({ kind: 'action', label, note, disabled: !settled, run });
  const items: readonly MenuItem[] = [
    action('Save trace', 'opens here again', () => traces.save()),
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
