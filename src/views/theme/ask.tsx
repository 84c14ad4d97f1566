/// Asks for one line of text: a file's name, a project's name. `ask` from anywhere; `<Ask>` stands once in the page.

import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { Dialog } from './dialog';

export interface Question {
  readonly title: string;
  readonly label: string;
  readonly value: string;
  readonly button: string;
  /// null when the answer was taken, else the sentence why not.
  submit(answer: string): string | null;
}

const questionStore = createStore<{ readonly question: Question | null }>(() => ({ question: null }));

export function ask(question: Question): void {
  questionStore.setState({ question });
}

export function Ask(): ReactNode {
  const question = useStore(questionStore, (state) => state.question);
  return question === null ? null : <AskDialog question={question} />;
}

function AskDialog({ question }: { readonly question: Question }): ReactNode {
  const [text, setText] = useState(question.value);
  const [problem, setProblem] = useState<string | null>(null);
  const close = (): void => questionStore.setState({ question: null });
  const submit = (): void => {
    const refused = question.submit(text);
    if (refused === null) close();
    else setProblem(refused);
  };
  return (
    <Dialog title={question.title} onClose={close} onSubmit={submit}>
      <label>
        <span className="cw-label">{question.label}</span>
        <input className="cw-field" autoFocus value={text} spellCheck={false} autoComplete="off" onFocus={(event) => event.target.select()} onChange={(event) => setText(event.target.value)} />
      </label>
      {problem !== null && <p className="cw-problem" role="alert">{problem}</p>}
      <div className="cw-buttons">
        <button type="button" className="cw-button" onClick={close}>Cancel</button>
        <button type="submit" className="cw-button cw-primary">{question.button}</button>
      </div>
    </Dialog>
  );
}
