/// What is known of an item, in words: beside the pointer, or kept open with its source lines to follow.

import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { describe, type Item, rankOf, type Recording, type SourceLine } from '../../trace';
import { rankColour, type Theme } from '../theme';
import { Icon } from './Icon';

interface CardProps {
  readonly recording: Recording;
  readonly item: Item;
  readonly theme: Theme;
  /// CSS pixels within the canvas; null puts it at the right.
  readonly at: { readonly x: number; readonly y: number } | null;
  /// A card that stays has buttons; one under the pointer has none.
  readonly stays: boolean;
  onOpenLine(file: string, line: number): void;
  onClose(): void;
  readonly extra?: ReactNode;
}

export function Card({ recording, item, theme, at, stays, onOpenLine, onClose, extra }: CardProps): ReactNode {
  const { title, facts } = describe(recording, item);
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);

  // Beside the point, on the side where there is room, never over the edge.
  useLayoutEffect(() => {
    const card = ref.current;
    const room = card?.offsetParent;
    if (card == null || room == null) return;
    const [width, height] = [card.offsetWidth, card.offsetHeight];
    const left = at === null ? room.clientWidth - width - 10 : at.x + 18 + width <= room.clientWidth ? at.x + 18 : Math.max(4, at.x - width - 18);
    const top = at === null ? 30 : Math.max(4, Math.min(at.y - 12, room.clientHeight - height - 4));
    setPlace((old) => (old !== null && old.left === left && old.top === top ? old : { left, top }));
  }, [at, item, facts.length]);

  const line = (source: SourceLine, value: string): ReactNode =>
    stays ? <button type="button" className="tl-line" onClick={() => onOpenLine(source.file, source.line)}>{source.file}:{source.line}</button> : <span className="tl-code">{value}</span>;

  return (
    <div
      ref={ref} className={stays ? 'tl-card tl-stays' : 'tl-card'} role={stays ? 'group' : 'tooltip'} aria-label={title}
      style={{ borderLeftColor: rankColour(rankOf(recording, item), theme), left: place?.left ?? 0, top: place?.top ?? 0, visibility: place === null ? 'hidden' : 'visible' }}
    >
      <div className="tl-card-title">
        <strong>{title}</strong>
        {stays && <button type="button" className="tl-close" aria-label="Close" onClick={onClose}><Icon name="close" /></button>}
      </div>
      <dl>
        {facts.map((fact, i) => (
          <div key={i}>
            <dt>{fact.label}</dt>
            <dd className={fact.label === 'values' || fact.label === 'text' ? 'tl-code' : undefined}>{fact.source === undefined ? fact.value : fact.value === `${fact.source.file}:${fact.source.line}` ? line(fact.source, fact.value) : <>{fact.value} {line(fact.source, `${fact.source.file}:${fact.source.line}`)}</>}</dd>
          </div>
        ))}
      </dl>
      {extra}
      {!stays && facts.some(({ source }) => source !== undefined) && <p className="tl-hint">click to keep this open and follow the lines</p>}
    </div>
  );
}
