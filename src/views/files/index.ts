export { FilesPane } from './files-pane';
