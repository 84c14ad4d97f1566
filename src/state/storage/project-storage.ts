/// Where projects are kept: an interface, so that conflicts are tested without a browser; IndexedDB behind it in the page.

import type { StoredProject } from '../../project';

/// A project as it lies in storage.
export interface Kept {
  readonly project: StoredProject;
  /// What the project began as (starter, lesson, link, zip), for Reset; null when unknown.
  readonly origin: StoredProject | null;
  /// Unique to this write: two tabs that both went from one stamp to another are in conflict, whatever their revisions.
  readonly stamp: string;
  /// Milliseconds since 1970.
  readonly savedAt: number;
}

/// A line of the project menu.
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly savedAt: number;
}

export interface ProjectStorage {
  list(): Promise<readonly Entry[]>;
  read(id: string): Promise<Kept | null>;
  /// Writes when what is stored bears the stamp `base` (null: nothing is stored); compares and writes as one step, across tabs.
  write(next: Kept, base: string | null): Promise<'written' | 'conflict'>;
  remove(id: string): Promise<void>;
}

/// Keeps projects for as long as the page lives: in tests, and where the browser refuses storage.
export function memoryStorage(): ProjectStorage {
  const kept = new Map<string, Kept>();
  return {
    list: () => Promise.resolve([...kept.values()].map(({ project: { id, name }, savedAt }) => ({ id, name, savedAt }))),
    read: (id) => Promise.resolve(kept.get(id) ?? null),
    write: (next, base) => {
      if ((kept.get(next.project.id)?.stamp ?? null) !== base) return Promise.resolve('conflict' as const);
      kept.set(next.project.id, next);
      return Promise.resolve('written' as const);
    },
    remove: (id) => {
      kept.delete(id);
      return Promise.resolve();
    },
  };
}
