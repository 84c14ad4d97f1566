/// The programs beside this file, and the lecture's own where it lies beside the checkout.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/// The text of a program of ours.
export function program(name: string): string {
  return readFileSync(fileURLToPath(new URL(`./${name}`, import.meta.url)), 'utf8');
}

/// Python code blocks of the lecture in their order; null when the lecture is not there.
export function lecturePrograms(): readonly string[] | null {
  const folder = fileURLToPath(new URL('../../../shared/seed/', import.meta.url));
  if (!existsSync(folder)) return null;
  const texts = readdirSync(folder).filter((name) => name.endsWith('.md')).sort().map((name) => readFileSync(folder + name, 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(/^```python\n([^]*?)^```$/gmu)].map((block) => block[1] ?? ''));
}
