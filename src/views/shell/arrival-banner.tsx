/// What came in by a link or a zip: told before anything of it runs.

import { type ReactNode } from 'react';
import { useStore } from 'zustand';
import { DEFAULT_SETTINGS, recordsVariables } from '../../project';
import { commands, projectStore } from '../../state';
import { Icon } from '../theme';

export function ArrivalBanner(): ReactNode {
  const arrival = useStore(projectStore, (state) => state.arrival);
  const name = useStore(projectStore, (state) => state.project.name);
  if (arrival === null) return null;
  const { files, command, settings } = arrival.content;
  const changed = [
    ...(settings.eagerLimit === DEFAULT_SETTINGS.eagerLimit ? [] : [`eager limit ${settings.eagerLimit} bytes`]),
    ...(settings.buffering === DEFAULT_SETTINGS.buffering ? [] : [`stdout buffering: ${settings.buffering}`]),
    ...(recordsVariables(settings) ? [] : ['variables are not recorded']),
  ];
  return (
    <section className="cw-arrival" aria-label={arrival.from === 'link' ? 'Opened from a link' : 'Opened from a zip file'}>
      <div>
        <p><strong>{arrival.from === 'link' ? 'This came with a link' : 'This came from a zip file'}</strong> and is a new project, “{name}”. Your own projects are as they were, and nothing has run.</p>
        <dl>
          <dt>Files</dt><dd>{[...files.keys()].join(', ') || 'none'}</dd>
          <dt>Command</dt><dd><code>{command || 'none'}</code></dd>
          <dt>Settings</dt><dd>{changed.length === 0 ? 'the usual ones' : changed.join(', ')}</dd>
        </dl>
      </div>
      <button type="button" className="cw-button cw-plain" aria-label="Close this notice" onClick={() => commands.acceptArrival()}><Icon name="close" /></button>
    </section>
  );
}
