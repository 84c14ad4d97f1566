export { installWatch, type Engine } from './install';
export { namesOf } from './names';
export { resultMethods } from './result-methods';
