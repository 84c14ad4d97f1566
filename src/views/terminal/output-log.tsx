/// The log itself: one element that the model is drawn into, outside React, once a frame.

import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { commands, type OutputModel, type PageState } from '../../state';
import { byRankDrawing } from './by-rank-drawing';
import { LogView } from './log-view';
import { mergedDrawing } from './merged-drawing';

/// Milliseconds left to the rest of the page for each one that drawing took: a flood must not take the frames from anyone.
const REST = 3;
/// Milliseconds between two tellings of how many lines were dropped.
const TELLING = 200;

/// Pixels from the end within which the log keeps following it.
const NEAR_END = 40;

export interface OutputLogProps {
  readonly model: OutputModel;
  readonly view: PageState['outputView'];
  /// Told when lines were dropped at the head, and when anything was drawn.
  onDrawn(dropped: number, empty: boolean): void;
}

export function OutputLog({ model, view, onDrawn }: OutputLogProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const box = scroller.current;
    const element = root.current;
    if (box === null || element === null) return undefined;
    const isProjectFile = (path: string): boolean => commands.projectPath(path) !== null;
    element.replaceChildren();
    const drawing = view === 'merged' ? mergedDrawing(element, isProjectFile) : byRankDrawing(element, isProjectFile);
    const log = new LogView(model, drawing);
    let asked = 0;
    let following = true;
    let prompts = model.prompts;
    const onScroll = (): void => {
      following = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
    };
    let restUntil = 0;
    let toldAt = -Infinity;
    const frame = (): void => {
      asked = 0;
      const begin = performance.now();
      if (begin < restUntil) return ask();
      const more = log.frame();
      if (model.prompts !== prompts) following = true;
      prompts = model.prompts;
      if (following) box.scrollTop = box.scrollHeight;
      if (begin - toldAt > TELLING || !more) {
        toldAt = begin;
        onDrawn(model.dropped, model.lines === 0);
      }
      const end = performance.now();
      restUntil = end + (end - begin) * REST;
      if (more) ask();
    };
    const ask = (): void => {
      if (asked === 0) asked = requestAnimationFrame(frame);
    };
    const unsubscribe = model.subscribe(ask);
    // The pane grows and shrinks; the end stays in sight.
    const resized = new ResizeObserver(() => {
      if (following) box.scrollTop = box.scrollHeight;
    });
    resized.observe(box);
    box.addEventListener('scroll', onScroll, { passive: true });
    ask();
    return () => {
      unsubscribe();
      resized.disconnect();
      box.removeEventListener('scroll', onScroll);
      cancelAnimationFrame(asked);
    };
  }, [model, view, onDrawn]);

  const openPlace = (event: MouseEvent | KeyboardEvent): void => {
    const place = event.target instanceof Element ? event.target.closest<HTMLElement>('.cw-place') : null;
    if (place === null) return;
    event.preventDefault();
    commands.openLine(place.dataset['file'] ?? '', Number(place.dataset['line']));
  };

  return (
    <div
      className={`cw-log cw-log-${view}`} ref={scroller} role="log" aria-label="Output" tabIndex={0}
      onClick={openPlace}
      onKeyDown={(event) => {
        if (event.key === 'Enter') openPlace(event);
      }}
    >
      <div ref={root} />
    </div>
  );
}
