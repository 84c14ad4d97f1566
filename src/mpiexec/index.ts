export { LaunchError } from './launcher';
export type { LaunchRequest, Launcher, Notice, Preparation, RankNow, Run, RunEvents, RunResult, RunSettings } from './launcher';
export { parseCommand, type LaunchCommand } from './command';
export { splitWords } from './words';
