/// The command-line runner with `--browser`: the same as in Node (tools/mpiexec.test.mjs), in a Chromium of its own.

import { expect, test } from '@playwright/test';
import { CASES, runIn } from '../tools/runner-cases.mjs';

test.describe('the command-line runner in Chromium', () => {
  for (const { title, files, words, options, check } of CASES) {
    test(title, async () => {
      check(expect, await runIn(files, ['--browser', ...words], options));
    });
  }
});
