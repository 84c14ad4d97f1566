import { describe, expect, it } from 'vitest';
import { CASES, runIn } from './runner-cases.mjs';

describe('the command-line runner in Node', () => {
  for (const { title, files, words, options, check } of CASES) {
    it(title, { timeout: 60_000 }, async () => check(expect, await runIn(files, words, options)));
  }
});
