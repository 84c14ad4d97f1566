export { chromeTrace } from './chrome';
export { shivizLog, SHIVIZ_EXPRESSION } from './shiviz';
export { eventsCsv, messagesCsv } from './csv';
