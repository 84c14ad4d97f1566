/// Saves the open project a moment after each change, journals what is unsaved when the page goes, and keeps two tabs from
/// overwriting each other: a save that finds another tab's work goes to a copy.

import { fromStored, type Project, projectOf, toStored } from '../../project';
import { type JournalStore, removeJournal, sameWork, writeJournal } from './journal';
import type { Kept, ProjectStorage } from './project-storage';

/// Milliseconds from a change to its save.
export const SAVE_DELAY = 250;

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'unsaved' }
  /// The browser keeps nothing: refused, or full.
  | { readonly kind: 'failing'; readonly sentence: string };

export interface AutosaveOptions {
  readonly storage: ProjectStorage;
  readonly journal: JournalStore;
  /// Names this page load among all tabs; never reused.
  readonly page: string;
  readonly now: () => number;
  readonly later: (task: () => void, milliseconds: number) => () => void;
  readonly onState: (state: SaveState) => void;
  /// The open project lives on as `copy`, because another tab has changed the original.
  readonly onCopy: (copy: Project, original: string) => void;
  readonly onSaved: (project: Project) => void;
}

export class Autosave {
  readonly #options: AutosaveOptions;
  #project: Project | null = null;
  #origin: Kept['origin'] = null;
  #saved: Project | null = null;
  #base: string | null = null;
  #cancel: (() => void) | null = null;
  #writing: Promise<void> | null = null;

  constructor(options: AutosaveOptions) {
    this.#options = options;
  }

  /// A project was opened. `kept` is how it lies in storage, null for a new one, which is saved at once.
  open(project: Project, kept: Pick<Kept, 'stamp' | 'origin'> | null, origin: Kept['origin'] = kept?.origin ?? null): void {
    this.#project = project;
    this.#origin = origin;
    this.#saved = kept === null ? null : project;
    this.#base = kept?.stamp ?? null;
    if (kept === null) this.#schedule();
  }

  /// What Reset goes back to has changed; kept with the next save.
  setOrigin(origin: Kept['origin']): void {
    this.#origin = origin;
  }

  /// The open project changed.
  changed(project: Project): void {
    this.#project = project;
    if (!this.dirty) return;
    this.#options.onState({ kind: 'unsaved' });
    this.#schedule();
  }

  get dirty(): boolean {
    return this.#project !== null && this.#project !== this.#saved;
  }

  get base(): string | null {
    return this.#base;
  }

  /// Saves now what is unsaved; done when it is stored, or cannot be.
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    while (this.#writing !== null) await this.#writing;
    if (!this.dirty) return;
    const writing = this.#save().finally(() => {
      this.#writing = null;
    });
    this.#writing = writing;
    await writing;
  }

  /// The page may be gone after this: journals synchronously, then tries to save all the same.
  leave(): void {
    const { journal, page } = this.#options;
    if (this.#project === null || !this.dirty) return;
    writeJournal(journal, page, this.#project, this.#saved, this.#base);
    void this.flush();
  }

  #schedule(): void {
    this.#cancel?.();
    this.#cancel = this.#options.later(() => void this.flush(), SAVE_DELAY);
  }

  async #save(): Promise<void> {
    const project = this.#project;
    if (project === null) return;
    const { storage, onState, onSaved, journal, page } = this.#options;
    const next: Kept = { project: toStored(project), origin: this.#origin, stamp: crypto.randomUUID(), savedAt: this.#options.now() };
    try {
      if ((await storage.write(next, this.#base)) === 'conflict') {
        await this.#resolve(project, next);
        return;
      }
    } catch (error) {
      onState({ kind: 'failing', sentence: failure(error) });
      return;
    }
    this.#settle(project, next.stamp);
    removeJournal(journal, page);
    onSaved(project);
    onState(this.dirty ? { kind: 'unsaved' } : { kind: 'saved' });
    if (this.dirty) this.#schedule();
  }

  #settle(project: Project, stamp: string): void {
    // Another project may have been opened while this one was written.
    if (this.#project?.id !== project.id) return;
    this.#saved = project;
    this.#base = stamp;
  }

  async #resolve(project: Project, next: Kept): Promise<void> {
    const stored = await this.#options.storage.read(project.id);
    const theirs = stored === null ? null : fromStored(stored.project);
    if (this.#project?.id !== project.id) return;
    if (stored === null) {
      // Removed in another tab, worked on in this one: it is kept.
      this.#base = null;
      this.#schedule();
    } else if (theirs?.ok === true && sameWork(theirs.value, project)) {
      this.#settle(project, stored.stamp);
      removeJournal(this.#options.journal, this.#options.page);
      this.#options.onState({ kind: 'saved' });
    } else {
      const latest = this.#project;
      const copy = projectOf({ ...latest, name: copyName(latest.name) });
      this.open(copy, null, next.origin);
      this.#options.onCopy(copy, latest.id);
    }
  }
}

/// `hello (copy)`, `hello (copy 2)`, `hello (copy 3)`, within a name's length.
export function copyName(name: string): string {
  const match = / \(copy(?: (\d+))?\)$/.exec(name);
  const bare = (match === null ? name : name.slice(0, match.index)).slice(0, 80);
  return match === null ? `${bare} (copy)` : `${bare} (copy ${Number(match[1] ?? 1) + 1})`;
}

function failure(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') return 'The browser’s storage is full, so this project is kept only until the page closes. Download it, or remove other projects.';
  return 'The browser refuses to store anything here (a private window, perhaps), so this project is kept only until the page closes. Download it to keep it.';
}
