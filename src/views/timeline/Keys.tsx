/// The keys of the timeline, listed in a dialog that the button or ? opens.

import type { ReactNode } from 'react';
import { QUERY_HELP } from '../../trace';
import { Dialog } from '../theme';
import { KEY_HELP } from './replay/keys';

export function Keys({ onClose }: { onClose(): void }): ReactNode {
  return (
    <Dialog title="Keys of the timeline" onClose={onClose}>
      <p className="cw-note">They count while the picture has the focus: Tab goes there, or a click.</p>
      <dl className="tl-key-list">
        {KEY_HELP.map(({ keys, does }) => <div key={keys}><dt><kbd>{keys}</kbd></dt><dd>{does}</dd></div>)}
      </dl>
      <p className="cw-note">Find understands: {QUERY_HELP}. Words together mean “and”. In the table, it filters.</p>
      <div className="cw-buttons"><button type="submit" className="cw-button cw-primary">Close</button></div>
    </Dialog>
  );
}
