// npm run build: static files in dist/ that work from any path of any static host.
import { main, root, setUp } from './set-up.mjs';

await main(async () => {
  await setUp();
  await (await import('vite')).build({ root });
});
