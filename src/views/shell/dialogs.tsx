/// Settings and Share.

import { type ReactNode, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { commands, pageStore, projectStore } from '../../state';
import { Dialog, Icon } from '../theme';

const close = (): void => commands.setPage({ dialog: null });

export function Dialogs(): ReactNode {
  const dialog = useStore(pageStore, (state) => state.dialog);
  if (dialog === 'settings') return <Settings />;
  return dialog === 'share' ? <Share /> : null;
}

const BUFFERINGS = [
  { value: 'line', label: 'By line', text: 'a line goes out when it ends, as on most machines' },
  { value: 'none', label: 'None', text: 'every write goes out at once, as with python3 -u' },
  { value: 'block', label: 'In blocks', text: 'much text goes out at once or at the end, as into a pipe' },
] as const;

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'contrast', label: 'High contrast' },
] as const;

function Settings(): ReactNode {
  const settings = useStore(projectStore, (state) => state.project.settings);
  const theme = useStore(pageStore, (state) => state.theme);
  const bigType = useStore(pageStore, (state) => state.bigType);
  const [limit, setLimit] = useState(String(settings.eagerLimit));
  const [problem, setProblem] = useState<string | null>(null);
  const takeLimit = (text: string): void => {
    setLimit(text);
    setProblem(commands.setEagerLimit(text));
  };
  return (
    <Dialog title="Settings" onClose={close}>
      <p className="cw-note">The first two belong to this project and travel with its link.</p>
      <label>
        <span className="cw-label">Eager limit (bytes)</span>
        <span className="cw-choice">
          <input className="cw-field" inputMode="numeric" value={limit} aria-describedby="cw-eager" onChange={(event) => takeLimit(event.target.value)} />
          <button type="button" className="cw-button" onClick={() => takeLimit('0')}>0: no buffering</button>
          <button type="button" className="cw-button" onClick={() => takeLimit('4096')}>4096</button>
        </span>
        <span className="cw-note" id="cw-eager">A Send of up to this many bytes returns at once; a larger one waits for its receive. Open MPI on one node has 4096. With 0 every Send waits, and programs that lean on buffering show it.</span>
        {problem !== null && <span className="cw-problem" role="alert">{problem}</span>}
      </label>
      <fieldset>
        <legend>Buffering of stdout</legend>
        {BUFFERINGS.map(({ value, label, text }) => (
          <label className="cw-choice" key={value}>
            <input type="radio" name="buffering" checked={settings.buffering === value} onChange={() => commands.setBuffering(value)} />
            <span>{label} <span className="cw-note">– {text}</span></span>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Theme</legend>
        {THEMES.map(({ value, label }) => (
          <label className="cw-choice" key={value}>
            <input type="radio" name="theme" checked={theme === value} onChange={() => commands.setPage({ theme: value })} />{label}
          </label>
        ))}
      </fieldset>
      <label className="cw-choice">
        <input type="checkbox" checked={bigType} onChange={(event) => commands.setPage({ bigType: event.target.checked })} />
        <span>Big type <span className="cw-note">– to be read from the back of a room</span></span>
      </label>
      <div className="cw-buttons"><button type="submit" className="cw-button cw-primary">Done</button></div>
    </Dialog>
  );
}

function Share(): ReactNode {
  const project = useStore(projectStore, (state) => state.project);
  const written = useStore(projectStore, (state) => state.written);
  const [sourcesOnly, setSourcesOnly] = useState(true);
  const [copied, setCopied] = useState<string | null>(null);
  // The link is made of the project as it is: `project` is what it depends on.
  const link = useMemo(() => (project.id === '' ? null : commands.projectLink(sourcesOnly)), [project, sourcesOnly]);
  const copy = async (address: string): Promise<void> => {
    setCopied((await commands.copyText(address)) ? 'Copied.' : 'The browser refused to copy: select the link and copy it by hand.');
  };
  return (
    <Dialog title="Share this project" onClose={close}>
      <p>The link holds the files, the command and the settings. Nothing is sent anywhere: whoever opens it gets a project of their own, and nothing runs until they press Run.</p>
      {link?.ok === true && (
        <>
          <label>
            <span className="cw-label">Link</span>
            <textarea className="cw-field cw-link" readOnly rows={4} value={link.address} onFocus={(event) => event.target.select()} />
          </label>
          <p className="cw-note">{link.address.length.toLocaleString('en')} characters, {project.files.size - (sourcesOnly ? countWritten(written, project.files) : 0)} of {project.files.size} files.</p>
          {link.warning !== null && <p className="cw-warning" role="alert">{link.warning}</p>}
        </>
      )}
      {link?.ok === false && <p className="cw-problem" role="alert">{link.sentence}</p>}
      {written.size > 0 && (
        <label className="cw-choice">
          <input type="checkbox" checked={sourcesOnly} onChange={(event) => setSourcesOnly(event.target.checked)} />Leave out the files that the last run wrote
        </label>
      )}
      <p role="status" className="cw-note">{copied ?? ''}</p>
      <div className="cw-buttons">
        <button type="button" className="cw-button" onClick={() => commands.downloadAll()}><Icon name="download" />Zip file</button>
        {link?.ok === true && (
          <>
            <button type="button" className="cw-button" onClick={() => commands.downloadLink(link.address)}><Icon name="download" />Link as file</button>
            <button type="button" className="cw-button cw-primary" autoFocus onClick={() => void copy(link.address)}><Icon name="copy" />Copy link</button>
          </>
        )}
      </div>
    </Dialog>
  );
}

function countWritten(written: ReadonlySet<string>, files: ReadonlyMap<string, unknown>): number {
  return [...written].filter((path) => files.has(path)).length;
}
