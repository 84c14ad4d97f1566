/// A button that opens a menu, after the ARIA menu-button pattern: arrows move, Escape closes, focus returns.

import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';

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

  // Above everything, so that no pane cuts it off.
  useLayoutEffect(() => {
    if (!open || list.current === null || button.current === null) return;
    list.current.showPopover();
    beside(list.current, button.current.getBoundingClientRect(), end);
  }, [open, end]);

  useEffect(() => {
    if (!open) return undefined;
    const leave = (): void => setOpen(false);
    const outside = (event: Event): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    window.addEventListener('resize', leave);
    entries(list.current)[0]?.focus();
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      window.removeEventListener('resize', leave);
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
        <div className="cw-menu-list" role="menu" id={id} ref={list} popover="manual" onKeyDown={onKeyDown}>
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

/// CSS pixels between a list and its button, and the edge of the window.
const GAP = 5;

/// Puts a list under its button, or above where there is more room; as high as there is room.
function beside(list: HTMLElement, button: DOMRect, end: boolean): void {
  const [below, above] = [window.innerHeight - button.bottom - 2 * GAP, button.top - 2 * GAP];
  const under = list.scrollHeight <= below || below >= above;
  const left = end ? button.right - list.offsetWidth : button.left;
  Object.assign(list.style, {
    maxHeight: `${under ? below : above}px`,
    top: under ? `${button.bottom + GAP}px` : 'auto',
    bottom: under ? 'auto' : `${window.innerHeight - button.top + GAP}px`,
    left: `${Math.max(GAP, Math.min(left, window.innerWidth - list.offsetWidth - GAP))}px`,
  });
}
