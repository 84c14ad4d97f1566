/// The strip beside the line numbers that shows where each rank is: in the ranks' colours, with their numbers. A click on a mark selects
/// that rank's event on the timeline.

import { chooseRank, commands, pageStore, positionStore, tabsStore } from '../../state';
import { rankColour, resolvedTheme } from '../theme';
import { monaco } from './monaco';
import { marksOf, movedPlaces, type RankMark } from './rank-marks';

export class RankGutter {
  readonly #endings: (() => void)[];
  readonly #lines: monaco.editor.IEditorDecorationsCollection;
  /// By label of a mark of several ranks: which of them was asked for last.
  readonly #turn = new Map<string, number>();
  #frame = 0;

  /// `strip` lies left of the editor's element and is as high; it takes no room until a rank was somewhere.
  constructor(private readonly editor: monaco.editor.IStandaloneCodeEditor, private readonly strip: HTMLElement) {
    this.#lines = editor.createDecorationsCollection();
    const later = (): void => {
      if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#show());
    };
    const listening = [editor.onDidScrollChange(later), editor.onDidLayoutChange(later), editor.onDidChangeModel(later), editor.onDidChangeModelContent(later), editor.onDidChangeHiddenAreas(later)];
    this.#endings = [...listening.map((each) => () => each.dispose()), positionStore.subscribe(later), pageStore.subscribe(later)];
    strip.addEventListener('keydown', onKey);
    this.#endings.push(() => strip.removeEventListener('keydown', onKey));
    later();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    for (const ending of this.#endings) ending();
    this.strip.replaceChildren();
  }

  #show(): void {
    this.#frame = 0;
    const { active } = tabsStore.getState();
    const model = this.editor.getModel();
    const here = (path: string): boolean => commands.projectPath(path) === active;
    const places = model === null ? [] : movedPlaces(positionStore.getState().places, here, model.getLineCount(), (line) => model.getLineContent(line));
    const marked = marksOf(places);
    if (marked.length > 0) this.strip.hidden = false;
    const scroll = this.editor.getScrollTop();
    const height = this.editor.getLayoutInfo().height;
    const lineHeight = this.editor.getOption(monaco.editor.EditorOption.lineHeight);
    const focused = document.activeElement instanceof HTMLElement && this.strip.contains(document.activeElement) ? document.activeElement.dataset['ranks'] : undefined;
    const rows = marked.flatMap(({ line, marks }) => {
      const top = this.editor.getTopForLineNumber(line) - scroll;
      if (top + lineHeight < 0 || top > height) return [];
      const row = document.createElement('div');
      row.className = 'cw-rank-row';
      row.style.top = `${top}px`;
      row.style.height = `${lineHeight}px`;
      row.append(...marks.map((mark) => this.#button(mark)));
      return [row];
    });
    this.strip.replaceChildren(...rows);
    const buttons = [...this.strip.querySelectorAll('button')];
    const keep = buttons.find((button) => button.dataset['ranks'] === focused);
    (keep ?? buttons[0])?.setAttribute('tabindex', '0');
    if (keep !== undefined && focused !== undefined) keep.focus();
    this.#lines.set(marked.map(({ line }) => ({ range: new monaco.Range(line, 1, line, 1), options: { isWholeLine: true, className: 'cw-rank-line' } })));
  }

  #button(mark: RankMark): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.tabIndex = -1;
    button.className = 'cw-rank-mark';
    button.dataset['doing'] = mark.doing;
    button.dataset['ranks'] = mark.ranks.join();
    button.textContent = mark.text;
    button.title = mark.label;
    button.setAttribute('aria-label', mark.label);
    if (mark.ranks.length === 1) button.style.setProperty('--rank', rankColour(mark.ranks[0]!, resolvedTheme(pageStore.getState().theme)));
    button.addEventListener('click', () => {
      // Of several ranks, one after the other.
      const key = mark.ranks.join();
      const turn = (this.#turn.get(key) ?? -1) + 1;
      this.#turn.set(key, turn);
      chooseRank(mark.ranks[turn % mark.ranks.length]!);
    });
    return button;
  }
}

/// Arrows go from mark to mark; Tab leaves.
function onKey(event: KeyboardEvent): void {
  const move = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (move === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = buttons[(at + move + buttons.length) % buttons.length];
  if (next === undefined) return;
  event.preventDefault();
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}
