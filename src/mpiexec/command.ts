import { tunedSettings } from '../mpi';
import { MAX_RANKS } from '../protocol';
import { LaunchError } from './launcher';
import { splitWords } from './words';

/// One program of a launch and how many ranks run it.
export interface ProgramSpec {
  readonly ranks: number;
  readonly program: { readonly kind: 'file'; readonly path: string } | { readonly kind: 'module'; readonly name: string } | { readonly kind: 'code'; readonly text: string };
  readonly args: readonly string[];
  /// `-u`: stdout is not buffered.
  readonly unbuffered: boolean;
  /// `-m mpi4py`: an uncaught exception ends the world.
  readonly mpi4py: boolean;
}

export interface LaunchCommand {
  readonly launcher: LauncherName;
  readonly programs: readonly ProgramSpec[];
  readonly ranks: number;
  /// Variables set before the launcher, `OMP_NUM_THREADS=1 mpiexec …`, and by it: `-x NAME=VALUE`, and Open MPI's parameters (`--mca`) as
  /// `OMPI_MCA_…`.
  readonly env: Readonly<Record<string, string>>;
}

export type LauncherName = 'aprun' | 'mpiexec' | 'mpirun' | 'srun' | 'jsrun' | 'python';

interface Dialect {
  /// Options that give the number of ranks.
  readonly ranks: readonly string[];
  /// Options with a value that change nothing here: placement, binding, hosts, time limits.
  readonly valued: readonly string[];
  readonly flags: readonly string[];
}

/// What each launcher understands, from its manual: aprun(1) of Cray ALPS, mpiexec(1) of Open MPI 5 and MPICH 4, srun(1) of Slurm, jsrun(1) of IBM JSM.
const DIALECTS: Readonly<Record<Exclude<LauncherName, 'python'>, Dialect>> = {
  aprun: { ranks: ['-n', '--pes'], valued: ['-N', '-d', '-S', '-j', '-m', '-L', '-cc', '-t', '-ss', '-r', '-e'], flags: ['-b', '-q', '-B', '-T', '-ss'] },
  mpiexec: mpiexec(),
  mpirun: mpiexec(),
  srun: { ranks: ['-n', '--ntasks'], valued: ['-N', '--nodes', '-c', '--cpus-per-task', '-p', '--partition', '-t', '--time', '-A', '--account', '-J', '--job-name', '--mem', '--ntasks-per-node', '--mpi', '--cpu-bind', '-w', '-C', '--qos', '-q'], flags: ['-l', '--label', '--exclusive', '--pty', '-u', '--unbuffered', '-v'] },
  jsrun: { ranks: ['-p', '--np'], valued: ['-r', '--rs_per_host', '-a', '--tasks_per_rs', '-c', '--cpu_per_rs', '-g', '--gpu_per_rs', '-b', '--bind', '-d', '--launch_distribution', '-l', '-E'], flags: [] },
};

/// Options of a name and a value.
const PAIRS: readonly string[] = ['--mca', '-mca', '--gmca', '-gmca', '-genv'];

function mpiexec(): Dialect {
  return {
    ranks: ['-n', '-np', '--n', '--np', '-c'],
    valued: ['-N', '--npernode', '-npernode', '--map-by', '--bind-to', '--rank-by', '--host', '-host', '-H', '--hostfile', '-hostfile', '-f', '-ppn', '--mca', '-mca', '--gmca', '-gmca', '-x', '-wdir', '--wdir', '-genv'],
    flags: ['--oversubscribe', '--use-hwthread-cpus', '--allow-run-as-root', '-q', '--quiet', '-v', '--verbose', '--tag-output', '-tag-output', '-l', '--report-bindings'],
  };
}

/// Reads a launch command as a shell and a supercomputer's launcher would. Throws `LaunchError` with a sentence.
/// `files` are the paths of the working directory, to name a program that is not there; `environment` is what the ranks get besides.
export function parseCommand(line: string, files: readonly string[], environment: Readonly<Record<string, string>> = {}): LaunchCommand {
  const words = splitWords(line);
  const env: Record<string, string> = {};
  let at = 0;
  for (; at < words.length; at++) {
    const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(words[at] ?? '');
    if (match === null) break;
    env[match[1] ?? ''] = match[2] ?? '';
  }
  const first = words[at];
  if (first === undefined) throw new LaunchError('Type a launch command, for example: aprun -n 5 python3 mpiEx.py');
  if (isPython(first)) {
    const program = parseProgram(words.slice(at), 1, files);
    return { launcher: 'python', programs: [program], ranks: 1, env };
  }
  const launcher = first as Exclude<LauncherName, 'python'>;
  const dialect = Object.hasOwn(DIALECTS, first) ? DIALECTS[launcher] : undefined;
  if (dialect === undefined) {
    throw new LaunchError(`${first}: command not found. Programs start with aprun, mpiexec, mpirun, srun or jsrun, for example: aprun -n 5 python3 mpiEx.py`);
  }
  const programs = splitAt(words.slice(at + 1), ':').map((part, index) => parsePart(part, launcher, dialect, index, files, env));
  const [problem] = tunedSettings({ ...environment, ...env }).problems;
  if (problem !== undefined) throw new LaunchError(`${first}: ${problem}`);
  const ranks = programs.reduce((sum, program) => sum + program.ranks, 0);
  if (ranks > MAX_RANKS) throw new LaunchError(`${first}: ${ranks} ranks are more than the ${MAX_RANKS} that one page runs; ask for fewer with ${dialect.ranks[0]}.`);
  return { launcher, programs, ranks, env };
}

/// The programs of a launch by their text, or the path of it in the working directory; what `-m` names may be a file or a package there.
export function programsOf(command: LaunchCommand): ({ readonly path: string } | { readonly code: string })[] {
  return command.programs.map(({ program }) =>
    program.kind === 'file' ? { path: program.path } : { code: program.kind === 'code' ? program.text : `import ${program.name}` },
  );
}

function parsePart(words: readonly string[], launcher: LauncherName, dialect: Dialect, index: number, files: readonly string[], env: Record<string, string>): ProgramSpec {
  let ranks: number | null = null;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) break;
    const [name, attached] = splitOption(word, dialect);
    if (dialect.ranks.includes(name)) {
      ranks = rankCount(attached ?? words[++at], launcher, name);
    } else if (dialect.valued.includes(name)) {
      if (PAIRS.includes(name)) {
        const [parameter, value] = [words[at + 1], words[at + 2]];
        if (parameter === undefined || value === undefined) throw new LaunchError(`${launcher}: ${name} takes two words, a name and a value.`);
        // As Open MPI's mpiexec hands its parameters on.
        env[name === '-genv' ? parameter : `OMPI_MCA_${parameter}`] = value;
        at += 2;
      } else if (attached === null) {
        const [variable, ...value] = (words[++at] ?? '').split('=');
        if (name === '-x' && variable !== undefined && value.length > 0) env[variable] = value.join('=');
      }
    } else if (!dialect.flags.includes(name)) {
      throw new LaunchError(`${launcher}: the option ${word} is not known here. The number of ranks is given as ${dialect.ranks[0]} 5.`);
    }
  }
  const rest = words.slice(at);
  if (rest.length === 0) {
    throw new LaunchError(index === 0 ? `${launcher}: which program? For example: ${launcher} ${dialect.ranks[0]} 5 python3 mpiEx.py` : `${launcher}: after a ":" comes another program, as in: ${launcher} ${dialect.ranks[0]} 1 python3 a.py : ${dialect.ranks[0]} 2 python3 b.py`);
  }
  return parseProgram(rest, ranks ?? 1, files);
}

function splitOption(word: string, dialect: Dialect): [string, string | null] {
  const equals = word.indexOf('=');
  if (word.startsWith('--') && equals > 0) return [word.slice(0, equals), word.slice(equals + 1)];
  // `-n5`, as aprun, srun and jsrun allow.
  const short = /^(-[a-zA-Z])(\d+)$/.exec(word);
  if (short !== null && (dialect.ranks.includes(short[1] ?? '') || dialect.valued.includes(short[1] ?? ''))) return [short[1] ?? '', short[2] ?? ''];
  return [word, null];
}

function rankCount(text: string | undefined, launcher: LauncherName, option: string): number {
  if (text === undefined || !/^\d+$/.test(text) || Number(text) < 1) {
    throw new LaunchError(`${launcher}: ${option} takes the number of ranks, a whole number from 1 to ${MAX_RANKS}${text === undefined ? '' : `, not "${text}"`}.`);
  }
  const count = Number(text);
  if (count > MAX_RANKS) throw new LaunchError(`${launcher}: ${text} ranks are more than the ${MAX_RANKS} that one page runs; ask for fewer with ${option}.`);
  return count;
}

const isPython = (word: string): boolean => /^(.*\/)?python(3(\.\d+)?)?$/.test(word);

function parseProgram(words: readonly string[], ranks: number, files: readonly string[]): ProgramSpec {
  const [command = '', ...rest] = words;
  if (!isPython(command)) {
    const script = normalise(command);
    if (files.includes(script) && script.endsWith('.py')) throw new LaunchError(`${command}: start a Python program with python3, as in: python3 ${script}`);
    throw new LaunchError(`${command}: cannot be run. Ranks run Python programs, as in: python3 mpiEx.py`);
  }
  let unbuffered = false;
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (word === '-m' || word === '-c') {
      const value = rest[at + 1];
      if (value === undefined) throw new LaunchError(`python3: Argument expected for the ${word} option`);
      const args = rest.slice(at + 2);
      if (word === '-c') return { ranks, program: { kind: 'code', text: value }, args, unbuffered, mpi4py: false };
      if (value === 'mpi4py' && args[0] !== undefined && !args[0].startsWith('-')) {
        return { ranks, program: { kind: 'file', path: existing(args[0], files) }, args: args.slice(1), unbuffered, mpi4py: true };
      }
      return { ranks, program: { kind: 'module', name: value }, args, unbuffered, mpi4py: false };
    }
    if (!word.startsWith('-') || word === '-') {
      return { ranks, program: { kind: 'file', path: existing(word, files) }, args: rest.slice(at + 1), unbuffered, mpi4py: false };
    }
    if (word === '-W' || word === '-X') at++;
    else if (/^-[uBEsSOIbdq]+$/.test(word)) unbuffered ||= word.includes('u');
    else throw new LaunchError(`python3: the option ${word} is not known here; -u, -m and -c are.`);
  }
  throw new LaunchError('python3: which program? An interactive Python needs a terminal of its own; give a file, as in: python3 mpiEx.py');
}

const normalise = (path: string): string => path.replace(/^(\.\/)+/, '').replace(/^\/home\/student\//, '');

function existing(path: string, files: readonly string[]): string {
  const name = normalise(path);
  if (files.includes(name)) return name;
  const near = files.filter((file) => file.endsWith('.py'));
  throw new LaunchError(`python3: can't open file '${path}': there is no such file here.${near.length > 0 ? ` There is: ${near.slice(0, 6).join(', ')}.` : ''}`);
}

function splitAt(words: readonly string[], separator: string): string[][] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (word === separator) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}
