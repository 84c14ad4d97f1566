/// The lesson pane, connected: it shows the lesson store and acts by commands.

import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { commands, lessonStore } from '../../state';

const LessonPane = lazy(() => import('../lessons'));

export function Lessons(): ReactNode {
  const { lessons, problem, current, progress, check } = useStore(lessonStore);
  useEffect(() => {
    void commands.loadLessons();
  }, []);
  return (
    <Suspense fallback={<section aria-label="Lessons" />}>
      <LessonPane
        lessons={lessons} problem={problem} current={current === '' ? null : current} progress={progress} check={check}
        onSelect={commands.selectLesson}
        onLoadProgram={(files, command) => void commands.loadProgram(files, command)}
        onReset={() => void commands.resetExercise()}
        onCheck={() => void commands.checkExercise()}
        onStopCheck={commands.stopCheck}
        onHint={(count) => void commands.openHints(count)}
        onShowSolution={() => void commands.showSolution()}
      />
    </Suspense>
  );
}
