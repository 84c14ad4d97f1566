export { LessonPane as default, type LessonPaneProps } from './LessonPane';
