export { Recording, MAX_RECORDS, MAX_PRINTS } from './recording';
export type { OpenCall, RecordingStart } from './recording';
