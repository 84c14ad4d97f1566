/// The open project, and the list of all.

import { createStore } from 'zustand/vanilla';
import { type Project, type ProjectContent, projectOf } from '../../project';
import type { SaveState } from '../storage/autosave';
import type { Entry } from '../storage/project-storage';
import { startContent } from './start-project';

/// A project that came in by a link or a zip and has not been looked through yet.
export interface Arrival {
  readonly from: 'link' | 'zip';
  readonly content: ProjectContent;
}

export interface ProjectState {
  readonly project: Project;
  /// What the project began as, for Reset.
  readonly origin: ProjectContent | null;
  /// Paths that the last run wrote.
  readonly written: ReadonlySet<string>;
  readonly arrival: Arrival | null;
  readonly entries: readonly Entry[];
  readonly saving: SaveState;
}

export const projectStore = createStore<ProjectState>(() => {
  const content = startContent();
  return { project: projectOf(content), origin: content, written: new Set<string>(), arrival: null, entries: [], saving: { kind: 'saved' } };
});
