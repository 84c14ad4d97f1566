/// A button that opens a menu, after the ARIA menu-button pattern: arrows move, Escape closes, focus returns.

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export type MenuItem =
  | { readonly kind: 'action'; readonly label: string; readonly note?: string; readonly disabled?: boolean; run(): void }
  | { readonly kind: 'choice'; readonly key: string; readonly label: string; readonly chosen: boolean; readonly note?: string; run(): void }
  | { readonly kind: 'line' };

export interface MenuProps {
  /// What the button shows; its accessible name when `label` is missing.
  readonly children: ReactNode;
  readonly label?: string;
  readonly className?: string;
  readonly items: readonly MenuItem[];
  /// The list's end, not its beginning, lies under the button.
  readonly end?: boolean;
}

export function Menu({ children, label, className = 'cw-button cw-plain', items, end = false }: MenuProps): ReactNode {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    entries(list.current)[0]?.focus();
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const all = entries(list.current);
    const at = all.findIndex((entry) => entry === document.activeElement);
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    const to = moves[event.key];
    if (event.key === 'Escape') close();
    else if (to !== undefined) all[(to + all.length) % all.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="cw-menu" ref={root}>
      <button
        ref={button} type="button" className={className} aria-haspopup="menu" aria-expanded={open} aria-controls={open ? id : undefined} aria-label={label} title={label}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
      </button>
      {open && (
        <div className="cw-menu-list" role="menu" id={id} ref={list} data-end={end || undefined} onKeyDown={onKeyDown}>
          {items.map((item, index) => {
            if (item.kind === 'line') return <hr key={`line ${index}`} />;
            const chosen = item.kind === 'choice' ? item.chosen : undefined;
            return (
              <button
                key={item.kind === 'choice' ? item.key : item.label} type="button" tabIndex={-1} role={chosen === undefined ? 'menuitem' : 'menuitemradio'} aria-checked={chosen}
                disabled={item.kind === 'action' && item.disabled === true}
                onClick={() => {
                  close();
                  item.run();
                }}
              >
                {chosen !== undefined && <span className="cw-menu-tick" aria-hidden="true">{chosen ? '✓' : ''}</span>}
                <span>{item.label}</span>
                {item.note !== undefined && <span className="cw-menu-note">{item.note}</span>}
              </button>
            );
          })}
        </div>
      )}
    </div>
  );
}

function entries(list: HTMLElement | null): readonly HTMLButtonElement[] {
  return list === null ? [] : [...list.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
}
