/// Which packages a program will import, read off its text before it runs so that they are there when it does. A guess: what it misses
/// is fetched when the program gets there, what it finds in vain costs a download.

/// The top-level modules that `source` imports. Strings and comments do not count; imports inside functions do.
export function importedModules(source: string): Set<string> {
  return new Set(importsIn(source).map(({ module }) => module.replace(/\..*$/s, '')));
}

/// An import of a module, with its dots; `always` when it stands at the left margin, where no condition keeps it from being done.
interface Import {
  readonly module: string;
  readonly always: boolean;
}

function importsIn(source: string): Import[] {
  const found: Import[] = [];
  const add = (dotted: string | undefined, always: boolean): void => {
    const module = /^\s*([A-Za-z_]\w*(?:\.\w+)*)/.exec(dotted ?? '')?.[1];
    if (module !== undefined) found.push({ module, always });
  };
  for (const [, name] of source.matchAll(/\b(?:__import__|import_module)\(\s*['"](\w+)/g)) add(name, false);
  for (const line of withoutStrings(source).split('\n')) {
    for (const [at, statement] of line.split(/[;:]/).entries()) {
      const always = at === 0 && /^\S/.test(line);
      const plain = /^\s*import\s+(.+)$/.exec(statement);
      const from = /^\s*from\s+([A-Za-z_][\w.]*)\s+import\b\s*(.*)$/.exec(statement);
      if (plain !== null) for (const part of (plain[1] ?? '').split(',')) add(part, always);
      if (from === null) continue;
      add(from[1], always);
      // A name may be a module too: `from matplotlib import pyplot`.
      for (const part of (from[2] ?? '').replace(/[()]/g, '').split(',')) if (/^\s*\w/.test(part)) add(`${from[1]}.${part.trim()}`, always);
    }
  }
  return found;
}

/// Modules of `offered` packages, with their dots, that a program's own text imports in any case, in order. What is named may be no module.
export function importsAhead(source: string, offered: ReadonlySet<string>): string[] {
  const modules = importsIn(source).filter(({ module, always }) => always && offered.has(module.replace(/\..*$/s, '')));
  return [...new Set(modules.map(({ module }) => module))];
}

/// Modules that a program imports, those of its own files followed. `start` are paths of programs, or texts of Python given as `code`.
export function importsOf(files: Readonly<Record<string, Uint8Array>>, start: readonly ({ readonly path: string } | { readonly code: string })[]): Set<string> {
  const decoder = new TextDecoder();
  const all = new Set<string>();
  const seen = new Set<string>();
  const queue = [...start];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const path = 'path' in next ? next.path : null;
    const bytes = path === null ? undefined : files[path];
    if (path !== null && (bytes === undefined || seen.has(path))) continue;
    if (path !== null) seen.add(path);
    const folder = path === null || !path.includes('/') ? '' : path.slice(0, path.lastIndexOf('/') + 1);
    for (const name of importedModules('code' in next ? next.code : decoder.decode(bytes?.slice()))) {
      all.add(name);
      for (const prefix of new Set([folder, ''])) {
        for (const own of Object.keys(files)) if (own === `${prefix}${name}.py` || (own.startsWith(`${prefix}${name}/`) && own.endsWith('.py'))) queue.push({ path: own });
      }
    }
  }
  return all;
}

const TRIPLE = /[rbfuRBFUtT]{0,2}("""|''')[\s\S]*?(?:\1|$)/y;
const SINGLE = /[rbfuRBFUtT]{0,2}(?:"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?)/y;
const COMMENT = /#[^\n]*/y;
const JOINED = /\\\r?\n/y;
const WORD = /\w+/y;

/// Python's text with each string made empty, comments gone, and lines joined that a backslash or parentheses join.
function withoutStrings(source: string): string {
  let plain = '';
  let depth = 0;
  for (let at = 0; at < source.length; ) {
    const match = (pattern: RegExp): string | null => {
      pattern.lastIndex = at;
      return pattern.exec(source)?.[0] ?? null;
    };
    const string = match(TRIPLE) ?? match(SINGLE);
    const gone = string ?? match(COMMENT) ?? match(JOINED);
    if (gone !== null) {
      plain += string === null ? ' ' : '0';
      at += gone.length;
      continue;
    }
    const word = match(WORD);
    if (word !== null) {
      plain += word;
      at += word.length;
      continue;
    }
    const character = source[at] ?? '';
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    plain += character === '\n' && depth > 0 ? ' ' : character;
    at++;
  }
  return plain;
}
