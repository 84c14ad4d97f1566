/// Python in colours for a lesson's programs, which are read before any editor is loaded.

export type PythonKind = 'plain' | 'comment' | 'string' | 'keyword' | 'number';

export interface PythonPiece {
  readonly kind: PythonKind;
  readonly text: string;
}

const PIECES = new RegExp(
  [
    /(?<comment>#[^\n]*)/,
    /(?<string>(?<!\w)[rbfuRBFU]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))/,
    /(?<keyword>\b(?:False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)\b)/,
    /(?<number>\b\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|(?<![\w.])\.\d+)/,
    /(?<word>[A-Za-z_]\w*)/,
  ].map(({ source }) => source).join('|'),
  'g',
);

/// The pieces in order; their texts together are the program.
export function pythonPieces(program: string): readonly PythonPiece[] {
  const pieces: PythonPiece[] = [];
  let plain = '';
  let at = 0;
  const add = (kind: PythonKind, text: string): void => {
    if (plain !== '') pieces.push({ kind: 'plain', text: plain });
    plain = '';
    pieces.push({ kind, text });
  };
  for (const match of program.matchAll(PIECES)) {
    plain += program.slice(at, match.index);
    at = match.index + match[0].length;
    const kind = (['comment', 'string', 'keyword', 'number'] as const).find((name) => match.groups?.[name] !== undefined);
    if (kind === undefined) plain += match[0];
    else add(kind, match[0]);
  }
  plain += program.slice(at);
  if (plain !== '') pieces.push({ kind: 'plain', text: plain });
  return pieces;
}
