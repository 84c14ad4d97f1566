/// Output and Files, one behind the other; both stay in the page, so that the log keeps its place.

import { type ReactNode } from 'react';
import { useStore } from 'zustand';
import { commands, pageStore, projectStore } from '../../state';
import { FilesPane } from '../files';
import { OutputPane } from '../terminal';

export function SidePane(): ReactNode {
  const side = useStore(pageStore, (state) => state.side);
  const count = useStore(projectStore, (state) => state.project.files.size);
  const written = useStore(projectStore, (state) => state.written.size);
  const sides = [
    { id: 'output', label: 'Output', note: null },
    { id: 'files', label: 'Files', note: written > 0 ? `${written} new` : String(count) },
  ] as const;
  return (
    <div className="cw-side">
      <div className="cw-side-tabs" role="tablist" aria-label="Output and files">
        {sides.map(({ id, label, note }) => (
          <button
            key={id} type="button" role="tab" id={`cw-tab-${id}`} aria-controls={`cw-side-${id}`} aria-selected={side === id} tabIndex={side === id ? 0 : -1} className="cw-side-tab"
            onClick={() => commands.setPage({ side: id })}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
              const other = id === 'output' ? 'files' : 'output';
              commands.setPage({ side: other });
              document.getElementById(`cw-tab-${other}`)?.focus();
            }}
          >
            {label}{note !== null && <span className="cw-badge" data-new={written > 0 || undefined}>{note}</span>}
          </button>
        ))}
      </div>
      <div className="cw-side-body" role="tabpanel" id="cw-side-output" aria-labelledby="cw-tab-output" hidden={side !== 'output'}><OutputPane /></div>
      <div className="cw-side-body" role="tabpanel" id="cw-side-files" aria-labelledby="cw-tab-files" hidden={side !== 'files'}><FilesPane /></div>
    </div>
  );
}
