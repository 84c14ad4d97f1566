/// The services as a browser gives them. The one file of this room that touches the DOM.

import type { Launcher } from '../mpiexec/launcher';
import type { Services } from './services';
import { indexedStorage } from './storage/indexed-storage';
import type { JournalStore } from './storage/journal';
import { memoryStorage, type ProjectStorage } from './storage/project-storage';

/// Milliseconds to wait for IndexedDB before the page goes on without it.
const STORAGE_PATIENCE = 3000;

/// Tries the browser's storage; `keeps` is false when it refuses and memory stands in.
export async function browserServices(makeLauncher: () => Promise<Launcher>): Promise<{ readonly services: Services; readonly keeps: boolean }> {
  const tried = await usableStorage();
  const local = localStore();
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('commworld');
  let launcher: Promise<Launcher> | null = null;
  const services: Services = {
    launcher: () => {
      launcher ??= makeLauncher();
      launcher.catch(() => {
        launcher = null;
      });
      return launcher;
    },
    storage: tried ?? memoryStorage(),
    local,
    page: crypto.randomUUID(),
    now: () => Date.now(),
    later: (task, milliseconds) => {
      const timer = setTimeout(task, milliseconds);
      return () => clearTimeout(timer);
    },
    download,
    copy: async (text) => {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        return false;
      }
    },
    address: () => location.href.replace(/#.*$/, ''),
    tab: {
      project: () => quietly(() => sessionStorage.getItem('commworld.project') ?? localStorage.getItem('commworld.project')),
      show: (id) => {
        quietly(() => sessionStorage.setItem('commworld.project', id));
        quietly(() => localStorage.setItem('commworld.project', id));
      },
    },
    others: {
      told: (listener) => channel?.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (typeof event.data === 'string') listener(event.data);
      }),
      tell: (id) => channel?.postMessage(id),
    },
  };
  return { services, keeps: tried !== null };
}

async function usableStorage(): Promise<ProjectStorage | null> {
  try {
    const storage = indexedStorage();
    const patience = new Promise<'late'>((resolve) => {
      setTimeout(() => resolve('late'), STORAGE_PATIENCE);
    });
    return (await Promise.race([storage.list(), patience])) === 'late' ? null : storage;
  } catch {
    return null;
  }
}

function localStore(): JournalStore {
  try {
    const store = window.localStorage;
    return {
      getItem: (key) => store.getItem(key),
      setItem: (key, value) => store.setItem(key, value),
      removeItem: (key) => store.removeItem(key),
      keys: () => Object.keys(store),
    };
  } catch {
    const map = new Map<string, string>();
    return {
      getItem: (key) => map.get(key) ?? null,
      setItem: (key, value) => {
        map.set(key, value);
      },
      removeItem: (key) => {
        map.delete(key);
      },
      keys: () => [...map.keys()],
    };
  }
}

function download(name: string, bytes: Uint8Array, type: string): void {
  const address = URL.createObjectURL(new Blob([bytes.slice()], { type }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function quietly<T>(attempt: () => T): T | null {
  try {
    return attempt();
  } catch {
    return null;
  }
}
