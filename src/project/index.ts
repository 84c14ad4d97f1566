export { type ProjectFile, fileOf, isText, sameFile, textOf } from './files';
export { MAX_PATH_LENGTH, refusedBeside, refusedPath } from './paths';
export {
  type Checked, type Project, type ProjectContent, type ProjectFiles,
  DEFAULT_SETTINGS, MAX_COMMAND_LENGTH, MAX_FILES, MAX_NAME_LENGTH, MAX_PROJECT_BYTES,
  changed, contentOf, launchFiles, projectOf, recordsVariables, starterContent, withFile, withRenamed, withoutFile,
} from './project';
export { type StoredProject, fromStored, settingsSchema, toStored } from './stored';
export { fromZip, toZip } from './archive';
export { type Decoded, decodeLink, encodeLink, isLink } from './link/link';
export { reasonOf } from './reason';
