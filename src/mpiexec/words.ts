import { LaunchError } from './launcher';

/// Splits a line into words as a POSIX shell does: blanks, '…', "…", backslash. Throws `LaunchError` on an open quote and on what only
/// a real shell can do (pipes, redirections, several commands), rather than pass it to the program as an argument.
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let inside = false;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === "'" || char === '"') {
      const end = closing(line, at, char);
      const quoted = line.slice(at + 1, end);
      word += char === '"' ? quoted.replace(/\\(["\\$`])/g, '$1') : quoted;
      inside = true;
      at = end;
    } else if (char === '\\' && at + 1 < line.length) {
      word += line.charAt(++at);
      inside = true;
    } else if (/\s/.test(char)) {
      if (inside) words.push(word);
      word = '';
      inside = false;
    } else if (char === '#' && !inside) {
      break;
    } else if ('|<>&;'.includes(char)) {
      throw new LaunchError(`"${char}" is the work of a shell, and there is none here. One command a line; ranks write files with open(…, 'w'), and Output has a download button.`);
    } else {
      word += char;
      inside = true;
    }
  }
  if (inside) words.push(word);
  return words;
}

function closing(line: string, start: number, quote: string): number {
  for (let at = start + 1; at < line.length; at++) {
    if (quote === '"' && line.charAt(at) === '\\') at++;
    else if (line.charAt(at) === quote) return at;
  }
  throw new LaunchError(`The quote ${quote} is not closed.`);
}
