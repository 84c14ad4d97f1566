/// Blocks and spans as elements of the page.

import { type ReactNode, useMemo } from 'react';
import type { Block, Span } from './blocks';
import { parseMarkdown, parseSpans } from './parse';

export interface MarkdownProps {
  readonly text: string;
  /// The level of the page's heading above the text, so that the text's own go below it.
  readonly under: number;
  /// What stands for a code block that names a program; null to show the block itself.
  program?(name: string): ReactNode;
}

export function Markdown({ text, under, program }: MarkdownProps): ReactNode {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return blocks.map((block, at) => <BlockView key={at} block={block} under={under} program={program} />);
}

export function MarkdownLine({ text }: { readonly text: string }): ReactNode {
  const spans = useMemo(() => parseSpans(text), [text]);
  return <Spans spans={spans} />;
}

type HeadingTag = 'h2' | 'h3' | 'h4' | 'h5' | 'h6';
const HEADINGS: readonly HeadingTag[] = ['h2', 'h3', 'h4', 'h5', 'h6'];

interface BlockViewProps {
  readonly block: Block;
  readonly under: number;
  readonly program: ((name: string) => ReactNode) | undefined;
}

function BlockView({ block, under, program }: BlockViewProps): ReactNode {
  const within = (blocks: readonly Block[]): ReactNode => blocks.map((one, at) => <BlockView key={at} block={one} under={under} program={program} />);
  switch (block.kind) {
    case 'paragraph':
      return <p><Spans spans={block.spans} /></p>;
    case 'heading': {
      // Texts begin with ##; # is the lesson's title.
      const Tag = HEADINGS[Math.min(under + Math.max(block.depth, 2) - 3, HEADINGS.length - 1)] ?? 'h6';
      return <Tag><Spans spans={block.spans} /></Tag>;
    }
    case 'code': {
      const shown = block.program === null ? null : program?.(block.program);
      return shown ?? <pre tabIndex={0} className="cw-lesson-code"><code>{block.text}</code></pre>;
    }
    case 'list': {
      const items = block.items.map((item, at) => <li key={at}>{item.length === 1 && item[0]?.kind === 'paragraph' ? <Spans spans={item[0].spans} /> : within(item)}</li>);
      return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
    case 'quote':
      return <blockquote>{within(block.blocks)}</blockquote>;
    case 'table':
      return (
        <div className="cw-lesson-table" tabIndex={0}>
          <table>
            <thead><tr>{block.head.map((cell, at) => <th key={at} scope="col"><Spans spans={cell} /></th>)}</tr></thead>
            <tbody>{block.rows.map((row, at) => <tr key={at}>{row.map((cell, column) => <td key={column}><Spans spans={cell} /></td>)}</tr>)}</tbody>
          </table>
        </div>
      );
    case 'rule':
      return <hr />;
  }
}

function Spans({ spans }: { readonly spans: readonly Span[] }): ReactNode {
  return spans.map((span, at) => <SpanView key={at} span={span} />);
}

function SpanView({ span }: { readonly span: Span }): ReactNode {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'code':
      return <code>{span.text}</code>;
    case 'strong':
      return <strong><Spans spans={span.spans} /></strong>;
    case 'emphasis':
      return <em><Spans spans={span.spans} /></em>;
    case 'deleted':
      return <del><Spans spans={span.spans} /></del>;
    case 'link':
      return <a href={span.href} target="_blank" rel="noopener noreferrer nofollow"><Spans spans={span.spans} /></a>;
    case 'break':
      return <br />;
  }
}
