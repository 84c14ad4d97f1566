// The built site, as a bench drives it.
import { chromium as playwright } from '@playwright/test';
import { preview } from 'vite';
import { root } from '../../tools/set-up.mjs';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Runs `body(browser, address)` with a browser, started with `more` arguments, and the site served at `port`. */
export async function withSite(chromium, port, body, more = []) {
  const server = await preview({ root, preview: { port, host: '127.0.0.1' }, logLevel: 'error' });
  const browser = await playwright.launch({ executablePath: chromium, args: [...ARGS, ...more] });
  try {
    return await body(browser, `http://127.0.0.1:${port}/`);
  } finally {
    await browser.close();
    await new Promise((resolve) => server.httpServer.close(resolve));
  }
}

/** Puts a program into the editor as a person would paste it. */
export async function setProgram(page, program) {
  await page.getByRole('region', { name: 'Editor' }).locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+A');
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, program);
  await page.waitForTimeout(1000);
}
