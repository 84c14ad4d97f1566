/// One autosave for the open project: every change of it goes through here.

import { type Project, type ProjectContent, type ProjectFiles, changed, projectOf, toStored } from '../../project';
import { tell } from '../page/message-store';
import { commandStore } from '../page/command-store';
import { type Arrival, projectStore } from '../project/project-store';
import { tabsAfter, tabsFor, tabsStore } from '../project/tabs-store';
import { services } from '../services';
import { Autosave } from '../storage/autosave';
import type { Kept } from '../storage/project-storage';

let autosave: Autosave | null = null;
let openOther: (id: string) => void = () => undefined;

/// Opening projects stands on saving, not the other way round: the start hands it in.
export function onOpenOther(open: (id: string) => void): void {
  openOther = open;
}

/// The autosave, made on first use.
export function saving(): Autosave {
  if (autosave === null) {
    const { storage, local, page, now, later, tab, others } = services();
    autosave = new Autosave({
      storage, journal: local, page, now, later,
      onState: (state) => projectStore.setState({ saving: state }),
      onCopy: (copy, original) => {
        const { name } = projectStore.getState().project;
        projectStore.setState({ project: copy });
        tab.show(copy.id);
        tell(`“${name}” was changed in another tab too. Both are kept: this tab goes on in “${copy.name}”.`, { action: { label: 'Show the other', run: () => openOther(original) } });
      },
      onSaved: ({ id }) => {
        others.tell(id);
        void refreshEntries();
      },
    });
  }
  return autosave;
}

/// Shows a project: editor tabs, command box, autosave. `kept` is null for a new one.
export function show(project: Project, kept: Kept | null, origin: ProjectContent | null, arrival: Arrival | null = null): void {
  projectStore.setState({ project, origin, arrival, written: new Set() });
  tabsStore.setState({ ...tabsFor(project.files, project.command), goTo: null, mark: null });
  commandStore.setState({ text: project.command });
  services().tab.show(project.id);
  saving().open(project, kept, origin === null ? null : toStored(projectOf(origin)));
}

/// The open project becomes `project`, its next version.
export function update(project: Project): void {
  projectStore.setState({ project });
  tabsStore.setState((state) => tabsAfter(state, project.files));
  saving().changed(project);
}

export function updateFiles(files: ProjectFiles): void {
  update(changed(projectStore.getState().project, { files }));
}

export async function refreshEntries(): Promise<void> {
  try {
    const entries = [...(await services().storage.list())].sort((one, other) => other.savedAt - one.savedAt);
    projectStore.setState({ entries });
  } catch {
    // The menu keeps its last list; the save itself tells that storage fails.
  }
}
