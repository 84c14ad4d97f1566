/// The run's phase and the sentence of the status line.

import type { Preparation } from '../../mpiexec/launcher';

export type Phase =
  | { readonly kind: 'idle' }
  /// Launched; the world does not stand yet.
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly ranks: number; readonly stopping: boolean }
  | { readonly kind: 'ended'; readonly ranks: number; readonly code: number; readonly stopped: boolean; readonly milliseconds: number }
  /// The command was refused, or the launcher broke.
  | { readonly kind: 'refused'; readonly sentence: string };

export function isBusy(phase: Phase): boolean {
  return phase.kind === 'starting' || phase.kind === 'running';
}

/// Wall time as people read it: three digits at most.
export function duration(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

const ranksOf = (ranks: number): string => (ranks === 1 ? '1 rank' : `${ranks} ranks`);

/// What the status line says.
export function statusSentence(phase: Phase, preparation: Preparation | null, inputWanted: boolean): string {
  const preparing = preparation === null || preparation.ready ? null : `${preparation.step}${preparation.fraction === null ? '' : ` ${Math.round(preparation.fraction * 100)} %`}…`;
  switch (phase.kind) {
    case 'idle':
      return preparing ?? (preparation === null ? 'Loading…' : 'Ready');
    case 'starting':
      return preparing ?? 'Starting…';
    case 'running':
      if (phase.stopping) return 'Stopping…';
      return inputWanted ? 'Rank 0 waits for input' : `Running ${ranksOf(phase.ranks)}…`;
    case 'ended':
      return `Ended, code ${phase.code}, ${duration(phase.milliseconds)}${phase.stopped ? ', stopped' : ''}`;
    case 'refused':
      return 'Not started';
  }
}
