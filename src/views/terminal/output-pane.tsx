/// The terminal: toolbar, log, and the input line while a rank waits for one.

import { type ReactNode, useCallback, useState } from 'react';
import { useStore } from 'zustand';
import { commands, output, pageStore, runStore, tell } from '../../state';
import { Icon } from '../theme';
import { InputLine } from './input-line';
import { OutputLog } from './output-log';

export function OutputPane(): ReactNode {
  const view = useStore(pageStore, (state) => state.outputView);
  const inputWanted = useStore(runStore, (state) => state.inputWanted);
  const [shown, setShown] = useState({ dropped: 0, empty: true });
  const onDrawn = useCallback((dropped: number, empty: boolean) => {
    setShown((before) => (before.dropped === dropped && before.empty === empty ? before : { dropped, empty }));
  }, []);

  return (
    <div className="cw-output">
      <div className="cw-toolbar">
        <div className="cw-segments" role="group" aria-label="Order of the output">
          <button type="button" aria-pressed={view === 'merged'} onClick={() => commands.setPage({ outputView: 'merged' })}>Merged</button>
          <button type="button" aria-pressed={view === 'by-rank'} onClick={() => commands.setPage({ outputView: 'by-rank' })}>By rank</button>
        </div>
        <span className="cw-space" />
        <button type="button" className="cw-button cw-plain" aria-label="Copy output" title="Copy output" disabled={shown.empty} onClick={() => void copy()}><Icon name="copy" /></button>
        <button type="button" className="cw-button cw-plain" aria-label="Download output" title="Download output" disabled={shown.empty} onClick={() => commands.downloadOutput()}><Icon name="download" /></button>
        <button type="button" className="cw-button cw-plain" aria-label="Clear output" title="Clear output" disabled={shown.empty} onClick={() => commands.clearOutput()}><Icon name="clear" /></button>
      </div>
      {shown.dropped > 0 && <p className="cw-dropped">{shown.dropped.toLocaleString('en')} older lines were dropped; the newest {output.lines.toLocaleString('en')} are kept.</p>}
      {shown.empty && <p className="cw-output-empty">Every line appears here with the rank that wrote it.</p>}
      <OutputLog model={output} view={view} onDrawn={onDrawn} />
      {inputWanted && <InputLine />}
    </div>
  );
}

async function copy(): Promise<void> {
  if (await commands.copyOutput()) tell('The output is copied.');
  else tell('The browser refused to copy; download the output instead.', { tone: 'problem' });
}
