import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Span } from './blocks';
import { parseMarkdown, parseSpans } from './parse';

const text = (value: string): Span => ({ kind: 'text', text: value });

describe('Markdown', () => {
  it('becomes blocks and spans', () => {
    expect(parseMarkdown('## Look\n\nA **b** *c* `d<e>` ~~f~~\\\nnext')).toEqual([
      { kind: 'heading', depth: 2, spans: [text('Look')] },
      {
        kind: 'paragraph',
        spans: [text('A '), { kind: 'strong', spans: [text('b')] }, text(' '), { kind: 'emphasis', spans: [text('c')] }, text(' '), { kind: 'code', text: 'd<e>' }, text(' '), { kind: 'deleted', spans: [text('f')] }, { kind: 'break' }, text('next')],
      },
    ]);
  });

  it('knows code blocks that name a program', () => {
    expect(parseMarkdown('```python hello.py\n```\n\n```sh\nls\n```')).toEqual([
      { kind: 'code', language: 'python', program: 'hello.py', text: '' },
      { kind: 'code', language: 'sh', program: null, text: 'ls' },
    ]);
  });

  it('has lists and tables', () => {
    expect(parseMarkdown('3. a\n4. b')).toEqual([{ kind: 'list', start: 3, items: [[{ kind: 'paragraph', spans: [text('a')] }], [{ kind: 'paragraph', spans: [text('b')] }]] }]);
    expect(parseMarkdown('- a\n  - b')).toMatchObject([{ kind: 'list', start: null, items: [[{ kind: 'paragraph' }, { kind: 'list' }]] }]);
    expect(parseMarkdown('| a | b |\n| - | - |\n| 1 | 2 |')).toEqual([{ kind: 'table', head: [[text('a')], [text('b')]], rows: [[[text('1')], [text('2')]]] }]);
  });

  it('leads to http, https and mail only', () => {
    const links = (markdown: string): string[] => JSON.stringify(parseMarkdown(markdown)).match(/"href":"[^"]*"/g) ?? [];
    expect(links('[a](https://mpi4py.readthedocs.io/en/stable/) <mailto:a@b.de>')).toEqual(['"href":"https://mpi4py.readthedocs.io/en/stable/"', '"href":"mailto:a@b.de"']);
    for (const address of ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java\tscript:alert(1)', '&#106;avascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'blob:x', 'file:///etc/passwd', '//evil.example', '#v1.abc', 'x.html']) {
      expect(links(`[a](<${address}>) [b](${address})`)).toEqual([]);
    }
  });

  it('takes HTML as text and pictures as their description', () => {
    const html = '<img src=x onerror=alert(1)><script>alert(1)</script>';
    expect(JSON.stringify(parseMarkdown(`${html}\n\na ${html}`))).not.toMatch(/"kind":"(?!paragraph|text)/);
    expect(parseMarkdown('![a chart](https://evil.example/x.png)')).toEqual([{ kind: 'paragraph', spans: [text('[picture: a chart]')] }]);
  });

  it('bears nesting without end', () => {
    for (const hostile of ['>'.repeat(20_000), '- '.repeat(5_000), '['.repeat(5_000), '*a **b '.repeat(2_000), `${'*'.repeat(3000)}a${'*'.repeat(3000)}`]) {
      const blocks = parseMarkdown(hostile);
      expect(depthOf(blocks)).toBeLessThan(60);
    }
  }, 20_000);

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'#>*-_`[]()!|<&\\\n 1.ab~:"'.split('')), maxLength: 200 }), (markdown) => {
      expect(Array.isArray(parseMarkdown(markdown))).toBe(true);
      parseSpans(markdown);
    }));
  });

  it('of one line gives its spans', () => {
    expect(parseSpans('say `a`')).toEqual([text('say '), { kind: 'code', text: 'a' }]);
    expect(parseSpans('a\n\nb')).toEqual([text('a\n\nb')]);
  });
});

function depthOf(value: readonly (Block | Span)[] | unknown): number {
  if (Array.isArray(value)) return Math.max(0, ...value.map(depthOf));
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
