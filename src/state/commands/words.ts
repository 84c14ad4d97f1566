/// A command line to words as a POSIX shell would: quotes, backslashes; no expansion but `*` and `?` over file names.

export type Words = { readonly ok: true; readonly words: readonly Word[] } | { readonly ok: false; readonly sentence: string };

export interface Word {
  readonly text: string;
  /// Quoted words are not patterns.
  readonly quoted: boolean;
}

export function splitWords(line: string): Words {
  const words: Word[] = [];
  let text = '';
  let quoted = false;
  let quote: '"' | "'" | null = null;
  let inside = false;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote !== null) {
      if (character === quote) quote = null;
      else if (character === '\\' && quote === '"' && /["\\]/.test(line.charAt(at + 1))) text += line.charAt(++at);
      else text += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      quoted = true;
      inside = true;
    } else if (character === '\\' && at + 1 < line.length) {
      text += line.charAt(++at);
      quoted = true;
      inside = true;
    } else if (/\s/.test(character)) {
      if (inside) words.push({ text, quoted });
      text = '';
      quoted = false;
      inside = false;
    } else {
      text += character;
      inside = true;
    }
  }
  if (quote !== null) return { ok: false, sentence: `The quotation mark ${quote} is not closed; write another ${quote} at the end of the word.` };
  if (inside) words.push({ text, quoted });
  return { ok: true, words };
}

/// File names that a word stands for: those that its pattern matches, sorted; the word itself when it is no pattern.
export function expanded(word: Word, paths: Iterable<string>): readonly string[] {
  const name = word.text.replace(/^(?:\.\/)+/, '');
  if (word.quoted || !/[*?]/.test(name)) return [name];
  const pattern = new RegExp(`^${name.replace(/[\\^$.|+()[\]{}]/g, '\\$&').replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`, 'u');
  const matches = [...paths].filter((path) => pattern.test(path)).sort();
  return matches.length === 0 ? [name] : matches;
}
