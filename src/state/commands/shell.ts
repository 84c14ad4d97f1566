/// What the launch-command box understands beside launch commands: `ls`, `cat`, `rm`, `cp`, `clear`, `help`. Pure: a line and the
/// files go in, an answer and the changes to make come out.

import { isText, type ProjectFiles, refusedBeside, refusedPath, textOf } from '../../project';
import { expanded, splitWords, type Word } from './words';

export type ShellAnswer =
  /// Not a shell command: the launcher's to understand.
  | { readonly kind: 'launch' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'answer'; readonly text: string; readonly removed: readonly string[]; readonly copied: readonly { readonly from: string; readonly to: string }[] };

/// First words that go to the launcher, which answers with a sentence when it cannot run the rest.
const LAUNCHERS: ReadonlySet<string> = new Set(['aprun', 'mpiexec', 'mpirun', 'mpiexec.hydra', 'srun', 'jsrun', 'python', 'python3']);

/// At most this much of a file is shown by `cat`; the rest is counted.
const CAT_CHARACTERS = 200_000;

const HELP = `Launch commands run a program on several ranks at once:
  aprun -n 5 python3 mpiEx.py        five ranks (also mpiexec, mpirun, srun)
  aprun -n 5 python3 mpiEx.py .1 1   .1 and 1 arrive in sys.argv
Commands for files in the working directory:
  ls          list the files
  cat FILE    show a file
  cp A B      copy file A to B
  rm FILE     remove a file
  clear       empty the output
  help        this text
Keys: Enter or Ctrl+Enter runs, Up and Down bring back earlier lines.`;

const answer = (text: string): ShellAnswer => ({ kind: 'answer', text, removed: [], copied: [] });

/// Answers a line over the project's files.
export function shell(line: string, files: ProjectFiles): ShellAnswer {
  const split = splitWords(line);
  const name = split.ok ? split.words[0]?.text : line.trim().split(/\s/)[0];
  if (name === undefined || name === '') return answer('Type a launch command such as aprun -n 5 python3 mpiEx.py, or help.');
  if (LAUNCHERS.has(name)) return { kind: 'launch' };
  if (!split.ok) return answer(split.sentence);
  const words = split.words.slice(1);
  if (Object.hasOwn(COMMANDS, name)) {
    const unsupported = split.words.find(({ text, quoted }) => !quoted && /^(?:[|;&<>]|\d?>)/.test(text));
    if (unsupported !== undefined) return answer(`${name}: ${unsupported.text} is not understood here; only one command at a time, without pipes and redirection.`);
    return COMMANDS[name as keyof typeof COMMANDS](words, files);
  }
  if (files.has(name.replace(/^\.\//, '')) && name.endsWith('.py')) return answer(`${name} is a Python program; run it by aprun -n 5 python3 ${name.replace(/^\.\//, '')}`);
  return answer(`${name}: there is no such command here. Programs are started by aprun, mpiexec, mpirun or srun; for files there are ls, cat, cp and rm; help tells more.`);
}

const COMMANDS = {
  ls: (words: readonly Word[], files: ProjectFiles): ShellAnswer => {
    const { flags, rest } = parted(words);
    const unknown = flags.find((flag) => !/^-[al1h]+$/.test(flag));
    if (unknown !== undefined) return answer(`ls: the option ${unknown} is not known here; there are -l and -1.`);
    const asked = rest.length === 0 ? [...files.keys()].sort() : rest.flatMap((word) => listed(word, files));
    const lines = asked.map((path) => {
      const file = files.get(path);
      if (file === undefined) return `ls: there is no file ${path}`;
      return flags.some((flag) => flag.includes('l')) ? `${String(file.bytes.length).padStart(10)}  ${path}` : path;
    });
    return answer(lines.length === 0 ? 'There are no files.' : lines.join('\n'));
  },

  cat: (words: readonly Word[], files: ProjectFiles): ShellAnswer => {
    if (words.length === 0) return answer('cat: which file? Write cat and a name; ls lists the names.');
    const parts = words.flatMap((word) => expanded(word, files.keys())).map((path) => {
      const file = files.get(path);
      if (file === undefined) return `cat: there is no file ${path}${near(path, files)}`;
      if (!isText(file)) return `cat: ${path} is not text (${file.bytes.length} bytes); look at it in Files.`;
      const text = textOf(file).replace(/\n$/, '');
      return text.length > CAT_CHARACTERS ? `${text.slice(0, CAT_CHARACTERS)}\n… ${text.length - CAT_CHARACTERS} more characters; download ${path} from Files` : text;
    });
    return answer(parts.join('\n'));
  },

  rm: (words: readonly Word[], files: ProjectFiles): ShellAnswer => {
    const { flags, rest } = parted(words);
    const unknown = flags.find((flag) => !/^-[rf]+$/.test(flag));
    if (unknown !== undefined) return answer(`rm: the option ${unknown} is not known here; write rm and names.`);
    if (rest.length === 0) return answer('rm: which file? Write rm and a name; ls lists the names.');
    const paths = [...new Set(rest.flatMap((word) => listed(word, files)))];
    const removed = paths.filter((path) => files.has(path));
    const missing = paths.filter((path) => !files.has(path));
    if (removed.length > 0 && removed.length === files.size && removed.some((path) => path.endsWith('.py'))) {
      return answer('rm: that would remove every file of the project, the program too; name the files to remove.');
    }
    const text = missing.map((path) => `rm: there is no file ${path}${near(path, files)}`).join('\n');
    return { kind: 'answer', text, removed, copied: [] };
  },

  cp: (words: readonly Word[], files: ProjectFiles): ShellAnswer => {
    const { rest } = parted(words);
    const [source, target] = rest;
    if (source === undefined || target === undefined || rest.length > 2) return answer('cp: write cp, the file to copy and the name of the copy, as in cp mpiEx.py second.py');
    const from = source.text.replace(/^(?:\.\/)+/, '');
    if (!files.has(from)) return answer(`cp: there is no file ${from}${near(from, files)}`);
    const named = target.text.replace(/^(?:\.\/)+/, '');
    const to = named.endsWith('/') ? named + (from.split('/').at(-1) ?? from) : named;
    if (to === from) return answer(`cp: ${from} and ${to} are the same file.`);
    const sentence = refusedPath(to) ?? (files.has(to) ? null : refusedBeside(to, files.keys()));
    if (sentence !== null) return answer(`cp: ${sentence}`);
    return { kind: 'answer', text: '', removed: [], copied: [{ from, to }] };
  },

  clear: (): ShellAnswer => ({ kind: 'clear' }),
  help: (): ShellAnswer => answer(HELP),
} satisfies Record<string, (words: readonly Word[], files: ProjectFiles) => ShellAnswer>;

function parted(words: readonly Word[]): { readonly flags: readonly string[]; readonly rest: readonly Word[] } {
  const isFlag = ({ text, quoted }: Word): boolean => !quoted && /^-./.test(text);
  return { flags: words.filter(isFlag).map(({ text }) => text), rest: words.filter((word) => !isFlag(word)) };
}

/// A word's files; a folder's name stands for all in it.
function listed(word: Word, files: ProjectFiles): readonly string[] {
  return expanded(word, files.keys()).flatMap((path) => {
    if (files.has(path)) return [path];
    const folder = path === '.' || path === '' ? '' : `${path.replace(/\/$/, '')}/`;
    const inside = [...files.keys()].filter((other) => other.startsWith(folder)).sort();
    return inside.length === 0 ? [path] : inside;
  });
}

/// A hint when only the case or the ending differs.
function near(path: string, files: ProjectFiles): string {
  const bare = (name: string): string => name.toLowerCase().replace(/\.[^./]*$/, '');
  const other = [...files.keys()].find((candidate) => bare(candidate) === bare(path));
  return other === undefined ? '' : `; did you mean ${other}?`;
}
