/// Ranks share memory, which browsers allow only to a page isolated from other sites. Where the host sends no headers for that, a
/// service worker adds them, from the second load on.

const TRIED = 'commworld.isolation-tried';

export type Isolation =
  | { readonly kind: 'isolated' }
  /// The page is being loaded again, with the headers.
  | { readonly kind: 'reloading' }
  /// It cannot be: in a sentence why, and what to do.
  | { readonly kind: 'impossible'; readonly sentence: string };

/// Sees to it that the page is isolated; reloads it once if that takes a service worker. `script` is the address of `isolation.js`.
export async function isolate(script: URL): Promise<Isolation> {
  if (globalThis.crossOriginIsolated) {
    forget();
    return { kind: 'isolated' };
  }
  if (window.top !== window.self) {
    return { kind: 'impossible', sentence: 'This page stands in a frame that is not isolated, so its ranks cannot share memory. Open it in a tab of its own.' };
  }
  if (!window.isSecureContext || !('serviceWorker' in navigator)) {
    return { kind: 'impossible', sentence: 'Ranks need shared memory, which browsers give only to pages served over https (or from localhost) and outside private windows without service workers. Open this page over https.' };
  }
  try {
    const registration = await navigator.serviceWorker.register(script);
    await activated(registration);
  } catch {
    return { kind: 'impossible', sentence: 'The helper that isolates this page (isolation.js) could not be started. Reload the page, or allow it to store data.' };
  }
  if (tried()) {
    return { kind: 'impossible', sentence: 'This browser does not isolate the page although it was asked to, so its ranks cannot share memory. A current Chrome, Edge, Firefox or Safari does.' };
  }
  location.reload();
  return { kind: 'reloading' };
}

function activated(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.installing ?? registration.waiting;
  if (worker === null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve();
      else if (worker.state === 'redundant') reject(new Error('redundant'));
    });
  });
}

/// Whether a reload has been tried in this tab; notes that one is. Without storage it counts as tried: better a sentence than a loop.
function tried(): boolean {
  try {
    const before = sessionStorage.getItem(TRIED) !== null;
    sessionStorage.setItem(TRIED, '1');
    return before;
  } catch {
    return true;
  }
}

function forget(): void {
  try {
    sessionStorage.removeItem(TRIED);
  } catch {
    // Nothing was kept.
  }
}
