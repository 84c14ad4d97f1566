/// The editor: tabs, text, and a line that tells where the cursor is and what Tab does.

import { type ComponentType, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { tabsStore } from '../../state';
import { FileTabs } from './file-tabs';
import type { MonacoHostProps } from './monaco-host';
import { PlainEditor } from './plain-editor';

const mac = navigator.userAgent.includes('Mac');

export function EditorPane(): ReactNode {
  const active = useStore(tabsStore, (state) => state.active);
  // Not React's lazy: that shows nothing for a moment, and keys pressed in it would go nowhere.
  const [MonacoHost, setMonacoHost] = useState<ComponentType<MonacoHostProps> | null>(null);
  const [cursor, setCursor] = useState({ line: 1, column: 1 });
  const [tabLeaves, setTabLeaves] = useState(false);
  const plain = useRef({ focused: false, start: 0, end: 0 });
  const onGone = useCallback((state: typeof plain.current) => {
    plain.current = state;
  }, []);
  const onCursor = useCallback((line: number, column: number) => setCursor({ line, column }), []);

  useEffect(() => {
    // After the first paint: Monaco is larger than the rest of the page.
    const timer = setTimeout(() => {
      void import('./monaco-host').then((loaded) => setMonacoHost(() => loaded.default));
    }, 60);
    return () => clearTimeout(timer);
  }, []);

  return (
    <section className="cw-editor" aria-label="Editor">
      <FileTabs />
      <div className="cw-editor-text" id="cw-editor-text" role="tabpanel" aria-label={active ?? 'No file'}>
        {active === null && <p className="cw-empty">No file is open. Open one from Files, or make a new one with +.</p>}
        <div className="cw-editor-fill" hidden={active === null}>
          {MonacoHost === null ? <PlainEditor onGone={onGone} /> : <MonacoHost handOver={plain} onCursor={onCursor} onTabLeaves={setTabLeaves} />}
        </div>
      </div>
      <div className="cw-editor-foot">
        <span>Line {cursor.line}, column {cursor.column}</span>
        <span className="cw-space" />
        <span role="status">{tabLeaves ? 'Tab leaves the editor' : 'Tab indents'}</span>
        <span>({mac ? 'Ctrl+Shift+M' : 'Ctrl+M'} {tabLeaves ? 'lets Tab indent' : 'lets Tab leave the editor'})</span>
      </div>
    </section>
  );
}
