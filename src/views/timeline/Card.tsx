/// What is known of an item, in words: beside the pointer, or kept open with ways to its lines, to what belongs to it, and on.

import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { describe, type Fact, type Item, otherEnd, rankOf, type Recording, type SourceLine } from '../../trace';
import { rankColour, type Theme } from '../theme';
import { Icon } from './Icon';

/// What the buttons of a card that stays can do.
export interface CardActions {
  go(item: Item): void;
  along(direction: 1 | -1): void;
  /// Lights up what led to the item, or what it led to; again, and it is dark.
  cone(side: 'past' | 'future'): void;
  /// Which side is lit now.
  readonly lit: 'past' | 'future' | null;
  copy(text: string): void;
}

interface CardProps {
  readonly recording: Recording;
  readonly item: Item;
  readonly theme: Theme;
  /// CSS pixels within the canvas; null puts it at a side.
  readonly at: { readonly x: number; readonly y: number } | null;
  /// The side for a card without a place: away from what it tells of.
  readonly side?: 'left' | 'right';
  /// A card that stays has buttons; one under the pointer has none.
  readonly stays: boolean;
  /// Of a card that stays, once the run is placed; null while it lives.
  readonly actions?: CardActions | null;
  onOpenLine(file: string, line: number): void;
  onClose(): void;
  readonly extra?: ReactNode;
}

/// At most so many facts are on a card under the pointer.
const HOVER_FACTS = 12;

export function Card({ recording, item, theme, at, side = 'right', stays, actions = null, onOpenLine, onClose, extra }: CardProps): ReactNode {
  const { title, facts } = describe(recording, item);
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  const shown = stays ? facts : facts.slice(0, HOVER_FACTS);

  // Beside the point, on the side where there is room, never over the edge.
  useLayoutEffect(() => {
    const card = ref.current;
    const room = card?.offsetParent;
    if (card == null || room == null) return undefined;
    const put = (): void => {
      const [width, height] = [card.offsetWidth, card.offsetHeight];
      const left = at === null ? (side === 'right' ? room.clientWidth - width - 10 : Math.min(90, room.clientWidth - width - 10)) : at.x + 18 + width <= room.clientWidth ? at.x + 18 : Math.max(4, at.x - width - 18);
      const top = at === null ? Math.max(4, Math.min(30, room.clientHeight - height - 4)) : Math.max(4, Math.min(at.y - 12, room.clientHeight - height - 4));
      setPlace((old) => (old !== null && old.left === left && old.top === top ? old : { left, top }));
    };
    put();
    if (!stays) return undefined;
    // The room changes when panes open, and with the window.
    const sizes = new ResizeObserver(put);
    sizes.observe(room);
    return () => sizes.disconnect();
  }, [at, side, stays, item, facts.length]);

  const value = (fact: Fact): ReactNode => {
    const { source } = fact;
    const line = source === undefined ? null : stays ? <LineButton source={source} onOpenLine={onOpenLine} /> : <span className="tl-code">{source.file}:{source.line}</span>;
    const text = source !== undefined && fact.value === `${source.file}:${source.line}` ? null : fact.value;
    const target = stays && actions !== null ? fact.item : undefined;
    return (
      <>
        {text !== null && (target === undefined ? text : <button type="button" className="tl-link" title="Select this on the timeline" onClick={() => actions?.go(target)}>{text}</button>)}
        {text !== null && line !== null && ' '}
        {line}
        {text === null && target !== undefined && <> <button type="button" className="tl-link" onClick={() => actions?.go(target)} aria-label={`Select ${fact.label}`}>select</button></>}
        {fact.text !== undefined && fact.text !== '' && <span className="tl-source">{fact.text}</span>}
      </>
    );
  };

  const end = stays && actions !== null ? otherEnd(recording, item) : null;
  return (
    <div
      ref={ref} className={stays ? 'tl-card tl-stays' : 'tl-card'} role={stays ? 'group' : 'tooltip'} aria-label={title}
      style={{ borderLeftColor: rankColour(rankOf(recording, item), theme), left: place?.left ?? 0, top: place?.top ?? 0, visibility: place === null ? 'hidden' : 'visible' }}
    >
      <div className="tl-card-title">
        <strong>{title}</strong>
        {stays && <button type="button" className="tl-close" aria-label="Close" onClick={onClose}><Icon name="close" /></button>}
      </div>
      {stays && actions !== null && (
        <div className="tl-card-actions" role="group" aria-label="From here">
          <button type="button" className="tl-button" title="Earlier on this rank (←)" aria-label="Earlier on this rank" onClick={() => actions.along(-1)}><Icon name="back" /></button>
          <button type="button" className="tl-button" title="Later on this rank (→)" aria-label="Later on this rank" onClick={() => actions.along(1)}><Icon name="forward" /></button>
          {end !== null && <button type="button" className="tl-button" title="Select the call at the other end (O)" onClick={() => actions.go(end)}>Other end</button>}
          <button type="button" className="tl-button" aria-label="What led here" aria-pressed={actions.lit === 'past'} title="Light up everything that led to this (Q)" onClick={() => actions.cone('past')}>Led here</button>
          <button type="button" className="tl-button" aria-label="What follows" aria-pressed={actions.lit === 'future'} title="Light up everything that this led to (E)" onClick={() => actions.cone('future')}>Follows</button>
          <button type="button" className="tl-button" title="Copy these facts as text" onClick={() => actions.copy([title, ...facts.map((fact) => `${fact.label}: ${fact.value}${fact.source === undefined || fact.value.includes(':' + String(fact.source.line)) ? '' : ` (${fact.source.file}:${fact.source.line})`}`)].join('\n'))}>Copy</button>
        </div>
      )}
      {extra}
      <dl>
        {shown.map((fact, i) => (
          <div key={i}>
            <dt>{fact.label}</dt>
            <dd className={fact.label === 'values' || fact.label === 'text' ? 'tl-code' : undefined}>{value(fact)}</dd>
          </div>
        ))}
      </dl>
      {!stays && facts.some(({ source }) => source !== undefined) && <p className="tl-hint">click to keep this open and follow the lines</p>}
    </div>
  );
}

function LineButton({ source, onOpenLine }: { readonly source: SourceLine; onOpenLine(file: string, line: number): void }): ReactNode {
  return <button type="button" className="tl-line" onClick={() => onOpenLine(source.file, source.line)}>{source.file}:{source.line}</button>;
}
