/// The line that rank 0's `input()` waits for.

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { commands } from '../../state';

/// Someone who typed into the editor this recently keeps the focus there.
const TYPING = 1500;

export function InputLine(): ReactNode {
  const [text, setText] = useState('');
  const box = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const active = document.activeElement;
    const inEditor = active !== null && active.closest('.cw-editor') !== null;
    if (!inEditor || performance.now() - lastKey() > TYPING) box.current?.focus();
  }, []);

  return (
    <form
      className="cw-input"
      onSubmit={(event) => {
        event.preventDefault();
        commands.sendInput(text);
        setText('');
      }}
    >
      <label htmlFor="cw-input">Input for rank 0</label>
      <input
        id="cw-input" ref={box} className="cw-field" value={text} autoComplete="off" spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'd' || !event.ctrlKey || text !== '') return;
          event.preventDefault();
          commands.sendInput(null);
        }}
      />
      <button type="submit" className="cw-button">Send</button>
      <button type="button" className="cw-button cw-plain" title="Ctrl+D: input() raises EOFError" onClick={() => commands.sendInput(null)}>End of input</button>
    </form>
  );
}

let keyAt = -Infinity;
if (typeof document !== 'undefined') {
  document.addEventListener('keydown', (event) => {
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) keyAt = performance.now();
  }, { capture: true, passive: true });
}

function lastKey(): number {
  return keyAt;
}
