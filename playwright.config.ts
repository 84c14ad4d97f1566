import { defineConfig } from '@playwright/test';

/// `npm test` finds the browser and builds the page before; alone: `CHROMIUM=… npx playwright test`.
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  timeout: 90_000,
  // Every test starts several interpreters: more than one at a time on two cores only makes each slower.
  workers: 1,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: {
    baseURL: 'http://127.0.0.1:4180/',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(process.env['CHROMIUM'] === undefined ? {} : { executablePath: process.env['CHROMIUM'] }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  webServer: [
    { command: 'npx vite preview --port 4180 --strictPort --host 127.0.0.1', url: 'http://127.0.0.1:4180/', reuseExistingServer: false },
    { command: 'node tools/plain-host.mjs 4181 /courses/mpi/', url: 'http://127.0.0.1:4181/courses/mpi/', reuseExistingServer: false },
  ],
});
