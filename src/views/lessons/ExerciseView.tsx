/// The exercise of a lesson: task, check, hints one after another, the solution after a try.

import type { ReactNode } from 'react';
import { type CheckState, type Exercise, type LessonProgress, maySeeSolution } from '../../lessons';
import type { ProjectFiles } from '../../project';
import { CheckResult } from './CheckResult';
import { Markdown, MarkdownLine } from './markdown/Markdown';
import { Program } from './Program';

export interface ExerciseViewProps {
  readonly exercise: Exercise;
  readonly progress: LessonProgress;
  readonly check: CheckState;
  onReset(): void;
  onCheck(): void;
  onStopCheck(): void;
  /// `count` hints shall be open.
  onHint(count: number): void;
  onShowSolution(): void;
  onLoadProgram(files: ProjectFiles, command: string): void;
}

export function ExerciseView({ exercise, progress, check, onReset, onCheck, onStopCheck, onHint, onShowSolution, onLoadProgram }: ExerciseViewProps): ReactNode {
  const running = check.kind === 'running';
  const open = Math.min(progress.hints, exercise.hints.length);
  const [program = ''] = exercise.starter.keys();
  return (
    <section className="cw-lesson-exercise" aria-labelledby="cw-lesson-exercise-title">
      <h3 id="cw-lesson-exercise-title">Exercise{progress.passedAt !== null && <span className="cw-lesson-solved">solved</span>}</h3>
      <Markdown text={exercise.text} under={3} />
      <div className="cw-lesson-actions">
        <button type="button" className="cw-button" onClick={onReset}>{progress.attempts === 0 ? 'Open the exercise' : 'Start over'}</button>
        {running
          ? <button type="button" className="cw-button" onClick={onStopCheck}>Stop the check</button>
          : <button type="button" className="cw-button cw-primary" onClick={onCheck}>Check</button>}
      </div>
      <CheckResult check={check} />
      {open > 0 && (
        <ol className="cw-lesson-hints" aria-label="Hints">
          {exercise.hints.slice(0, open).map((hint, at) => <li key={at}><MarkdownLine text={hint} /></li>)}
        </ol>
      )}
      <div className="cw-lesson-actions">
        {open < exercise.hints.length && <button type="button" className="cw-button" onClick={() => onHint(open + 1)}>{`Hint ${open + 1} of ${exercise.hints.length}`}</button>}
        {!progress.solutionSeen && (
          maySeeSolution(progress, exercise.hints.length)
            ? <button type="button" className="cw-button" onClick={onShowSolution}>Show a solution</button>
            : <span className="cw-lesson-muted">A solution is shown after a check, when all hints are open.</span>
        )}
      </div>
      {progress.solutionSeen && (
        <>
          <h4>A solution</h4>
          <Program name={program} files={exercise.solution} command={exercise.command} onOpen={() => onLoadProgram(exercise.solution, exercise.command)} />
        </>
      )}
    </section>
  );
}
