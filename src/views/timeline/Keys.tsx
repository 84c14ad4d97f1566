/// The keys of the timeline, listed on a card that the button or ? opens.

import { type ReactNode, useEffect, useRef } from 'react';
import { QUERY_HELP } from '../../trace';
import { Icon } from './Icon';
import { KEY_HELP } from './replay/keys';

export function Keys({ onClose }: { onClose(): void }): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div
      ref={ref} className="tl-keys" role="dialog" aria-label="Keys" tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' && event.key !== '?') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="tl-card-title">
        <strong>Keys, while the picture has the focus</strong>
        <button type="button" className="tl-close" aria-label="Close" onClick={onClose}><Icon name="close" /></button>
      </div>
      <dl className="tl-key-list">
        {KEY_HELP.map(({ keys, does }) => <div key={keys}><dt><kbd>{keys}</kbd></dt><dd>{does}</dd></div>)}
      </dl>
      <p className="tl-hint">Find understands: {QUERY_HELP}. Words together mean “and”. In the table, Find filters.</p>
    </div>
  );
}
