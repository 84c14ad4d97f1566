/// Services for tests of commands: memory for storage, tasks that run when told, and what was handed out.

import type { Launcher } from '../../mpiexec/launcher';
import type { Services } from '../services';
import { memoryStorage } from '../storage/project-storage';

export interface TestServices extends Services {
  readonly downloads: { readonly name: string; readonly bytes: Uint8Array }[];
  readonly local: Services['local'] & { readonly map: Map<string, string> };
  /// Runs what `later` put off.
  elapse(): void;
}

export function testServices(launcher: () => Promise<Launcher> = () => Promise.reject(new Error('this test has no launcher'))): TestServices {
  const map = new Map<string, string>();
  const tasks = new Set<() => void>();
  const downloads: { name: string; bytes: Uint8Array }[] = [];
  let shown: string | null = null;
  return {
    launcher,
    storage: memoryStorage(),
    local: {
      map,
      getItem: (key) => map.get(key) ?? null,
      setItem: (key, value) => void map.set(key, value),
      removeItem: (key) => void map.delete(key),
      keys: () => [...map.keys()],
    },
    page: 'test page',
    now: () => 1,
    later: (task) => {
      tasks.add(task);
      return () => tasks.delete(task);
    },
    download: (name, bytes) => void downloads.push({ name, bytes }),
    copy: () => Promise.resolve(true),
    address: () => 'https://example.org/commworld/',
    tab: {
      project: () => shown,
      show: (id) => {
        shown = id;
      },
    },
    others: { told: () => undefined, tell: () => undefined },
    downloads,
    elapse: () => {
      const due = [...tasks];
      tasks.clear();
      for (const task of due) task();
    },
  };
}
