/// One Monaco model a file of the open project, kept in step both ways: what is typed goes to the project, what ranks, other
/// tabs or Reset write comes into the model as an edit that can be undone.

import { type ProjectFile, isText, textOf } from '../../project';
import { commands, projectStore, tabsStore } from '../../state';
import { monaco } from './monaco';

type Model = monaco.editor.ITextModel;

interface Held {
  readonly model: Model;
  /// The project's file that the model shows.
  file: ProjectFile;
}

export class EditorModels {
  readonly #held = new Map<string, Held>();
  #project = '';
  /// The model is being written to from the project.
  #writing = false;
  readonly #unsubscribe: () => void;

  constructor() {
    this.#unsubscribe = projectStore.subscribe(() => this.#follow());
  }

  /// The model of a file; null when there is no such text.
  model(path: string): Model | null {
    const { project } = projectStore.getState();
    if (project.id !== this.#project) this.#follow();
    const held = this.#held.get(path);
    if (held !== undefined) return held.model;
    const file = project.files.get(path);
    if (file === undefined || !isText(file)) return null;
    const language = path.endsWith('.py') ? 'python' : 'plaintext';
    const model = monaco.editor.createModel(textOf(file), language, monaco.Uri.from({ scheme: 'project', authority: project.id, path: `/${path}` }));
    model.updateOptions({ tabSize: 4, insertSpaces: true });
    model.detectIndentation(true, 4);
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    const fresh: Held = { model, file };
    this.#held.set(path, fresh);
    model.onDidChangeContent(() => {
      if (this.#writing) return;
      commands.editFile(path, model.getValue());
      fresh.file = projectStore.getState().project.files.get(path) ?? fresh.file;
    });
    this.markAll();
    return model;
  }

  /// Underlines the SyntaxError of the last run.
  markAll(): void {
    const { mark } = tabsStore.getState();
    for (const [path, { model }] of this.#held) {
      const markers = mark === null || mark.file !== path ? [] : [{
        severity: monaco.MarkerSeverity.Error,
        message: `SyntaxError: ${mark.message}`,
        startLineNumber: mark.line,
        startColumn: mark.column,
        endLineNumber: Math.max(mark.line, mark.endLine),
        endColumn: mark.endLine === mark.line ? Math.max(mark.column + 1, mark.endColumn) : Math.max(1, mark.endColumn),
      }];
      monaco.editor.setModelMarkers(model, 'python', markers);
    }
  }

  dispose(): void {
    this.#unsubscribe();
    this.#clear();
  }

  #follow(): void {
    const { project } = projectStore.getState();
    if (project.id !== this.#project) {
      this.#clear();
      this.#project = project.id;
    }
    for (const [path, held] of this.#held) {
      const file = project.files.get(path);
      if (file === undefined) {
        held.model.dispose();
        this.#held.delete(path);
      } else if (file !== held.file && !this.#writing) {
        held.file = file;
        const text = textOf(file);
        if (text !== held.model.getValue()) this.#write(held.model, text);
      }
    }
  }

  #write(model: Model, text: string): void {
    this.#writing = true;
    model.pushStackElement();
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
    model.pushStackElement();
    this.#writing = false;
  }

  #clear(): void {
    for (const { model } of this.#held.values()) model.dispose();
    this.#held.clear();
  }
}
