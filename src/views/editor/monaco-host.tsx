/// The one Monaco editor of the page. Loaded lazily: everything it imports stays out of the first script.

import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { commands, pageStore, projectStore, tabsStore } from '../../state';
import { resolvedTheme } from '../theme';
import { EditorModels } from './editor-models';
import { monaco } from './monaco';
import './mpi4py-help';
import { RankGutter } from './rank-gutter';

const mac = navigator.userAgent.includes('Mac');

const FONT_SIZE = { normal: 14, big: 22 };

monaco.editor.defineTheme('commworld-light', {
  base: 'vs', inherit: true,
  rules: [{ token: 'comment', foreground: '5b6675', fontStyle: 'italic' }, { token: 'keyword', foreground: '0f4fb0' }, { token: 'string', foreground: '8a3412' }, { token: 'number', foreground: '0c6b4b' }],
  colors: { 'editor.background': '#ffffff', 'editor.foreground': '#1a212c', 'editorLineNumber.foreground': '#667080', 'editorLineNumber.activeForeground': '#1a212c', 'editor.lineHighlightBackground': '#f3f6fa', 'editor.lineHighlightBorder': '#00000000' },
});
monaco.editor.defineTheme('commworld-dark', {
  base: 'vs-dark', inherit: true,
  rules: [{ token: 'comment', foreground: '8c9aae', fontStyle: 'italic' }, { token: 'keyword', foreground: '8ab8ff' }, { token: 'string', foreground: 'f0a97f' }, { token: 'number', foreground: '7fd6ad' }],
  colors: { 'editor.background': '#14181f', 'editor.foreground': '#e3e8ef', 'editorLineNumber.foreground': '#7a869a', 'editorLineNumber.activeForeground': '#e3e8ef', 'editor.lineHighlightBackground': '#1a1f28', 'editor.lineHighlightBorder': '#00000000' },
});

monaco.editor.defineTheme('commworld-contrast', {
  base: 'hc-black', inherit: true,
  rules: [{ token: 'comment', foreground: 'c3ccd8', fontStyle: 'italic' }, { token: 'keyword', foreground: '9ccaff' }, { token: 'string', foreground: 'ffc49c' }, { token: 'number', foreground: '9cf0c8' }],
  colors: { 'editor.background': '#000000', 'editor.foreground': '#ffffff', 'editorLineNumber.foreground': '#c3ccd8', 'editorLineNumber.activeForeground': '#ffffff' },
});

/// The editor that keys go to; there is one in the page.
let typedInto: monaco.editor.IStandaloneCodeEditor | null = null;

// Monaco takes text that comes at once (dictation, a password manager's fill, a driver) for fast typing and indents every line of
// it again, which changes a Python program. More than a character at once is text to keep as it is, like a paste.
monaco.editor.registerCommand('type', (_accessor: unknown, payload: unknown) => {
  const text: unknown = typeof payload === 'object' && payload !== null ? Reflect.get(payload, 'text') : null;
  if (typeof text !== 'string') return;
  const whole = text.length > 2 || (text.length === 2 && text.includes('\n'));
  typedInto?.trigger('keyboard', whole ? 'paste' : 'type', { text });
});

export interface MonacoHostProps {
  /// What the plain text box showed when it went: its focus and selection go over.
  readonly handOver: { readonly current: { readonly focused: boolean; readonly start: number; readonly end: number } };
  /// Where the cursor is, and whether Tab leaves the editor.
  onCursor(line: number, column: number): void;
  onTabLeaves(leaves: boolean): void;
}

export default function MonacoHost({ handOver, onCursor, onTabLeaves }: MonacoHostProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const strip = useRef<HTMLDivElement>(null);

  // A layout effect: the plain text box goes and Monaco comes within one frame, and no key falls between them.
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null || strip.current === null) return undefined;
    const { theme, bigType } = pageStore.getState();
    const themeName = (choice: typeof theme): string => `commworld-${resolvedTheme(choice)}`;
    const size = (big: boolean): number => (big ? FONT_SIZE.big : FONT_SIZE.normal);
    const editor = monaco.editor.create(element, {
      model: null,
      theme: themeName(theme),
      fontSize: size(bigType),
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--cw-mono'),
      automaticLayout: true,
      renderFinalNewline: 'on',
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      lineNumbersMinChars: 3,
      padding: { top: 8, bottom: 8 },
      fixedOverflowWidgets: true,
      overviewRulerLanes: 0,
      hideCursorInOverviewRuler: true,
      overviewRulerBorder: false,
      renderLineHighlightOnlyWhenFocus: true,
      // Enter is a new line, always; Tab takes a suggestion.
      acceptSuggestionOnEnter: 'off',
      acceptSuggestionOnCommitCharacter: false,
      quickSuggestions: { other: true, comments: false, strings: false },
      scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, alwaysConsumeMouseWheel: false },
      ariaLabel: 'Program text',
    });
    typedInto = editor;
    const models = new EditorModels();
    const gutter = new RankGutter(editor, strip.current);
    const views = new Map<monaco.editor.ITextModel, monaco.editor.ICodeEditorViewState | null>();
    let went = 0;

    const showActive = (): void => {
      const { active, goTo } = tabsStore.getState();
      const model = active === null ? null : models.model(active);
      const shown = editor.getModel();
      if (model !== shown) {
        if (shown !== null) views.set(shown, editor.saveViewState());
        editor.setModel(model);
        const view = model === null ? undefined : views.get(model);
        if (view) editor.restoreViewState(view);
        editor.updateOptions({ ariaLabel: active === null ? 'Program text' : `Program text of ${active}` });
      }
      if (goTo !== null && goTo.serial !== went && goTo.path === active && model !== null) {
        went = goTo.serial;
        const line = Math.min(Math.max(1, goTo.line), model.getLineCount());
        editor.setPosition({ lineNumber: line, column: model.getLineFirstNonWhitespaceColumn(line) || 1 });
        editor.revealLineInCenterIfOutsideViewport(line);
        flash(editor, line);
        if (goTo.focus) editor.focus();
      }
    };

    editor.addAction({ id: 'commworld.run', label: 'Run', keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter], contextMenuGroupId: 'navigation', run: () => commands.runCommand() });
    let leaves = false;
    // Monaco's own action of these keys tells nobody what it did.
    editor.addAction({
      id: 'commworld.tab-leaves', label: 'Let Tab leave the editor, or indent',
      keybindings: [mac ? monaco.KeyMod.WinCtrl | monaco.KeyMod.Shift | monaco.KeyCode.KeyM : monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyM],
      run: () => {
        leaves = !leaves;
        editor.updateOptions({ tabFocusMode: leaves });
        onTabLeaves(leaves);
      },
    });
    editor.onDidChangeCursorPosition(({ position }) => onCursor(position.lineNumber, position.column));
    const endings = [
      tabsStore.subscribe(() => {
        showActive();
        models.markAll();
      }),
      projectStore.subscribe(showActive),
      pageStore.subscribe((state) => {
        monaco.editor.setTheme(themeName(state.theme));
        editor.updateOptions({ fontSize: size(state.bigType) });
      }),
    ];
    const system = matchMedia('(prefers-color-scheme: dark)');
    const onSystem = (): void => monaco.editor.setTheme(themeName(pageStore.getState().theme));
    system.addEventListener('change', onSystem);
    showActive();
    models.markAll();
    const model = editor.getModel();
    const { focused, start, end } = handOver.current;
    if (focused && model !== null) {
      const from = model.getPositionAt(start);
      const to = model.getPositionAt(end);
      editor.setSelection(monaco.Selection.fromPositions(from, to));
      editor.focus();
    }
    return () => {
      for (const ending of endings) ending();
      system.removeEventListener('change', onSystem);
      if (typedInto === editor) typedInto = null;
      gutter.dispose();
      editor.dispose();
      models.dispose();
    };
  }, [handOver, onCursor, onTabLeaves]);

  return (
    <div className="cw-monaco-row">
      <div className="cw-rank-gutter" ref={strip} role="group" aria-label="Where the ranks are" hidden />
      <div className="cw-monaco" ref={host} />
    </div>
  );
}

/// Marks a line for a moment, so that the eye finds it.
function flash(editor: monaco.editor.IStandaloneCodeEditor, line: number): void {
  const marks = editor.createDecorationsCollection([{ range: new monaco.Range(line, 1, line, 1), options: { isWholeLine: true, className: 'cw-flash' } }]);
  setTimeout(() => marks.clear(), 1800);
}
