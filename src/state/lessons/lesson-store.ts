/// The course, the open lesson, and how far the person has come.

import { createStore } from 'zustand/vanilla';
import type { CheckState, Lesson, Progress } from '../../lessons';

export interface LessonState {
  /// null until the course is loaded.
  readonly lessons: readonly Lesson[] | null;
  /// Why the course could not be loaded.
  readonly problem: string | null;
  /// Id of the open lesson; null is the list.
  readonly current: string | null;
  readonly progress: Progress;
  readonly check: CheckState;
}

export const lessonStore = createStore<LessonState>(() => ({ lessons: null, problem: null, current: null, progress: {}, check: { kind: 'none' } }));
