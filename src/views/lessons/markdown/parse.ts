/// Markdown into blocks. HTML in it is text like any other.

import { type MarkedToken, type Token, marked } from 'marked';
import type { Block, Span } from './blocks';

const MAX_CHARACTERS = 200_000;
const MAX_DEPTH = 12;

/// Text that cannot be parsed (too long, nested without end) becomes one paragraph as it stands.
export function parseMarkdown(markdown: string): readonly Block[] {
  const plain = (text: string): readonly Block[] => [{ kind: 'paragraph', spans: [{ kind: 'text', text }] }];
  if (markdown.length > MAX_CHARACTERS) return plain(`${markdown.slice(0, MAX_CHARACTERS)}…`);
  try {
    return blocksOf(marked.lexer(markdown, { gfm: true }), 0);
  } catch {
    // marked recurses; a thousand nested quotes exhaust its stack.
    return plain(markdown);
  }
}

/// A hint or a message: the spans of a text of one paragraph.
export function parseSpans(markdown: string): readonly Span[] {
  const [first, ...more] = parseMarkdown(markdown);
  return first?.kind === 'paragraph' && more.length === 0 ? first.spans : [{ kind: 'text', text: markdown }];
}

// marked's union has an open member for extensions, none of which are used here.
const known = (token: Token): MarkedToken => token as MarkedToken;

function blocksOf(tokens: readonly Token[], depth: number): readonly Block[] {
  if (depth > MAX_DEPTH) return [{ kind: 'paragraph', spans: [{ kind: 'text', text: tokens.map(({ raw }) => raw).join('') }] }];
  return tokens.flatMap((token) => blockOf(known(token), depth));
}

function blockOf(token: MarkedToken, depth: number): readonly Block[] {
  switch (token.type) {
    case 'space':
    case 'def':
    case 'checkbox':
      return [];
    case 'paragraph':
      return [{ kind: 'paragraph', spans: spansOf(token.tokens, depth) }];
    case 'text':
      return [{ kind: 'paragraph', spans: token.tokens === undefined ? [{ kind: 'text', text: token.text }] : spansOf(token.tokens, depth) }];
    case 'heading':
      return [{ kind: 'heading', depth: token.depth, spans: spansOf(token.tokens, depth) }];
    case 'code': {
      const [language = '', program = null] = (token.lang ?? '').split(/\s+/);
      return [{ kind: 'code', language, program, text: token.text }];
    }
    case 'list':
      return [{ kind: 'list', start: token.ordered ? Number(token.start) || 1 : null, items: token.items.map((item) => blocksOf(item.tokens, depth + 1)) }];
    case 'blockquote':
      return [{ kind: 'quote', blocks: blocksOf(token.tokens, depth + 1) }];
    case 'table':
      return [{ kind: 'table', head: token.header.map((cell) => spansOf(cell.tokens, depth)), rows: token.rows.map((row) => row.map((cell) => spansOf(cell.tokens, depth))) }];
    case 'hr':
      return [{ kind: 'rule' }];
    default:
      return [{ kind: 'paragraph', spans: [{ kind: 'text', text: token.raw }] }];
  }
}

function spansOf(tokens: readonly Token[], depth: number): readonly Span[] {
  if (depth > MAX_DEPTH) return [{ kind: 'text', text: tokens.map(({ raw }) => raw).join('') }];
  return tokens.flatMap((token) => spanOf(known(token), depth));
}

function spanOf(token: MarkedToken, depth: number): readonly Span[] {
  switch (token.type) {
    case 'text':
      return token.tokens === undefined ? [{ kind: 'text', text: token.text }] : spansOf(token.tokens, depth + 1);
    case 'escape':
      return [{ kind: 'text', text: token.text }];
    case 'codespan':
      return [{ kind: 'code', text: token.text }];
    case 'strong':
      return [{ kind: 'strong', spans: spansOf(token.tokens, depth + 1) }];
    case 'em':
      return [{ kind: 'emphasis', spans: spansOf(token.tokens, depth + 1) }];
    case 'del':
      return [{ kind: 'deleted', spans: spansOf(token.tokens, depth + 1) }];
    case 'br':
      return [{ kind: 'break' }];
    case 'link': {
      const spans = spansOf(token.tokens, depth + 1);
      const href = safeAddress(token.href);
      return href === null ? spans : [{ kind: 'link', href, spans }];
    }
    case 'image':
      // A picture from elsewhere would tell its host who reads this lesson.
      return [{ kind: 'text', text: token.text === '' ? '' : `[picture: ${token.text}]` }];
    case 'checkbox':
      return [];
    default:
      return [{ kind: 'text', text: token.raw }];
  }
}

const PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/// null for what is relative, and for protocols that run or read something.
function safeAddress(href: string): string | null {
  const url = URL.parse(href);
  return url !== null && PROTOCOLS.has(url.protocol) ? url.href : null;
}
