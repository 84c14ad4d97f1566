/// Short messages at the lower edge, with their way back.

import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { dismiss, type Message, messageStore } from '../../state';
import { Icon } from '../theme';

/// Milliseconds a message stays; problems stay until dismissed.
const STAYS = 9000;

export function Messages(): ReactNode {
  const messages = useStore(messageStore, (state) => state.messages);
  return (
    <div className="cw-messages" role="region" aria-label="Messages" aria-live="polite">
      {messages.map((message) => <Toast key={message.id} message={message} />)}
    </div>
  );
}

function Toast({ message: { id, text, tone, action } }: { readonly message: Message }): ReactNode {
  useEffect(() => {
    if (tone === 'problem') return undefined;
    const timer = setTimeout(() => dismiss(id), STAYS);
    return () => clearTimeout(timer);
  }, [id, tone]);
  return (
    <div className="cw-message" data-tone={tone}>
      <span>{text}</span>
      {action !== null && (
        <button
          type="button" className="cw-button"
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className="cw-button cw-plain" aria-label="Dismiss" onClick={() => dismiss(id)}><Icon name="close" /></button>
    </div>
  );
}
