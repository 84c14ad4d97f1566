// Gives the page the headers that a plain static host cannot set, so that ranks may share memory, and the rank's worker a
// Content-Security-Policy of its own. Registered only where the headers are missing (src/mpiexec/isolation.ts). Keeps nothing and fetches nothing by itself.

const PAGE = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'same-origin' };
// The same text as in vite.config.ts; a browser test compares the two.
const RANK_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'";

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const isolated = request.mode === 'navigate' || request.destination === 'worker';
  if (!isolated || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(
    fetch(request).then((response) => {
      if (response.status === 0) return response;
      const headers = new Headers(response.headers);
      for (const [name, value] of Object.entries(PAGE)) headers.set(name, value);
      if (/\bbrowser\.worker\b/.test(request.url)) headers.set('Content-Security-Policy', RANK_POLICY);
      return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
    }),
  );
});
