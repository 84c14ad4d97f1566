import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stream } from '../protocol';
import { LaunchError, type Figure, type LaunchRequest, type Launcher, type Run, type RunResult } from './launcher';
import { readArguments, rankEnvironment } from './node-arguments';
import { readFolder, writeFolder } from './node-folder';
import { TaggedOutput } from './tagged-output';

export { parseCommand } from './command';
export { createNodeLauncher } from './node-launcher';

/// Exit codes of a runner that ended the run itself, as the shell's `timeout` and signals have them.
const TIMED_OUT = 124;
const TERMINATED = 143;
const PIPE_CLOSED = 141;

/// Makes the launcher that was asked for, of Node or of a Chromium.
export type MakeLauncher = (browser: boolean) => Promise<Pick<Launcher, 'launch'> & { close(): void | Promise<void> }>;

/// The command-line runner: `mpiexec -n 4 python3 prog.py args` in the folder it was called from; standard streams and signals are this
/// process's. Returns the exit code.
export async function main(args: readonly string[], folder: string, makeLauncher: MakeLauncher): Promise<number> {
  try {
    const { command, settings, browser, tagged, timeout } = readArguments(args, process.env);
    const files = readFolder(folder);
    const launcher = await makeLauncher(browser);
    try {
      // Nobody looks at records here. COMMWORLD_VARIABLES=1 records all the same, to measure what that costs.
      const { result, code } = await perform(launcher, folder, { command: withoutFolder(command, folder), files, settings: { ...settings, variables: false }, environment: rankEnvironment(process.env) }, tagged, timeout);
      writeFolder(folder, files, result.files);
      return code ?? result.code;
    } finally {
      await launcher.close();
    }
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

/// Runs to the end, or until a signal, the time limit or a closed pipe ends it: then `code` is this process's.
async function perform(launcher: Pick<Launcher, 'launch'>, folder: string, request: LaunchRequest, tagged: boolean, timeout: number | null): Promise<{ result: RunResult; code: number | null }> {
  const tags = tagged ? new TaggedOutput() : null;
  const write = (stream: Stream, bytes: Uint8Array): void => {
    if (bytes.length > 0) (stream === Stream.Stderr ? process.stderr : process.stdout).write(bytes);
  };
  let code: number | null = null;
  const run = launcher.launch(request, {
    started() {},
    output(batch) {
      for (const { rank, stream, bytes } of batch) write(stream, tags?.lines(rank, stream, bytes) ?? bytes);
    },
    figure: showFigures(folder),
    trace() {},
    now() {},
    inputWanted() {},
    ended(result) {
      for (const { stream, bytes } of tags?.rest() ?? []) write(stream, bytes);
      if (code === TIMED_OUT) process.stderr.write(`mpiexec: the time limit of ${timeout} s (--timeout) has been reached.\n`);
      if (code !== PIPE_CLOSED) for (const notice of result.notices) process.stderr.write(`${notice.text}\n`);
    },
  });
  const endWith = (own: number | null) => (): void => {
    code ??= own;
    run.stop();
  };
  const [interrupted, terminated, piped] = [endWith(null), endWith(TERMINATED), endWith(PIPE_CLOSED)];
  // A second Ctrl+C finds no listener and ends this process at once.
  process.once('SIGINT', interrupted).once('SIGTERM', terminated);
  process.stdout.on('error', piped);
  const limit = timeout === null ? null : setTimeout(endWith(TIMED_OUT), timeout * 1000);
  const close = feed(run);
  try {
    return { result: await run.done, code };
  } finally {
    close();
    if (limit !== null) clearTimeout(limit);
    process.off('SIGINT', interrupted).off('SIGTERM', terminated);
  }
}

/// There is no window to show a figure in: it is written into the folder, one file a window, and that is said.
function showFigures(folder: string): (figure: Figure) => void {
  const names = new Map<string, string>();
  return ({ rank, window, title, png }) => {
    const key = `${rank} ${window}`;
    const name = names.get(key) ?? `figure-${names.size + 1}.png`;
    writeFileSync(join(folder, name), png);
    if (names.has(key)) return;
    names.set(key, name);
    process.stderr.write(`rank ${rank} shows ${title}: ${name}\n`);
  };
}

/// Rank 0 reads what this process is given, byte by byte the same.
function feed(run: Run): () => void {
  const { stdin } = process;
  const data = (bytes: Buffer): void => run.input(bytes);
  const end = (): void => run.input(null);
  stdin.on('data', data).once('end', end).once('error', end);
  return () => {
    stdin.off('data', data).off('end', end).off('error', end).pause();
  };
}

/// A program named by its whole path, within the folder, is the same program.
function withoutFolder(command: string, folder: string): string {
  return command.replaceAll(new RegExp(`(?<= '?)${folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/(?=[^ ]*\\.py'?(?: |$))`, 'g'), '');
}
