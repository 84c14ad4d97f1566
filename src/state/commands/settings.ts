/// Settings of runs, which belong to the project, and of the page.

import { changed, DEFAULT_SETTINGS, type Project } from '../../project';
import { type PageState, pageStore } from '../page/page-store';
import { projectStore } from '../project/project-store';
import { update } from './saving';

export const MAX_EAGER_LIMIT = 2 ** 30;

/// The eager limit as typed; null, or the sentence why not.
export function setEagerLimit(text: string): string | null {
  const bytes = Number(text.trim());
  if (text.trim() === '' || !Number.isInteger(bytes) || bytes < 0 || bytes > MAX_EAGER_LIMIT) {
    return `The eager limit is a whole number of bytes from 0 to ${MAX_EAGER_LIMIT}, such as ${DEFAULT_SETTINGS.eagerLimit}; “${text}” is not.`;
  }
  setRun({ eagerLimit: bytes });
  return null;
}

export function setBuffering(buffering: Project['settings']['buffering']): void {
  setRun({ buffering });
}

/// Whether the variables of each rank are recorded, from the next run on.
export function setVariables(variables: boolean): void {
  setRun({ variables });
}

export function setPage(state: Partial<PageState>): void {
  pageStore.setState(state);
}

function setRun(settings: Partial<Project['settings']>): void {
  const { project } = projectStore.getState();
  update(changed(project, { settings: { ...project.settings, ...settings } }));
}
