export { EditorPane } from './editor-pane';
export { askRename } from './file-tabs';
