/// Name, project, what is saved, and the page's own switches.

import { type ReactNode, useRef } from 'react';
import { useStore } from 'zustand';
import { commands, pageStore, projectStore } from '../../state';
import { ask, Icon, Menu, type MenuItem, useTheme } from '../theme';

export function Header(): ReactNode {
  const lessonsOpen = useStore(pageStore, (state) => state.lessonsOpen);
  const bigType = useStore(pageStore, (state) => state.bigType);
  const choice = useStore(pageStore, (state) => state.theme);
  const theme = useTheme(choice);
  return (
    <header className="cw-header">
      <button type="button" className="cw-button cw-plain" aria-pressed={lessonsOpen} title="Lessons beside the editor" onClick={() => commands.setPage({ lessonsOpen: !lessonsOpen })}>
        <Icon name="lessons" /><span className="cw-wide">Lessons</span>
      </button>
      <h1 className="cw-name"><Mark />Commworld</h1>
      <ProjectMenu />
      <SaveState />
      <span className="cw-space" />
      <button type="button" className="cw-button cw-plain" title="Share this project by a link" onClick={() => commands.setPage({ dialog: 'share' })}><Icon name="share" /><span className="cw-wide">Share</span></button>
      <button type="button" className="cw-button cw-plain" title="Settings of runs and of the page" onClick={() => commands.setPage({ dialog: 'settings' })}><Icon name="settings" /><span className="cw-wide">Settings</span></button>
      <button type="button" className="cw-button cw-plain" aria-label="Big type" title="Big type, for the back of the room" aria-pressed={bigType} onClick={() => commands.setPage({ bigType: !bigType })}><Icon name="bigType" /></button>
      <button
        type="button" className="cw-button cw-plain" aria-label={theme === 'dark' ? 'Light theme' : 'Dark theme'} title={theme === 'dark' ? 'Light theme' : 'Dark theme'}
        onClick={() => commands.setPage({ theme: theme === 'dark' ? 'light' : 'dark' })}
      >
        <Icon name={theme === 'dark' ? 'light' : 'dark'} />
      </button>
    </header>
  );
}

/// Two ranks and a message between them.
function Mark(): ReactNode {
  return (
    <svg className="cw-mark" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M3 6h18M3 18h18" /><path d="M7 6l9 12" className="cw-mark-message" /><circle cx="7" cy="6" r="2.400" /><circle cx="16" cy="18" r="2.400" />
    </svg>
  );
}

function ProjectMenu(): ReactNode {
  const name = useStore(projectStore, (state) => state.project.name);
  const id = useStore(projectStore, (state) => state.project.id);
  const entries = useStore(projectStore, (state) => state.entries);
  const picker = useRef<HTMLInputElement>(null);
  const listed = entries.some((entry) => entry.id === id) ? entries : [{ id, name, savedAt: 0 }, ...entries];
  const items: readonly MenuItem[] = [
    ...listed.map((entry): MenuItem => ({
      kind: 'choice', key: entry.id, label: entry.id === id ? name : entry.name, chosen: entry.id === id, ...(entry.savedAt === 0 ? {} : { note: when(entry.savedAt) }),
      run: () => {
        if (entry.id !== id) void commands.openProject(entry.id);
      },
    })),
    { kind: 'line' },
    { kind: 'action', label: 'New project', run: () => void commands.newProject() },
    { kind: 'action', label: 'Duplicate', run: () => void commands.duplicateProject() },
    { kind: 'action', label: 'Rename…', run: () => ask({ title: 'Rename the project', label: 'Name', value: name, button: 'Rename', submit: (answer) => commands.renameProject(answer) }) },
    { kind: 'action', label: 'Delete', run: () => void commands.removeProject() },
    { kind: 'line' },
    { kind: 'action', label: 'Export as zip', run: () => commands.downloadAll() },
    { kind: 'action', label: 'Import a zip…', run: () => picker.current?.click() },
  ];
  return (
    <>
      <Menu items={items}><span className="cw-hidden">Project: </span><span className="cw-project-name">{name}</span><Icon name="down" /></Menu>
      <input
        ref={picker} type="file" accept=".zip,application/zip" hidden aria-label="Import a zip"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) void file.arrayBuffer().then((buffer) => commands.importZip(new Uint8Array(buffer), file.name));
          event.target.value = '';
        }}
      />
    </>
  );
}

function SaveState(): ReactNode {
  const saving = useStore(projectStore, (state) => state.saving);
  if (saving.kind === 'failing') {
    return (
      <span className="cw-unsaved" role="alert">
        <span className="cw-wide">{saving.sentence}</span>
        <button type="button" className="cw-button" title={saving.sentence} onClick={() => commands.downloadAll()}><Icon name="download" />Download</button>
      </span>
    );
  }
  return <span className="cw-saved cw-wide">{saving.kind === 'saved' ? 'Saved in this browser' : 'Saving…'}</span>;
}

function when(time: number): string {
  const date = new Date(time);
  const today = new Date().toDateString() === date.toDateString();
  return today ? date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) : date.toLocaleDateString();
}
