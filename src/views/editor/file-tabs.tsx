/// The open files as tabs, with a menu of what can be done to the file shown.

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { commands, projectStore, tabsStore } from '../../state';
import { ask, Icon, Menu, type MenuItem } from '../theme';

export function FileTabs(): ReactNode {
  const tabs = useStore(tabsStore, (state) => state.tabs);
  const active = useStore(tabsStore, (state) => state.active);
  const mark = useStore(tabsStore, (state) => state.mark);
  const resettable = useStore(projectStore, ({ origin, project }) => active !== null && origin?.files.has(active) === true && origin.files.get(active) !== project.files.get(active));
  const row = useRef<HTMLDivElement>(null);

  useEffect(() => {
    row.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = active === null ? -1 : tabs.indexOf(active);
    const moves: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 };
    const to = moves[event.key];
    if (event.key === 'Delete' && active !== null) commands.closeTab(active);
    else if (to === undefined) return;
    else {
      const path = tabs[(to + tabs.length) % tabs.length];
      if (path !== undefined) commands.openFile(path);
      requestAnimationFrame(() => row.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
    }
    event.preventDefault();
  };

  const items: readonly MenuItem[] = active === null ? [newItem] : [
    newItem,
    { kind: 'action', label: `Rename ${active}…`, run: () => askRename(active) },
    { kind: 'action', label: `Reset ${active}`, note: 'as it began', disabled: !resettable, run: () => void commands.resetFile(active) },
    { kind: 'action', label: `Download ${active}`, run: () => commands.downloadFile(active) },
    { kind: 'line' },
    { kind: 'action', label: `Close the tab`, note: 'keeps the file', run: () => commands.closeTab(active) },
    { kind: 'action', label: `Delete ${active}`, run: () => commands.removeFiles([active]) },
  ];

  return (
    <div className="cw-tabs">
      <div className="cw-tab-row" role="tablist" aria-label="Files" ref={row} onKeyDown={onKeyDown}>
        {tabs.map((path) => (
          <button
            key={path} type="button" role="tab" className="cw-tab" aria-selected={path === active} aria-controls="cw-editor-text" tabIndex={path === active ? 0 : -1} title={path}
            onClick={() => commands.openFile(path)} onDoubleClick={() => askRename(path)}
            onAuxClick={(event) => {
              if (event.button === 1) commands.closeTab(path);
            }}
          >
            {path}
            {mark?.file === path && <span className="cw-tab-error" title="SyntaxError"> ●<span className="cw-hidden"> has a syntax error</span></span>}
          </button>
        ))}
      </div>
      <button type="button" className="cw-button cw-plain" aria-label="New file" title="New file" onClick={askNew}><Icon name="plus" /></button>
      <Menu label="File actions" items={items} end><Icon name="more" /></Menu>
    </div>
  );
}

const newItem: MenuItem = { kind: 'action', label: 'New file…', run: askNew };

function askNew(): void {
  ask({ title: 'New file', label: 'Name', value: freeName(), button: 'Make it', submit: (name) => commands.newFile(name.trim()) });
}

export function askRename(path: string): void {
  ask({ title: `Rename ${path}`, label: 'New name', value: path, button: 'Rename', submit: (name) => commands.renameFile(path, name.trim()) });
}

function freeName(): string {
  const { files } = projectStore.getState().project;
  let name = 'program.py';
  for (let count = 2; files.has(name); count++) name = `program${count}.py`;
  return name;
}
