/// A modal dialog over the browser's own `<dialog>`: focus stays inside, Escape and the backdrop close.

import { type ReactNode, useEffect, useId, useRef } from 'react';

export interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  onClose(): void;
  onSubmit?(): void;
}

export function Dialog({ title, children, onClose, onSubmit }: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
  }, []);
  return (
    <dialog
      ref={dialog} className="cw-dialog" aria-labelledby={id} onClose={onClose}
      onPointerDown={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (onSubmit === undefined) dialog.current?.close();
          else onSubmit();
        }}
      >
        <h2 id={id}>{title}</h2>
        {children}
      </form>
    </dialog>
  );
}
