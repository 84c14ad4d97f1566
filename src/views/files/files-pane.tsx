/// The working directory: what the program reads and what ranks wrote.

import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { type ProjectFile } from '../../project';
import { commands, projectStore } from '../../state';
import { ask, Icon, Menu } from '../theme';
import { hexHead, kindOf, sizeOf } from './file-kind';

export function FilesPane(): ReactNode {
  const files = useStore(projectStore, (state) => state.project.files);
  const written = useStore(projectStore, (state) => state.written);
  const [shown, setShown] = useState<string | null>(null);
  const [dragging, setDragging] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const paths = [...files.keys()].sort((one, other) => Number(written.has(other)) - Number(written.has(one)) || one.localeCompare(other, 'en', { numeric: true }));
  const viewed = shown === null ? undefined : files.get(shown);

  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setDragging(false);
    void takeFiles([...event.dataTransfer.files]);
  };

  return (
    <div
      className="cw-files" data-dragging={dragging || undefined} onDrop={onDrop}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={(event) => {
        if (event.currentTarget === event.target) setDragging(false);
      }}
    >
      <div className="cw-toolbar">
        <button type="button" className="cw-button cw-plain" onClick={() => ask({ title: 'New file', label: 'Name', value: 'data.txt', button: 'Make it', submit: (name) => commands.newFile(name.trim()) })}><Icon name="plus" />New</button>
        <button type="button" className="cw-button cw-plain" onClick={() => picker.current?.click()}><Icon name="upload" />Upload</button>
        <span className="cw-space" />
        <button type="button" className="cw-button cw-plain" onClick={() => commands.downloadAll()}><Icon name="download" />Download all (zip)</button>
        <input
          ref={picker} type="file" multiple hidden aria-label="Upload files"
          onChange={(event) => {
            void takeFiles([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      </div>
      <div className="cw-files-scroll">
        <table className="cw-files-table">
          <caption className="cw-hidden">Files of the working directory</caption>
          <thead><tr><th scope="col">Name</th><th scope="col">Size</th><th scope="col"><span className="cw-hidden">Actions</span></th></tr></thead>
          <tbody>
            {paths.map((path) => {
              const file = files.get(path);
              if (file === undefined) return null;
              return (
                <tr key={path}>
                  <td>
                    <button type="button" className="cw-file-name" onClick={() => open(path, file, setShown)}>{path}</button>
                    {written.has(path) && <span className="cw-written">written by the last run</span>}
                  </td>
                  <td className="cw-size">{sizeOf(file.bytes.length)}</td>
                  <td className="cw-file-actions">
                    <Menu
                      label={`Actions for ${path}`} end
                      items={[
                        { kind: 'action', label: 'View', run: () => setShown(path) },
                        { kind: 'action', label: 'Open in the editor', disabled: kindOf(file).kind !== 'text', run: () => commands.openFile(path) },
                        { kind: 'action', label: 'Download', run: () => commands.downloadFile(path) },
                        { kind: 'action', label: 'Rename…', run: () => ask({ title: `Rename ${path}`, label: 'New name', value: path, button: 'Rename', submit: (name) => commands.renameFile(path, name.trim()) }) },
                        { kind: 'line' },
                        { kind: 'action', label: 'Delete', run: () => commands.removeFiles([path]) },
                      ]}
                    >
                      <Icon name="more" />
                    </Menu>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {paths.length === 0 && <p className="cw-empty">There are no files.</p>}
        <p className="cw-note cw-files-note">All ranks see these files. What a rank writes with open() appears here when the run ends; files dropped here can be read by it.</p>
      </div>
      {shown !== null && viewed !== undefined && <FileView path={shown} file={viewed} onClose={() => setShown(null)} />}
    </div>
  );
}

function FileView({ path, file, onClose }: { readonly path: string; readonly file: ProjectFile; onClose(): void }): ReactNode {
  const kind = kindOf(file);
  return (
    <section className="cw-file-view" aria-label={`File ${path}`}>
      <div className="cw-toolbar">
        <strong>{path}</strong><span className="cw-note">{sizeOf(file.bytes.length)}</span>
        <span className="cw-space" />
        <button type="button" className="cw-button cw-plain" aria-label={`Download ${path}`} onClick={() => commands.downloadFile(path)}><Icon name="download" /></button>
        <button type="button" className="cw-button cw-plain" aria-label="Close the view" onClick={onClose}><Icon name="close" /></button>
      </div>
      {/* An image drawn by a program: in an <img> its scripts do not run. */}
      {kind.kind === 'text' && path.endsWith('.svg') && <ImageView bytes={file.bytes} type="image/svg+xml" name={path} />}
      {kind.kind === 'text' && <pre tabIndex={0}>{head(file)}</pre>}
      {kind.kind === 'bytes' && <pre tabIndex={0}>{hexHead(file.bytes)}</pre>}
      {kind.kind === 'image' && <ImageView bytes={file.bytes} type={kind.type} name={path} />}
    </section>
  );
}

function ImageView({ bytes, type, name }: { readonly bytes: Uint8Array; readonly type: string; readonly name: string }): ReactNode {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes.slice()], { type }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  return address === null ? null : <img src={address} alt={name} />;
}

const HEAD = 100_000;

function head(file: ProjectFile): string {
  const text = new TextDecoder().decode(file.bytes.slice(0, HEAD));
  return file.bytes.length > HEAD ? `${text}\n… ${file.bytes.length - HEAD} more bytes; download the file to see all` : text;
}

function open(path: string, file: ProjectFile, view: (path: string) => void): void {
  if (kindOf(file).kind === 'text' && path.endsWith('.py')) commands.openFile(path);
  else view(path);
}

/// Files of the person's computer go into the working directory.
export async function takeFiles(chosen: readonly File[]): Promise<void> {
  const read = await Promise.all(chosen.map(async (file): Promise<readonly [string, Uint8Array]> => [file.name, new Uint8Array(await file.arrayBuffer())]));
  if (read.length === 0) return;
  commands.addFiles(read);
  commands.setPage({ side: 'files' });
}
