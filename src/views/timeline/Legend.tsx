/// What the marks mean. Every distinction is one of shape or pattern; colour only repeats the rank.

import type { ReactNode } from 'react';
import { Protocol } from '../../protocol';
import { dashOf } from './drawing/marks';

export function Legend(): ReactNode {
  return (
    <ul className="tl-legend" aria-label="Legend">
      <Entry words="computing"><path d="M1 8h32" strokeWidth="4" opacity="0.45" /></Entry>
      <Entry words="in a call"><rect x="2" y="3" width="30" height="10" fill="currentColor" fillOpacity="0.2" /></Entry>
      <Entry words="waiting"><rect x="2" y="3" width="30" height="10" fill="none" /><path d="M2 11l8-8M7 13l10-10M14 13l10-10M21 13l10-10M28 13l4-4" /></Entry>
      <Entry words="message, eager"><Line protocol={Protocol.Eager} /></Entry>
      <Entry words="rendezvous"><Line protocol={Protocol.Rendezvous} /></Entry>
      <Entry words="synchronous"><Line protocol={Protocol.Synchronous} /></Entry>
      <Entry words="lay unexpected until received"><path d="M8 3l5 5-5 5-5-5z" fill="none" /><path d="M14 8h18" strokeDasharray="1.5 3" /></Entry>
      <Entry words="collective" accent><path d="M4 3h22l6 10H9z" fill="currentColor" fillOpacity="0.15" /></Entry>
      <Entry words="its root" accent><path d="M17 3l5 5-5 5-5-5z" fill="currentColor" /></Entry>
      <Entry words="request, post to completion"><path d="M2 8h30" strokeWidth="3" /><path d="M2 4v8M32 4v8" /></Entry>
      <Entry words="print"><path d="M13 2v12M13 4l9 4-9 4z" fill="currentColor" /></Entry>
    </ul>
  );
}

function Entry({ words, accent = false, children }: { readonly words: string; readonly accent?: boolean; readonly children: ReactNode }): ReactNode {
  return (
    <li>
      <svg className={accent ? 'tl-mark tl-accent' : 'tl-mark'} viewBox="0 0 34 16" aria-hidden="true" stroke="currentColor" strokeWidth="1.5" fill="none">{children}</svg>
      {words}
    </li>
  );
}

function Line({ protocol }: { readonly protocol: Protocol }): ReactNode {
  return <><path d="M1 8h26" strokeDasharray={dashOf(protocol).join(' ')} strokeWidth="2" /><path d="M26 4l7 4-7 4z" fill="currentColor" stroke="none" /></>;
}
