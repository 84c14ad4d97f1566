/// Runs that go out as files and come in again: our own trace, pictures, and what other programs read.

import { MAX_COMMAND_LENGTH, textOf } from '../../project';
import { chromeTrace, eventsCsv, messagesCsv, type Recording, readTrace, shivizLog, writeTrace } from '../../trace';
import { tell } from '../page/message-store';
import { projectStore } from '../project/project-store';
import { aboutOf, noteRun } from '../run/run-about';
import { nameRecording } from '../run/run-history';
import { isBusy } from '../run/run-status';
import { runStore } from '../run/run-store';
import { services } from '../services';
import { openLine, projectPath } from './files';

export const TRACE_ENDING = '.cwtrace';
/// Opening a file of more bytes takes long enough to be told.
const LARGE_FILE = 2 << 20;

/// Saves the run that the timeline shows as a trace file.
export async function saveTrace(): Promise<void> {
  const recording = ended();
  if (recording === null) return;
  services().download(`${runName(recording)}${TRACE_ENDING}`, await writeTrace(recording, aboutOf(recording)), 'application/gzip');
}

/// What else a run can be saved as, by name: ending, type, and the text in pieces.
const EXPORTS = {
  chrome: { ending: '.perfetto.json', type: 'application/json', text: (recording: Recording) => chromeTrace(recording, aboutOf(recording)) },
  shiviz: { ending: '.shiviz.log', type: 'text/plain', text: shivizLog },
  events: { ending: '-events.csv', type: 'text/csv', text: eventsCsv },
  messages: { ending: '-messages.csv', type: 'text/csv', text: messagesCsv },
} as const;

/// Bytes of the largest file handed out: browsers hold it in memory whole.
const MAX_EXPORT_BYTES = 1 << 30;

/// Milliseconds of writing between two breaks for the page.
const WRITING = 30;

/// Saves the run for another program.
export async function exportRun(kind: keyof typeof EXPORTS): Promise<void> {
  const recording = ended();
  if (recording === null) return;
  const { ending, type, text } = EXPORTS[kind];
  const bytes = await encoded(text(recording), MAX_EXPORT_BYTES);
  if (bytes === null) return tell('This run is too large for that format: the file would be larger than 1 GB. A trace file (.cwtrace) holds all of it.', { tone: 'problem' });
  services().download(`${runName(recording)}${ending}`, bytes, type);
}

async function encoded(pieces: Iterable<string>, most: number): Promise<Uint8Array | null> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let length = 0;
  let since = performance.now();
  for (const piece of pieces) {
    if (performance.now() - since > WRITING) {
      await new Promise<void>((resolve) => {
        services().later(resolve, 0);
      });
      since = performance.now();
    }
    const part = encoder.encode(piece);
    length += part.length;
    if (length > most) return null;
    parts.push(part);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/// Saves a picture of the timeline.
export function savePicture(bytes: Uint8Array, kind: 'svg' | 'png'): void {
  const recording = runStore.getState().recording;
  if (recording !== null) services().download(`${runName(recording)}.${kind}`, bytes, kind === 'svg' ? 'image/svg+xml' : 'image/png');
}

/// Words for the run that the timeline shows: its launch command, or the file it came from.
export function shownTitle(): string {
  const { recording } = runStore.getState();
  if (recording === null) return '';
  const { command, file } = aboutOf(recording);
  return command === '' ? (file ?? '') : command;
}

/// Shows a trace file on the timeline. The open project stays as it is. A file that cannot be read is told in a sentence and changes nothing.
export async function openTrace(file: Blob, name: string): Promise<void> {
  if (isBusy(runStore.getState().phase)) return tell('A program is running; stop it before you open a trace.', { tone: 'problem' });
  if (file.size > LARGE_FILE) tell(`Opening ${name}…`);
  const read = await readTrace(file, name);
  if (!read.ok) return tell(read.sentence, { tone: 'problem' });
  // Reading takes a moment, in which a run may have begun: that one is shown.
  if (isBusy(runStore.getState().phase)) return tell(`A program was started meanwhile; open ${name} again when it has ended.`, { tone: 'problem' });
  const { recording, about } = read.value;
  noteRun(recording, { ...about, command: about.command.slice(0, MAX_COMMAND_LENGTH), file: name });
  nameRecording(recording, name);
  runStore.setState({ recording });
  tell(openedSentence(recording, name));
}

/// Opens a source line of the run that the timeline shows. Of a trace from elsewhere only where the same file is here; else its text is told.
export function openRunLine(path: string, line: number): void {
  const { recording } = runStore.getState();
  const file = recording === null ? null : aboutOf(recording).file;
  if (recording === null || file === null) return openLine(path, line);
  const theirs = recording.texts[recording.sources.indexOf(path)] ?? null;
  const here = projectPath(path);
  const mine = here === null ? undefined : projectStore.getState().project.files.get(here);
  if (here !== null && mine !== undefined && theirs !== null && textOf(mine) === theirs) return openLine(here, line);
  const text = theirs?.split('\n')[line - 1]?.trim();
  tell(text === undefined || text === '' ? `${path}:${line} is a line of ${file}, which does not hold its text.` : `${path}:${line} of ${file}: ${text}`);
}

function openedSentence(recording: Recording, name: string): string {
  const { command, began, outcome } = aboutOf(recording);
  const ranks = recording.ranks === 1 ? '1 rank' : `${recording.ranks} ranks`;
  const when = began === null ? '' : `, run on ${new Date(began).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })}`;
  const how = outcome === null ? '' : outcome.stopped ? ', stopped' : `, ended with code ${outcome.code}`;
  return `${name} is open: ${command === '' ? ranks : `${command} (${ranks})`}${when}${how}.`;
}

/// The shown recording when it can be saved; else that is told.
function ended(): Recording | null {
  const { recording } = runStore.getState();
  if (recording?.ended === true) return recording;
  tell(recording === null ? 'There is no run to save yet.' : 'The program is still running; its trace can be saved when it has ended.', { tone: 'problem' });
  return null;
}

/// `collect-5-ranks`: the program and its ranks.
export function runName(recording: Recording): string {
  const { command } = aboutOf(recording);
  const program = /([^\s/'"]+)\.py\b/u.exec(command)?.[1] ?? recording.sources[0]?.replace(/^.*\//u, '').replace(/\.py$/u, '') ?? 'run';
  const safe = program.replace(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^-+|-+$/gu, '').slice(0, 60);
  return `${safe === '' ? 'run' : safe}-${recording.ranks}-${recording.ranks === 1 ? 'rank' : 'ranks'}`;
}
