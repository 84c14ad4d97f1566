/// The page: header, command line, and the panes between movable borders.

import { type ReactNode, useEffect, useLayoutEffect, useState } from 'react';
import { Group, type Layout, Panel, Separator } from 'react-resizable-panels';
import { useStore } from 'zustand';
import { commands, pageStore } from '../../state';
import { EditorPane } from '../editor';
import { takeFiles } from '../files';
import { Ask, applyTheme, useTheme } from '../theme';
import { ArrivalBanner } from './arrival-banner';
import { Dialogs } from './dialogs';
import { Header } from './header';
import { LaunchBar } from './launch-bar';
import { Lessons } from './lessons-panel';
import { Messages } from './messages';
import { SidePane } from './side-pane';
import { Timeline } from './timeline-panel';

/// Under this width, in rem, panes stand one below the other.
const NARROW = '(max-width: 52rem)';

const closeLessons = (): void => commands.setPage({ lessonsOpen: false });

export function Shell(): ReactNode {
  const choice = useStore(pageStore, (state) => state.theme);
  const bigType = useStore(pageStore, (state) => state.bigType);
  const lessonsOpen = useStore(pageStore, (state) => state.lessonsOpen);
  const theme = useTheme(choice);
  const narrow = useMedia(NARROW);

  useLayoutEffect(() => applyTheme(theme, bigType), [theme, bigType]);

  useEffect(() => {
    // On a small screen the lessons lie over the work: they come when asked for.
    if (narrow) commands.setPage({ lessonsOpen: false });
  }, [narrow]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      commands.runCommand();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  useEffect(() => {
    // A file dropped anywhere is meant for the program, a trace for the timeline; the browser would leave the page for it.
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const onDragOver = (event: DragEvent): void => {
      if (hasFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent): void => {
      if (!hasFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      const dropped = [...(event.dataTransfer?.files ?? [])];
      const [trace] = dropped.filter(({ name }) => name.endsWith(commands.TRACE_ENDING));
      if (trace === undefined) void takeFiles(dropped);
      else void commands.openTrace(trace, trace.name);
    };
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('drop', onDrop);
    };
  }, []);

  const work = narrow
    ? (
      <SavedGroup id="narrow" orientation="vertical">
        <Panel id="editor" minSize="15%" defaultSize="34%"><div className="cw-pane"><EditorPane /></div></Panel>
        <Separator className="cw-border" aria-label="Border of editor and output" />
        <Panel id="side" minSize="15%" defaultSize="33%"><div className="cw-pane"><SidePane /></div></Panel>
        <Separator className="cw-border" aria-label="Border of output and timeline" />
        <Panel id="timeline" minSize="12%" defaultSize="33%"><div className="cw-pane"><Timeline /></div></Panel>
      </SavedGroup>
    ) : (
      <SavedGroup id="rows" orientation="vertical">
        <Panel id="top" minSize="20%" defaultSize="54%">
          <SavedGroup id="top" orientation="horizontal">
            <Panel id="editor" minSize="20%" defaultSize="56%"><div className="cw-pane"><EditorPane /></div></Panel>
            <Separator className="cw-border" aria-label="Border of editor and output" />
            <Panel id="side" minSize="20%" defaultSize="44%"><div className="cw-pane"><SidePane /></div></Panel>
          </SavedGroup>
        </Panel>
        <Separator className="cw-border" aria-label="Border of the timeline" />
        <Panel id="timeline" minSize="12%" defaultSize="46%"><div className="cw-pane"><Timeline /></div></Panel>
      </SavedGroup>
    );

  return (
    <div className="cw-page">
      <Header />
      <LaunchBar />
      <ArrivalBanner />
      <main className="cw-main">
        {narrow ? work : (
          // The lessons come and go beside the work, which stays where it is in the tree: the editor keeps its cursor and undo.
          <SavedGroup id={lessonsOpen ? 'columns' : 'one column'} orientation="horizontal">
            {lessonsOpen && <Panel key="lessons" id="lessons" minSize="14rem" maxSize="50%" defaultSize={window.innerWidth >= 1500 ? '26rem' : '19rem'} groupResizeBehavior="preserve-pixel-size"><div className="cw-pane cw-lessons"><Lessons /></div></Panel>}
            {lessonsOpen && <Separator key="border" className="cw-border" aria-label="Border of the lessons" />}
            <Panel key="work" id="work" minSize="40%">{work}</Panel>
          </SavedGroup>
        )}
        {narrow && lessonsOpen && <div className="cw-drawer cw-lessons"><Lessons onWork={closeLessons} /></div>}
      </main>
      <Dialogs />
      <Ask />
      <Messages />
    </div>
  );
}

interface SavedGroupProps {
  readonly id: string;
  readonly orientation: 'horizontal' | 'vertical';
  readonly children: ReactNode;
}

/// A group whose sizes are those of the last visit. They are kept by `id`, which may change while the group stays.
function SavedGroup({ id, orientation, children }: SavedGroupProps): ReactNode {
  const [sizes] = useState(() => pageStore.getState().sizes[id]);
  const save = (layout: Layout): void => pageStore.setState(({ sizes: all }) => ({ sizes: { ...all, [id]: layout } }));
  return (
    <Group className="cw-group" orientation={orientation} {...(sizes === undefined ? {} : { defaultLayout: { ...sizes } })} onLayoutChanged={save}>
      {children}
    </Group>
  );
}

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const changed = (): void => setMatches(list.matches);
    list.addEventListener('change', changed);
    return () => list.removeEventListener('change', changed);
  }, [query]);
  return matches;
}
