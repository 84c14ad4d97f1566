export * from './world';
export * from './output';
export * from './trace';
export * from './calls';
export * from './errors';
export * from './datatypes';
export * from './messages';
export * from './variables';
