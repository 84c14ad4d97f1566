/// Projects in IndexedDB: `project:<id>` holds all of one, `entry:<id>` its line in the menu. Both change in one transaction.

import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import type { Entry, Kept, ProjectStorage } from './project-storage';

/// Throws what IndexedDB throws when the browser refuses; every method rejects likewise, `QuotaExceededError` when it is full.
export function indexedStorage(): ProjectStorage {
  const use: UseStore = createStore('commworld', 'projects');
  return {
    list: () =>
      use('readonly', (store) => promisifyRequest<Entry[]>(store.getAll(IDBKeyRange.bound('entry:', 'entry:\uffff')))),
    read: (id) => use('readonly', async (store) => (await promisifyRequest<Kept | undefined>(store.get(`project:${id}`))) ?? null),
    write: (next, base) =>
      use('readwrite', (store) => {
        const { id, name } = next.project;
        let outcome: 'written' | 'conflict' = 'conflict';
        return new Promise((resolve, reject) => {
          const { transaction } = store;
          transaction.oncomplete = () => resolve(outcome);
          transaction.onabort = () => reject(transaction.error ?? new DOMException('The browser ended the write.', 'AbortError'));
          transaction.onerror = () => reject(transaction.error ?? new DOMException('The browser refused the write.', 'UnknownError'));
          const asked: IDBRequest<Kept | undefined> = store.get(`project:${id}`);
          asked.onsuccess = () => {
            if ((asked.result?.stamp ?? null) !== base) return;
            outcome = 'written';
            store.put(next, `project:${id}`);
            store.put({ id, name, savedAt: next.savedAt } satisfies Entry, `entry:${id}`);
          };
        });
      }),
    remove: (id) =>
      use('readwrite', async (store) => {
        store.delete(`entry:${id}`);
        await promisifyRequest(store.delete(`project:${id}`));
      }),
  };
}
