// A plain static host as universities have it: files below some path, no headers of ours. For the tests of the built page.
//   node tools/plain-host.mjs PORT /path/
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { root } from './set-up.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.md': 'text/plain', '.py': 'text/plain' };
const [port, base] = [Number(process.argv[2] ?? 4181), process.argv[3] ?? '/'];

createServer(({ url = '/' }, response) => {
  const path = normalize(decodeURIComponent(url.split('?')[0] ?? '/'));
  if (!path.startsWith(base)) return void response.writeHead(404).end();
  const file = join(root, 'dist', path.slice(base.length) || 'index.html');
  try {
    if (!statSync(file).isFile()) throw new Error('a folder');
  } catch {
    return void response.writeHead(404).end();
  }
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}${base}`));
