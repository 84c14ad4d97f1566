/// The lesson pane, connected: it shows the lesson store and acts by commands.

import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { commands, lessonStore } from '../../state';

const LessonPane = lazy(() => import('../lessons'));

export interface LessonsProps {
  /// Something was put into the editor: where the lessons lie over it, they may go.
  onWork?(): void;
}

export function Lessons({ onWork }: LessonsProps): ReactNode {
  const { lessons, problem, current, progress, check } = useStore(lessonStore);
  useEffect(() => {
    void commands.loadLessons();
  }, []);
  return (
    <Suspense fallback={<section aria-label="Lessons" />}>
      <LessonPane
        lessons={lessons} problem={problem} current={current === '' ? null : current} progress={progress} check={check}
        onSelect={commands.selectLesson}
        onLoadProgram={(files, command) => void commands.loadProgram(files, command).then(onWork)}
        onReset={() => void commands.resetExercise().then(onWork)}
        onCheck={() => void commands.checkExercise()}
        onStopCheck={commands.stopCheck}
        onHint={(count) => void commands.openHints(count)}
        onShowSolution={() => void commands.showSolution()}
      />
    </Suspense>
  );
}
