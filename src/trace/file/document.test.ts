/// docs/TRACE-FORMAT.md says what the code does.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { describe, expect, test } from 'vitest';
import { unpackLine } from '../../protocol';
import { EVENT_COLUMNS } from './event-block';
import { headerSchema } from './header';
import { PRINT_COLUMNS } from './print-block';
import { readTrace } from './read';
import { VARIABLES_COLUMNS } from './variables-block';

const path = fileURLToPath(new URL('../../../docs/TRACE-FORMAT.md', import.meta.url));
const fixture = fileURLToPath(new URL('./testing/version-1.cwtrace', import.meta.url));
const document = readFileSync(path, 'utf8');

/// The text of a fenced block.
function fenced(language: string): string {
  return new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'su').exec(document)?.[1] ?? '';
}

test('the JSON schema is that of the header (UPDATE=1 writes it anew)', () => {
  const schema = `${JSON.stringify(toJsonSchema(headerSchema, { errorMode: 'ignore' }), null, 1)}\n`;
  if (process.env['UPDATE'] === '1') writeFileSync(path, document.replace(/```json\n.*?```/su, () => `\`\`\`json\n${schema}\`\`\``));
  else expect(fenced('json')).toBe(schema);
});

test('the columns are those of the code, in their order', () => {
  const rows = [...document.slice(document.indexOf('| column |'), document.indexOf('A message is named')).matchAll(/^\| (\w+) \| (plain|signed|step) \|/gmu)].map(([, name, kind]) => [name, kind]);
  expect(rows).toEqual(EVENT_COLUMNS.map(([name, kind]) => [name, kind]));
  for (const [heading, columns] of [['### Writes', PRINT_COLUMNS], ['### Variables', VARIABLES_COLUMNS]] as const) {
    const from = document.indexOf(heading);
    const text = document.slice(from, document.indexOf('\n#', from + 1));
    expect([...text.matchAll(/`(\w+)` (plain|signed|step)/gu)].map(([, name, kind]) => [name, kind])).toEqual(columns.map(([name, kind]) => [name, kind]));
  }
});

const python = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!python)('the Python of the document', () => {
  test('reads a file', async () => {
    const { stdout, stderr, status } = spawnSync('python3', ['-c', fenced('python'), fixture], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const read = await readTrace(new Uint8Array(readFileSync(fixture)), 'fixture');
    if (!read.ok) throw new Error(read.sentence);
    const { events, messages } = read.value.recording;
    const expected = Array.from({ length: events.length }, (_, row) => [
      events.rank[row], events.kind[row], events.call[row], `${(Math.round(events.begin[row]! * 1e6) / 1000).toFixed(1)} us`,
      events.message[row]! >= 0 ? messages.number[events.message[row]!] : 0, events.messagePeer[row],
    ].join(' '));
    expect(stdout.trim().split('\n')).toEqual(expected);
    expect(unpackLine(events.line[0]!).file).toBeLessThanOrEqual(2);
  });
});
