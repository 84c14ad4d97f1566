import react from '@vitejs/plugin-react';
import { defineConfig, type Connect, type Plugin } from 'vite';

/// Ranks share memory: the page must be isolated from other sites. Static hosts that cannot send these get public/isolation.js.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/// What the worker of a rank may do: run the site's own scripts and compile wasm. No network, no eval. Also in public/isolation.js.
const RANK_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'";

/// What the built page may do. Monaco sets styles from script.
const PAGE_POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'";

const rankPolicy: Connect.NextHandleFunction = (request, response, next) => {
  if (/\bbrowser\.worker\b/.test(request.url ?? '')) response.setHeader('Content-Security-Policy', RANK_POLICY);
  next();
};

/// Built assets carry a hash in their names and never change: they may be kept, as on any well-set static host.
const lasting: Connect.NextHandleFunction = (request, response, next) => {
  if (/\/assets\/[^?]*-[\w-]{8}\.\w+$/.test(request.url ?? '')) {
    // The preview server gives its own header with the status; only there can it be replaced.
    const writeHead = response.writeHead.bind(response);
    response.writeHead = (status: number, ...rest: unknown[]) => {
      const headers = rest.findLast((part) => typeof part === 'object' && part !== null) ?? {};
      return writeHead(status, { ...headers, 'Cache-Control': 'public, max-age=31536000, immutable' });
    };
  }
  next();
};

const policies: Plugin = {
  name: 'commworld-policies',
  configureServer: (server) => void server.middlewares.use(rankPolicy),
  configurePreviewServer: (server) => void server.middlewares.use(rankPolicy).use(lasting),
  transformIndexHtml: {
    handler: (_html, context) =>
      context.server === undefined ? [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_POLICY }, injectTo: 'head-prepend' }] : [],
  },
};

/// Pyodide's module is one function of a megabyte. Written as a declaration it is read twice by the JavaScript engine, first to skip it and
/// then to run it; in parentheses it is compiled at once (V8's rule for functions about to be called).
const eagerPyodide: Plugin = {
  name: 'commworld-eager-pyodide',
  transform(code, id) {
    if (!id.endsWith('pyodide.asm.mjs')) return null;
    const head = 'async function _createPyodideModule(';
    const tail = /return moduleRtn\}\s*export default _createPyodideModule;\s*$/;
    if (!code.startsWith(head) || !tail.test(code)) this.error('pyodide.asm.mjs has another shape than the one known here; see vite.config.ts');
    return { code: code.replace(head, 'const _createPyodideModule=(async function(').replace(tail, 'return moduleRtn});export default _createPyodideModule;'), map: null };
  },
};

export default defineConfig({
  base: './',
  plugins: [react(), policies],
  worker: { format: 'es', plugins: () => [eagerPyodide] },
  build: { target: 'es2023', chunkSizeWarningLimit: 8000 },
  server: { headers: isolation },
  preview: { headers: isolation },
});
