export type { Course, Exercise, Lesson, LessonProgram, Mistake } from './types';
export { type ReadCourseFile, CourseError, courseReader, loadCourse } from './load';
export { type CheckProgress, type CheckReport, type RunReport, checkAttempt } from './check/attempt';
export {
  type LessonProgress, type Progress,
  NO_PROGRESS, afterCheck, afterHint, afterSolution, maySeeSolution, parseProgress, progressOf,
} from './progress';
export { type CheckState, NOT_CHECKED } from './check-state';
