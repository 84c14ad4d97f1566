/// The page begins and ends.

import { projectOf } from '../../project';
import { keepHistory } from '../page/command-store';
import { tell } from '../page/message-store';
import { keepPage } from '../page/page-store';
import { projectStore } from '../project/project-store';
import { startContent } from '../project/start-project';
import { services } from '../services';
import { openFragment, openProject, recover, takeOver } from './projects';
import { onOpenOther, refreshEntries, saving, show } from './saving';

/// Brings back what was open, or the start project; then opens the link of `fragment`, if it is one. Never throws.
export async function startPage(fragment: string): Promise<void> {
  const { local, tab, others } = services();
  onOpenOther((id) => void openProject(id));
  keepPage(local);
  keepHistory(local);
  await recover();
  await refreshEntries();
  const wanted = [tab.project(), ...projectStore.getState().entries.map(({ id }) => id)];
  let opened = false;
  for (const id of wanted) {
    if (opened || id === null) continue;
    opened = await openProject(id);
  }
  if (!opened) {
    const content = startContent();
    // With a link there is something to see: the start project need not be kept.
    show(projectOf(content), null, content);
  }
  await openFragment(fragment);
  others.told((id) => void takeOver(id));
}

/// The page may be gone after this.
export function leavePage(): void {
  saving().leave();
}

/// The browser keeps nothing here; said once.
export function tellUnkept(): void {
  tell('The browser keeps nothing here (a private window, perhaps): download your work before you close the page.', { tone: 'problem' });
}

/// Says what keeps this page from running programs.
export function tellProblem(sentence: string): void {
  tell(sentence, { tone: 'problem' });
}
