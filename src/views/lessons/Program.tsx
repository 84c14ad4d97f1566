/// A program shown in a lesson, with a button that opens it in the editor.

import type { ReactNode } from 'react';
import { type ProjectFiles, textOf } from '../../project';
import { pythonPieces } from './python';

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
        <button type="button" className="cw-button" onClick={onOpen} aria-label={`Open in editor: ${name}`}>Open in editor</button>
      </figcaption>
      <pre tabIndex={0} className="cw-lesson-code" aria-label={`Program ${name}`}><code><PythonText text={file === undefined ? '' : textOf(file).trimEnd()} /></code></pre>
      <p className="cw-lesson-command"><code>{command}</code></p>
    </figure>
  );
}

function PythonText({ text }: { readonly text: string }): ReactNode {
  return pythonPieces(text).map(({ kind, text: piece }, at) => (kind === 'plain' ? piece : <span key={at} className={`cw-py-${kind}`}>{piece}</span>));
}
