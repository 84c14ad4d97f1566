// The browser for tests and benches: the system's if there is one, apt-get as root on Debian, else Playwright's own download.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { main, run } from './set-up.mjs';

const SYSTEM = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium that starts. Throws a sentence when none can be had. */
export async function findChromium() {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM names ${named}, which does not exist.`);
    return named;
  }
  const system = () => SYSTEM.find((path) => existsSync(path));
  const found = system() ?? (await downloaded());
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium with apt-get');
    const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    await run('apt-get', ['update', '-qq'], quiet).catch(() => {});
    await run('apt-get', ['install', '-y', '-qq', 'chromium'], quiet).catch(() => {});
    const installed = system();
    if (installed !== undefined) return installed;
  }
  console.log("Fetching Playwright's Chromium");
  await run('npx', ['playwright', 'install', 'chromium'], { shell: process.platform === 'win32' }).catch(() => {});
  const fetched = await downloaded();
  if (fetched !== undefined) return fetched;
  throw new Error('The browser tests need Chromium or Chrome and none could be installed. Install one, or set CHROMIUM to the path of its program, and run this again.');
}

async function downloaded() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** Its version, for a report. */
export function chromiumVersion(path) {
  return execFileSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8' }).trim();
}

if (process.argv[1] === import.meta.filename) await main(async () => console.log(await findChromium()));
