/// What stands in the editor's place until Monaco is there: a text box with the same file, already usable.

import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { textOf } from '../../project';
import { commands, projectStore, tabsStore } from '../../state';

export interface PlainEditorProps {
  /// Where focus and selection are when this goes away.
  onGone(state: { readonly focused: boolean; readonly start: number; readonly end: number }): void;
}

export function PlainEditor({ onGone }: PlainEditorProps): ReactNode {
  const path = useStore(tabsStore, (state) => state.active);
  const file = useStore(projectStore, (state) => (path === null ? undefined : state.project.files.get(path)));
  const box = useRef<HTMLTextAreaElement>(null);
  // A layout effect: its clean-up runs while the box is still in the document and has its focus.
  useLayoutEffect(() => {
    const element = box.current;
    return () => {
      if (element !== null) onGone({ focused: document.activeElement === element, start: element.selectionStart, end: element.selectionEnd });
    };
  }, [onGone]);
  return (
    <textarea
      ref={box} className="cw-plain-editor" aria-label={`Program text of ${path ?? 'no file'}`} spellCheck={false} autoComplete="off" wrap="off"
      value={file === undefined ? '' : textOf(file)}
      onChange={(event) => {
        if (path !== null) commands.editFile(path, event.target.value);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        commands.runCommand();
      }}
    />
  );
}
