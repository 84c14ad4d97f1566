export { FilesPane, takeFiles } from './files-pane';
