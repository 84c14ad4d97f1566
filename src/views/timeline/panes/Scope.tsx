/// Which part of the run numbers are about.

import type { ReactNode } from 'react';

interface ScopeProps {
  readonly whole: boolean;
  onWhole(whole: boolean): void;
}

export function Scope({ whole, onWhole }: ScopeProps): ReactNode {
  return (
    <span className="tl-group" role="group" aria-label="Part of the run">
      <button type="button" className="tl-button" aria-pressed={whole} onClick={() => onWhole(true)}>Whole run</button>
      <button type="button" className="tl-button" aria-pressed={!whole} title="What the timeline shows now: zoom and pan it" onClick={() => onWhole(false)}>Part on screen</button>
    </span>
  );
}

/// What a pane of numbers says while the run lives.
export function NotYet(): ReactNode {
  return <p className="tl-stats-note">Numbers come when the run has ended.</p>;
}
