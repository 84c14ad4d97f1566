/// A program shown in a lesson, with a button that opens it in the editor.

import type { ReactNode } from 'react';
import { type ProjectFiles, textOf } from '../../project';

export interface ProgramProps {
  readonly name: string;
  readonly files: ProjectFiles;
  readonly command: string;
  onOpen(): void;
}

export function Program({ name, files, command, onOpen }: ProgramProps): ReactNode {
  const file = files.get(name);
  return (
    <figure className="cw-lesson-program">
      <figcaption>
        <span className="cw-lesson-name">{name}</span>
        <button type="button" className="cw-button" onClick={onOpen} aria-label={`Open ${name} in the editor`}>Open in editor</button>
      </figcaption>
      <pre tabIndex={0} className="cw-lesson-code" aria-label={`Program ${name}`}><code>{file === undefined ? '' : textOf(file).trimEnd()}</code></pre>
      <p className="cw-lesson-command"><code>{command}</code></p>
    </figure>
  );
}
