// npm start: sets up what is missing, builds what is stale, serves the page and prints its address.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { main, root, setUp } from './set-up.mjs';

await main(async () => {
  await setUp();
  const { build, preview } = await import('vite');
  if (stale()) {
    console.log('Building the page');
    await build({ root, logLevel: 'error' });
  }
  const server = await preview({ root, preview: { port: Number(process.env.PORT ?? 5173), host: '127.0.0.1' } });
  console.log(`\nCommworld is ready: ${server.resolvedUrls?.local[0]}\nCtrl+C ends it.`);
});

function stale() {
  const built = join(root, 'dist/index.html');
  if (!existsSync(built)) return true;
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json', '.cache/python'];
  return Math.max(...sources.map((path) => newest(join(root, path)))) > statSync(built).mtimeMs;
}

function newest(path) {
  const status = statSync(path);
  return status.isDirectory() ? Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name)))) : status.mtimeMs;
}
