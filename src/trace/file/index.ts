export { readTrace, type OpenedTrace, type ReadTrace } from './read';
export { writeTrace, UNKNOWN_RUN, type RunAbout } from './write';
export { headerSchema, TRACE_VERSION } from './header';
