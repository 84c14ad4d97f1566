/// What the commands need from the world outside, passed in once at the start: the page gives the browser's, tests their own.

import type { Launcher } from '../mpiexec/launcher';
import type { JournalStore } from './storage/journal';
import type { ProjectStorage } from './storage/project-storage';

export interface Services {
  /// Makes the launcher on first call; later calls give the same one.
  launcher(): Promise<Launcher>;
  readonly storage: ProjectStorage;
  /// localStorage, or what stands in for it where that is refused.
  readonly local: JournalStore;
  /// Unique to this page load.
  readonly page: string;
  now(): number;
  later(task: () => void, milliseconds: number): () => void;
  /// Hands a file to the person.
  download(name: string, bytes: Uint8Array, type: string): void;
  /// False when the browser would not.
  copy(text: string): Promise<boolean>;
  /// The page's address without its fragment.
  address(): string;
  /// Which project this tab shows, kept across its reloads.
  readonly tab: { project(): string | null; show(id: string): void };
  /// Other tabs of this page.
  readonly others: { told(listener: (id: string) => void): void; tell(id: string): void };
}

let connected: Services | null = null;

/// Called once, before any command.
export function connectServices(services: Services): void {
  connected = services;
}

export function services(): Services {
  if (connected === null) throw new Error('A command ran before connectServices was called.');
  return connected;
}
