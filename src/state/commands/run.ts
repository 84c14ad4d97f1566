/// Running: what the command box says goes to the shell or to the launcher; what the run tells goes to output, recording, files.

import type { Figure, Launcher, Run, RunEvents, RunResult } from '../../mpiexec/launcher';
import { changed, launchFiles, type Project, textOf, withoutFile } from '../../project';
import { Recording } from '../../trace';
import { commandStore, rememberCommand } from '../page/command-store';
import { pageStore } from '../page/page-store';
import { projectStore } from '../project/project-store';
import { tabsStore } from '../project/tabs-store';
import { mergeFiles } from '../run/merge-files';
import { nameRecording } from '../run/run-history';
import { noteRun } from '../run/run-about';
import { isBusy } from '../run/run-status';
import { output, runStore } from '../run/run-store';
import { services } from '../services';
import { projectPath, setCommand, showLine } from './files';
import { saving, update, updateFiles } from './saving';
import { shell } from './shell';

let current: Run | null = null;
/// Stop was pressed before the world stood.
let stopEarly = false;

/// The box's text changes. A launch command becomes the project's at once; a shell command is nobody's.
export function typeCommand(text: string): void {
  commandStore.setState({ text });
  if (shell(text, projectStore.getState().project.files).kind === 'launch') setCommand(text);
}

/// Runs what the box holds.
export function runCommand(): void {
  const line = commandStore.getState().text.trim();
  if (line === '') return;
  const { files } = projectStore.getState().project;
  const answer = shell(line, files);
  if (answer.kind === 'launch') {
    if (isBusy(runStore.getState().phase)) return;
    rememberCommand(line);
    setCommand(line);
    void launch(line);
    return;
  }
  rememberCommand(line);
  pageStore.setState({ side: 'output' });
  if (answer.kind === 'clear') {
    output.clear();
  } else {
    output.prompt(line);
    if (answer.text !== '') output.say('answer', answer.text);
    for (const { from, to } of answer.copied) {
      const file = files.get(from);
      if (file !== undefined) updateFiles(new Map(projectStore.getState().project.files).set(to, file));
    }
    if (answer.removed.length > 0) update(answer.removed.reduce(withoutFile, projectStore.getState().project));
  }
  // The launch command is back, selected: Enter runs it, a key replaces it.
  const { command } = projectStore.getState().project;
  commandStore.setState(({ select }) => ({ text: shell(command, files).kind === 'launch' ? command : '', select: select + 1 }));
}

/// Ends the run; `ended` follows within half a second. Nothing when none is under way.
export function stopRun(): void {
  const { phase } = runStore.getState();
  if (!isBusy(phase)) return;
  if (current === null) stopEarly = true;
  else current.stop();
  if (phase.kind === 'running') runStore.setState({ phase: { ...phase, stopping: true }, inputWanted: false });
}

/// A line for rank 0's `input()`; null is end of file.
export function sendInput(line: string | null): void {
  if (current === null) return;
  if (line !== null) output.input(line);
  runStore.setState({ inputWanted: false });
  current.input(line);
}

export function clearOutput(): void {
  output.clear();
}

/// Loads interpreters ahead, so that the first Run is quick.
export async function prepareRanks(): Promise<void> {
  try {
    const launcher = await connected();
    const { command, files } = projectStore.getState().project;
    await launcher.prepare(ranksAsked(command), { command, files: launchFiles(files) });
  } catch (error) {
    runStore.setState({ phase: { kind: 'refused', sentence: `Python could not be loaded: ${messageOf(error)}` } });
    output.say('failure', `Python could not be loaded, so nothing can run yet: ${messageOf(error)} Reload the page to try again.`);
  }
}

/// Saves the output as a text file.
export function downloadOutput(): void {
  services().download('output.txt', new TextEncoder().encode(output.plainText()), 'text/plain');
}

/// Saves a figure as an image.
export function downloadFigure({ title, png }: Figure): void {
  const name = title.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '').toLowerCase();
  services().download(`${name === '' ? 'figure' : name}.png`, png, 'image/png');
}

export function copyOutput(): Promise<boolean> {
  return services().copy(output.plainText());
}

let prepared: Promise<Launcher> | null = null;

/// The launcher, its progress told to the status line.
export function connected(): Promise<Launcher> {
  prepared ??= services().launcher().then((launcher) => {
    launcher.onPreparation((preparation) => runStore.setState({ preparation }));
    return launcher;
  });
  prepared.catch(() => {
    prepared = null;
  });
  return prepared;
}

async function launch(command: string): Promise<void> {
  const { project } = projectStore.getState();
  stopEarly = false;
  current = null;
  const recording = new Recording();
  nameRecording(recording, command);
  // The last run stays on the timeline until this one has ranks to show.
  runStore.setState({ phase: { kind: 'starting' }, result: null, inputWanted: false });
  tabsStore.setState({ mark: null });
  pageStore.setState({ side: 'output' });
  output.prompt(command);
  void saving().flush();
  try {
    const launcher = await connected();
    if (stopEarly) {
      runStore.setState({ phase: { kind: 'ended', ranks: 0, code: 130, stopped: true, milliseconds: 0 } });
      output.say('stopped', 'Stopped before the ranks had started.');
      return;
    }
    current = launcher.launch({ command, files: launchFiles(project.files), settings: project.settings }, events(project, command, recording));
    // A launch may fail after it was accepted; `ended` is not called then.
    current.done.catch((error: unknown) => refuse(messageOf(error)));
  } catch (error) {
    refuse(messageOf(error));
  }
}

function refuse(sentence: string): void {
  current = null;
  output.say('failure', sentence);
  runStore.setState({ phase: { kind: 'refused', sentence }, inputWanted: false });
}

function events(project: Project, command: string, recording: Recording): RunEvents {
  let now: () => number = () => 0;
  let ranks = 0;
  return {
    started: (world) => {
      now = () => world.now();
      ranks = world.ranks;
      recording.start({ ranks, sources: world.sources, texts: world.sources.map((path) => textAt(project, path)) });
      noteRun(recording, { command, settings: { ...project.settings }, began: world.epoch });
      runStore.setState({ phase: { kind: 'running', ranks, stopping: stopEarly }, recording });
      if (stopEarly) current?.stop();
    },
    output: (batch) => {
      output.output(batch);
      recording.output(batch);
    },
    figure: (figure) => output.figure(figure),
    trace: (rank, records) => recording.trace(rank, records),
    traceReady: () => recording.ready,
    now: (states) => recording.now(states, now()),
    inputWanted: (wanted) => {
      runStore.setState({ inputWanted: wanted });
      if (wanted) pageStore.setState({ side: 'output' });
    },
    ended: (result) => {
      current = null;
      recording.end(ranks === 0 ? 0 : now());
      const { code, stopped, milliseconds, notices } = result;
      noteRun(recording, { outcome: { code, stopped, milliseconds, notices: [...notices] } });
      end(project, result);
    },
  };
}

function textAt(project: Project, path: string): string | null {
  const file = project.files.get(path);
  return file === undefined ? null : textOf(file);
}

function end(launched: Project, result: RunResult): void {
  output.endRun();
  for (const { kind, text } of result.notices) output.say(kind, text);
  const { project } = projectStore.getState();
  if (project.id === launched.id) {
    const { files, written, sentences } = mergeFiles(launched.files, project.files, result.files);
    projectStore.setState({ written });
    if (written.size > 0 || files.size !== project.files.size) update(changed(project, { files }));
    for (const sentence of sentences) output.say('advice', sentence);
    if (result.syntax !== null && projectPath(result.syntax.file) !== null) {
      const file = projectPath(result.syntax.file) ?? result.syntax.file;
      tabsStore.setState({ mark: { ...result.syntax, file } });
      showLine(file, result.syntax.line, false);
    }
  }
  const { ranks, code, stopped, milliseconds } = result;
  runStore.setState({ phase: { kind: 'ended', ranks, code, stopped, milliseconds }, result, inputWanted: false });
}


/// Ranks a command asks for, as far as a glance tells: only for loading ahead.
export function ranksAsked(command: string): number {
  const asked = Number(/\s-{1,2}(?:n|np|N|ntasks)[\s=]*(\d{1,3})\b/.exec(command)?.[1] ?? 4);
  return Math.min(16, Math.max(1, asked));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
