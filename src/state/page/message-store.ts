/// Short messages to the person, shown until dismissed or their time is over; an action undoes or continues.

import { createStore } from 'zustand/vanilla';

export interface Message {
  readonly id: number;
  readonly text: string;
  readonly tone: 'info' | 'problem';
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

export const messageStore = createStore<{ readonly messages: readonly Message[] }>(() => ({ messages: [] }));

let nextId = 1;

export function tell(text: string, options: Partial<Pick<Message, 'tone' | 'action'>> = {}): void {
  const message: Message = { id: nextId++, text, tone: options.tone ?? 'info', action: options.action ?? null };
  messageStore.setState(({ messages }) => ({ messages: [...messages.filter((other) => other.text !== text), message].slice(-4) }));
}

export function dismiss(id: number): void {
  messageStore.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }));
}
