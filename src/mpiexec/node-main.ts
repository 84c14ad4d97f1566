import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DEFAULT_EAGER_LIMIT, Stream } from '../protocol';
import { createNodeLauncher, type NodePlaces } from './node-launcher';
import { LaunchError, type RunSettings } from './launcher';

/// Files of the working directory above this size stay on disk and are not seen by the ranks. Bytes.
const LARGEST_FILE = 32 * 1024 * 1024;

/// The command-line runner: `mpiexec -n 4 python3 prog.py args` in Node, in the folder it was called from. Returns the exit code.
/// `python3` may be left out: `-n 4 prog.py` and `-n 4 python3 prog.py` are the same.
export async function main(args: readonly string[], folder: string, places: NodePlaces): Promise<number> {
  const { command, settings } = readArguments(args);
  const files = readFolder(folder);
  const launcher = createNodeLauncher(places);
  try {
    const run = launcher.launch(
      { command, files, settings },
      {
        started() {},
        output(batch) {
          for (const { stream, bytes } of batch) (stream === Stream.Stderr ? process.stderr : process.stdout).write(bytes);
        },
        trace() {},
        now() {},
        inputWanted() {},
        ended(result) {
          for (const notice of result.notices) process.stderr.write(`${notice.text}\n`);
        },
      },
    );
    const lines = createInterface({ input: process.stdin, terminal: false });
    lines.on('line', (line) => run.input(line));
    lines.on('close', () => run.input(null));
    process.once('SIGINT', () => run.stop());
    const result = await run.done;
    lines.close();
    for (const [path, bytes] of Object.entries(result.files)) {
      const before = files[path];
      if (before !== undefined && Buffer.compare(before, bytes) === 0) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    return result.code;
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  } finally {
    launcher.close();
  }
}

function readArguments(args: readonly string[]): { command: string; settings: RunSettings } {
  let eagerLimit = DEFAULT_EAGER_LIMIT;
  let buffering: RunSettings['buffering'] = process.stdout.isTTY ? 'line' : 'line';
  const rest: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--eager-limit') eagerLimit = Number(args[++at]);
    else if (word === '--buffering') buffering = args[++at] as RunSettings['buffering'];
    else rest.push(...args.slice(at, at + 1));
  }
  // The program's own words follow the first one that ends in .py and is no option's value.
  const program = rest.findIndex((word, index) => word.endsWith('.py') && !(rest[index - 1] ?? '').startsWith('-'));
  if (program >= 0 && !rest.slice(0, program).some((word) => /^(.*\/)?python(3(\.\d+)?)?$/.test(word))) rest.splice(program, 0, 'python3');
  const head = rest[0];
  const launcher = head === 'aprun' || head === 'srun' || head === 'jsrun' || head === 'mpirun' || head === 'mpiexec' ? [] : ['mpiexec'];
  return { command: [...launcher, ...rest].map(quoted).join(' '), settings: { eagerLimit, buffering } };
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`);

function readFolder(folder: string): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  const visit = (relative: string, depth: number): void => {
    for (const entry of readdirSync(join(folder, relative), { withFileTypes: true })) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === '__pycache__') continue;
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory() && depth < 4) visit(path, depth + 1);
      else if (entry.isFile()) {
        const bytes = readFileSync(join(folder, path));
        if (bytes.length <= LARGEST_FILE) files[path] = bytes;
      }
    }
  };
  visit('', 0);
  return files;
}
