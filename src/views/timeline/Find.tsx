/// The search field: goes from match to match of what is typed.

import { type ReactNode, type RefObject, useEffect, useId, useState } from 'react';
import { QUERY_HELP, readQuery } from '../../trace';
import { Icon } from './Icon';
import type { TimelineModel } from './replay/model';

interface FindProps {
  readonly model: TimelineModel;
  readonly settled: boolean;
  readonly text: string;
  readonly input: RefObject<HTMLInputElement | null>;
  onText(text: string): void;
  onFind(direction: 1 | -1): void;
  /// Escape: back to the picture.
  onLeave(): void;
}

const OFFERED = ['wait', 'recv', 'send', 'message', 'unexpected', 'lost', 'print', 'rank 0 wait', 'from 1 to 0', 'tag 0', 'line 1', '#1'];
/// Milliseconds without typing before matches are counted.
const PAUSE = 200;

export function Find({ model, settled, text, input, onText, onFind, onLeave }: FindProps): ReactNode {
  const listId = useId();
  const [count, setCount] = useState('');
  useEffect(() => {
    const { recording } = model;
    if (text.trim() === '' || recording === null || !settled) return setCount('');
    const timer = window.setTimeout(() => {
      const query = readQuery(recording, text);
      if (typeof query === 'string') return setCount(query);
      if (query.number !== null) return setCount('');
      const matches = model.navigator.count(query);
      setCount(matches === 0 ? 'none' : matches.toLocaleString('en'));
    }, PAUSE);
    return () => window.clearTimeout(timer);
  }, [model, settled, text]);
  return (
    <span className="tl-group tl-find" role="search">
      <input
        ref={input} type="search" list={listId} value={text} disabled={!settled} placeholder="Find: recv, 2 -> 0, #120" aria-label="Find an event" title={QUERY_HELP}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onFind(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') onLeave();
          else return;
          event.preventDefault();
        }}
      />
      <datalist id={listId}>{OFFERED.map((offered) => <option key={offered} value={offered} />)}</datalist>
      {count !== '' && <span className="tl-count" title={count}>{count}</span>}
      <button type="button" className="tl-button" disabled={!settled || text.trim() === ''} aria-label="Previous match" title="Previous match (Shift+Enter, P)" onClick={() => onFind(-1)}><Icon name="up" /></button>
      <button type="button" className="tl-button" disabled={!settled || text.trim() === ''} aria-label="Next match" title="Next match (Enter, N)" onClick={() => onFind(1)}><Icon name="down" /></button>
    </span>
  );
}
