import { DEFAULT_EAGER_LIMIT } from '../protocol';
import { LaunchError, type RunSettings } from './launcher';

/// What the command-line runner was asked for, beside the launch itself.
export interface RunnerArguments {
  /// The launch command, quoted for `parseCommand`.
  readonly command: string;
  readonly settings: RunSettings;
  /// In a headless Chromium instead of Node.
  readonly browser: boolean;
  /// Each line says which rank and stream it is of, as Open MPI's `--tag-output` writes it.
  readonly tagged: boolean;
  /// Seconds after which the run is ended (Open MPI's `--timeout` and MPIEXEC_TIMEOUT), or null.
  readonly timeout: number | null;
}

/// Variables of this machine that would mislead a program in the ranks' own file system and Python.
const OWN = /^(PATH|HOME|PWD|OLDPWD|SHLVL|SHELL|TERM|COLUMNS|LINES|_|TMPDIR|TEMP|TMP|INIT_CWD|EDITOR|COLOR|VIRTUAL_ENV|(npm|NODE|PYTHON|LD|XDG|LC|SSH|CHROMIUM).*)$/;

/// Options whose value may look like a program.
const NAMES_A_FILE = /^(-x|-f|-genv|--?wdir|--?hostfile|--?host|-H)$/;

/// Reads the runner's words: `--browser`, `--eager-limit N`, `--buffering line|none|block`, `--tag-output` and `--timeout S` stand before
/// the program; all else is the launcher's and the program's. `python3` may be left out: `-n 4 prog.py` is `mpiexec -n 4 python3 prog.py`.
/// Throws `LaunchError` with a sentence.
export function readArguments(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): RunnerArguments {
  let eagerLimit = DEFAULT_EAGER_LIMIT;
  let buffering: RunSettings['buffering'] = (environment['PYTHONUNBUFFERED'] ?? '') === '' ? 'line' : 'none';
  let timeout = environment['MPIEXEC_TIMEOUT'] === undefined ? null : seconds('MPIEXEC_TIMEOUT', environment['MPIEXEC_TIMEOUT']);
  let [browser, tagged] = [false, false];
  const rest: string[] = [];
  let at = 0;
  const value = (): string => {
    const word = args[at + 1];
    if (word === undefined) throw new LaunchError(`${args[at]} takes a value.`);
    at++;
    return word;
  };
  // What follows a program is the program's, up to the next ":".
  let named = false;
  for (; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === ':') named = false;
    if (named || word === ':') rest.push(word);
    else if (isPython(word)) named = rest.push(word) > 0;
    else if (word.endsWith('.py') && !NAMES_A_FILE.test(args[at - 1] ?? '')) named = rest.push('python3', word) > 0;
    else if (word === '--browser') browser = true;
    else if (word === '--tag-output' || word === '-tag-output') tagged = true;
    else if (word === '--timeout' || word === '-timeout') timeout = seconds(word, value());
    else if (word === '--eager-limit') eagerLimit = bytes(value());
    else if (word === '--buffering') buffering = bufferingOf(value());
    else rest.push(word);
  }
  const head = rest[0] ?? '';
  const launcher = /^(aprun|srun|jsrun|mpirun|mpiexec)$/.test(head) || isPython(head) ? [] : ['mpiexec'];
  return { command: [...launcher, ...rest].map(quoted).join(' '), settings: { eagerLimit, buffering }, browser, tagged, timeout };
}

/// The variables that the ranks see, as mpiexec hands on its own.
export function rankEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) if (value !== undefined && !OWN.test(name)) kept[name] = value;
  return kept;
}

const isPython = (word: string): boolean => /^(.*\/)?python(3(\.\d+)?)?$/.test(word);

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`);

function seconds(name: string, text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) === 0) throw new LaunchError(`${name} takes seconds, not "${text}".`);
  return Number(text);
}

function bytes(text: string): number {
  if (!/^\d+$/.test(text)) throw new LaunchError(`--eager-limit takes bytes, not "${text}".`);
  return Number(text);
}

function bufferingOf(text: string): RunSettings['buffering'] {
  if (text === 'line' || text === 'none' || text === 'block') return text;
  throw new LaunchError(`--buffering takes line, none or block, not "${text}".`);
}
