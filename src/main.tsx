/// The page's beginning: services, what was open last, first paint; then Python in the background.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isolate } from './mpiexec/isolation';
import { browserServices, commands, connectServices, projectStore } from './state';
import { Shell } from './views/shell';
import './views/theme/theme.css';
import './views/shell/shell.css';
import './views/editor/editor.css';
import './views/terminal/terminal.css';
import './views/files/files.css';

async function start(): Promise<void> {
  // First, since it may load the page again: the address still holds its link then.
  const isolation = await isolate(new URL('isolation.js', document.baseURI));
  if (isolation.kind === 'reloading') return;
  const { services, keeps } = await browserServices(async () => (await import('./mpiexec/browser')).createLauncher());
  connectServices(services);
  await commands.startPage(location.hash);
  forgetLink();
  if (!keeps) commands.tellUnkept();
  if (isolation.kind === 'impossible') commands.tellProblem(isolation.sentence);

  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no element with the id root');
  createRoot(root).render(<StrictMode><Shell /></StrictMode>);

  addEventListener('pagehide', () => commands.leavePage());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') commands.leavePage();
  });
  addEventListener('beforeunload', (event) => {
    // Only where nothing is kept: elsewhere leaving loses nothing.
    if (projectStore.getState().saving.kind === 'failing') event.preventDefault();
  });
  addEventListener('hashchange', () => {
    void commands.openFragment(location.hash).then(forgetLink);
  });
  // Interpreters are loaded once the page stands.
  if (isolation.kind === 'isolated') requestAnimationFrame(() => setTimeout(() => void commands.prepareRanks(), 0));
}

/// The project a link made is kept here; with the link gone from the address, a reload shows that project and not another copy.
function forgetLink(): void {
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
}

void start();
