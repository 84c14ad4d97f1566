// What a program wrote at several sizes, kept as text that a person reads and git compares; and how two such are compared.
//
//   $ -n 4 ring.py 100
//   a line of stdout
//   [exit 3]           at the end, when it is not 0
//   [hangs]            instead, when it never ends
//
// A program says in its header, in comments, how it is run and what of its output is told by the MPI standard:
//   # run: -n 4 ring.py 100          once a run
//   # compare: in order              stdout as it is; without this line the lines in any order, as several ranks write at once
//   # compare: numbers within 1e-9   relative, where sums are added up in another order
//   # stdin: 12                      a line of standard input, once a line
//   # stderr: ZeroDivisionError      a regular expression that stderr must hold
//   # hangs: rank 0 was waiting in Recv for rank 1      the program deadlocks, and the runner must say so when it is ended

/** Reads the header of a program: see above. Throws a sentence when it says nothing of a run. */
export function readHeader(name, text) {
  const said = (key) => [...text.matchAll(new RegExp(`^# ${key}: (.*)$`, 'gm'))].map((match) => match[1].trim());
  const compare = said('compare').join(', ');
  const header = {
    runs: said('run'),
    inOrder: /in order/.test(compare),
    tolerance: Number(/numbers within (\S+)/.exec(compare)?.[1] ?? 0),
    stdin: said('stdin').map((line) => `${line}\n`).join(''),
    stderr: said('stderr').map((pattern) => new RegExp(pattern)),
    hangs: said('hangs').map((pattern) => new RegExp(pattern)),
    needs: said('needs'),
  };
  if (header.runs.length === 0) throw new Error(`${name}: its header names no run, as in "# run: -n 4 ${name}"`);
  return header;
}

const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

/**
 * A run's text: its lines (sorted unless their order is told), then how it ended. With `shape` every number is `#`; what the regular
 * expression `mask` matches is `…`.
 */
export function transcript({ stdout, code, hangs = false }, { inOrder = false, shape = false, mask = null }) {
  const veiled = (line) => (mask === null ? line : line.replace(new RegExp(mask, 'g'), '…'));
  const shaped = (line) => (shape ? line.replace(NUMBER, '#').replace(/\s+/g, ' ') : line);
  const lines = stdout.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n').map((line) => shaped(veiled(line)).trimEnd());
  const kept = lines.length === 1 && lines[0] === '' ? [] : inOrder ? lines : lines.sort();
  if (hangs) return [...kept, '[hangs]'];
  return code === 0 ? kept : [...kept, `[exit ${code}]`];
}

/** The texts of several runs as one file. */
export function write(runs) {
  return `${runs.map(({ run, lines }) => [`$ ${run}`, ...lines].join('\n')).join('\n')}\n`;
}

export function parse(text) {
  const runs = new Map();
  let lines;
  for (const line of text.replace(/\n$/, '').split('\n')) {
    if (line.startsWith('$ ')) runs.set(line.slice(2), (lines = []));
    else lines?.push(line);
  }
  return runs;
}

/** Null when `got` is `wanted`, else the first difference in words. Numbers may differ by `tolerance`, relative (absolute below 1). */
export function difference(got, wanted, tolerance = 0) {
  for (let at = 0; at < Math.max(got.length, wanted.length); at++) {
    if (got[at] === wanted[at]) continue;
    if (got[at] === undefined) return `line ${at + 1} is missing: ${wanted[at]}`;
    if (wanted[at] === undefined) return `line ${at + 1} is too much: ${got[at]}`;
    if (!close(got[at], wanted[at], tolerance)) return `line ${at + 1}\n    wanted ${wanted[at]}\n    got    ${got[at]}`;
  }
  return null;
}

function close(got, wanted, tolerance) {
  if (tolerance === 0 || got.replace(NUMBER, '#').replace(/\s+/g, ' ') !== wanted.replace(NUMBER, '#').replace(/\s+/g, ' ')) return false;
  const [ours, theirs] = [got, wanted].map((line) => (line.match(NUMBER) ?? []).map(Number));
  return ours.every((number, index) => Math.abs(number - theirs[index]) <= tolerance * Math.max(1, Math.abs(theirs[index])));
}
