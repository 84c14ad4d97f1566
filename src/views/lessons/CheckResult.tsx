/// How the check of an exercise stands, in words and marks; spoken when it changes.

import type { ReactNode } from 'react';
import type { CheckReport, CheckState, RunReport } from '../../lessons';
import { MarkdownLine } from './markdown/Markdown';

const ranksOf = (count: number): string => (count === 1 ? '1 rank' : `${count} ranks`);

export function CheckResult({ check }: { readonly check: CheckState }): ReactNode {
  return <div role="status" aria-label="Check result" className="cw-lesson-check">{shown(check)}</div>;
}

function shown(check: CheckState): ReactNode {
  switch (check.kind) {
    case 'none':
      return null;
    case 'failed':
      return <p className="cw-lesson-failed">{check.sentence}</p>;
    case 'running': {
      const { done, total, ranks } = check.progress;
      return <p className="cw-lesson-running">{ranks === null ? 'Looking at the output…' : `Running your program with ${ranksOf(ranks)} (run ${done + 1} of ${total})…`}</p>;
    }
    case 'done':
      return <Report report={check.report} />;
  }
}

function Report({ report }: { readonly report: CheckReport }): ReactNode {
  const { passed, runs, mistake } = report;
  const stopped = runs.some(({ verdict }) => verdict === 'stopped');
  return (
    <>
      <p className={passed ? 'cw-lesson-passed' : 'cw-lesson-failed'}>
        {passed ? `✓ Solved. Right with ${listed(runs.map(({ ranks }) => String(ranks)))} ${runs.at(-1)?.ranks === 1 ? 'rank' : 'ranks'}.` : stopped ? 'The check was stopped.' : '✗ Not yet.'}
      </p>
      {mistake !== null && <p className="cw-lesson-mistake"><MarkdownLine text={mistake.message} /></p>}
      {!passed && !stopped && <ul className="cw-lesson-runs">{runs.map((run, at) => <RunLine key={at} run={run} />)}</ul>}
    </>
  );
}

function RunLine({ run }: { readonly run: RunReport }): ReactNode {
  if (run.verdict === 'passed') return <li>✓ With {ranksOf(run.ranks)}: right.</li>;
  if (run.verdict === 'not-run') return <li className="cw-lesson-muted">With {ranksOf(run.ranks)}: not run yet.</li>;
  return run.sentences.map((sentence, at) => <li key={at} className="cw-lesson-finding">✗ <Sentence text={sentence} /></li>);
}

const listed = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`);

/// Quoted lines of output keep their blanks and stand out from the sentence.
function Sentence({ text }: { readonly text: string }): ReactNode {
  return text.split(/“([^”]*)”/).map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
}
