/// The worker of one rank in a browser. Its script is served with a Content-Security-Policy of its own (see docs/SECURITY.md).

import type { FromRank, ToRank } from '../../protocol';
import { lockDown } from './lock-down';
import { rankWorker } from './worker';

/// The one method of a worker's scope that the window's, which TypeScript knows here, has differently.
declare const self: { postMessage(message: FromRank, transfer: Transferable[]): void } & Pick<Window, 'location' | 'addEventListener'>;

// Taken before the doors are closed: afterwards nothing can reach them by name.
const post = self.postMessage.bind(self);

const handle = rankWorker({
  post: (message: FromRank, transfer) => post(message, [...transfer]),
  cores: navigator.hardwareConcurrency,
  place: {
    // Nothing is fetched from it: see image/borrowed-parts.
    indexUrl: new URL('./', self.location.href).href,
    libraryUrl: (index) => `library:${index}`,
  },
  lockDown: () => lockDown(self),
});

self.addEventListener('message', ({ data }: MessageEvent<ToRank>) => void handle(data));
