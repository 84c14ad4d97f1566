/// The command line: what to launch, Run, Stop, and how the run stands.

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { commands, commandStore, isBusy, runStore, statusSentence, stepCommand } from '../../state';
import { Icon } from '../theme';

export function LaunchBar(): ReactNode {
  const text = useStore(commandStore, (state) => state.text);
  const select = useStore(commandStore, (state) => state.select);
  const busy = useStore(runStore, (state) => isBusy(state.phase));
  const box = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (select > 0) box.current?.select();
  }, [select]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      commands.runCommand();
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const shown = stepCommand(event.key === 'ArrowUp' ? -1 : 1);
      if (shown !== null) requestAnimationFrame(() => box.current?.setSelectionRange(shown.length, shown.length));
    } else if (event.key === 'c' && event.ctrlKey && busy && box.current?.selectionStart === box.current?.selectionEnd) {
      // As in a terminal.
      event.preventDefault();
      commands.stopRun();
    }
  };

  return (
    <form
      className="cw-launch" aria-label="Launch"
      onSubmit={(event) => {
        event.preventDefault();
        commands.runCommand();
      }}
    >
      <label className="cw-launch-line">
        <span aria-hidden="true">$</span>
        <input
          ref={box} aria-label="Launch command" value={text} spellCheck={false} autoComplete="off" autoCapitalize="off" autoCorrect="off" enterKeyHint="go"
          placeholder="aprun -n 5 python3 mpiEx.py" title="Enter runs; Up and Down bring back earlier lines; help tells what else there is"
          onChange={(event) => commands.typeCommand(event.target.value)} onKeyDown={onKeyDown}
        />
      </label>
      <button type="submit" className="cw-button cw-run" disabled={busy} title="Run (Ctrl+Enter)"><Icon name="run" />Run</button>
      <button type="button" className="cw-button cw-stop" disabled={!busy} title="Stop the run" onClick={() => commands.stopRun()}><Icon name="stop" />Stop</button>
      <RunStatus />
    </form>
  );
}

function RunStatus(): ReactNode {
  const sentence = useStore(runStore, (state) => statusSentence(state.phase, state.preparation, state.inputWanted));
  const tone = useStore(runStore, ({ phase }) => (phase.kind === 'ended' ? (phase.code === 0 ? 'ok' : 'failed') : phase.kind));
  const fraction = useStore(runStore, ({ phase, preparation }) => ((phase.kind === 'idle' || phase.kind === 'starting') && preparation?.ready === false ? preparation.fraction : null));
  return (
    <div className="cw-status" data-tone={tone}>
      <span className="cw-status-dot" aria-hidden="true" />
      <span role="status" aria-label="Run status">{sentence}</span>
      {fraction !== null && <progress aria-label="Preparation" value={fraction} max={1} />}
    </div>
  );
}
