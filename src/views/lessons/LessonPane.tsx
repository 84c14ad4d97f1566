/// The lessons beside the editor. Shows what it is given; all effects are its props.

import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { type CheckState, type Lesson, type Progress, progressOf } from '../../lessons';
import type { ProjectFiles } from '../../project';
import { ExerciseView } from './ExerciseView';
import { Markdown } from './markdown/Markdown';
import { Program } from './Program';
import './lessons.css';

export interface LessonPaneProps {
  /// null while they are being loaded.
  readonly lessons: readonly Lesson[] | null;
  /// Why they could not be loaded, as a sentence; null when they could, or may yet.
  readonly problem?: string | null;
  /// Id of the open lesson; null for the list.
  readonly current: string | null;
  readonly progress: Progress;
  /// Of the open lesson's exercise.
  readonly check: CheckState;
  onSelect(id: string | null): void;
  /// Put a program of the lesson, or the solution, into the editor.
  onLoadProgram(files: ProjectFiles, command: string): void;
  /// Put the exercise's starter into the editor: the first time, or to begin again.
  onReset(): void;
  onCheck(): void;
  onStopCheck(): void;
  /// `count` hints of the open lesson shall be open.
  onHint(count: number): void;
  onShowSolution(): void;
}

export function LessonPane({ onSelect, ...rest }: LessonPaneProps): ReactNode {
  // The button that was pressed is gone with the former page; reading goes on at the new one's title. When the page itself
  // has just been opened, focus stays where it is.
  const moved = useRef(false);
  const props: PageProps = {
    ...rest,
    moved,
    onSelect(id) {
      moved.current = true;
      onSelect(id);
    },
  };
  const { lessons, problem = null, current } = props;
  const at = lessons?.findIndex(({ id }) => id === current) ?? -1;
  const lesson = lessons?.[at];
  return (
    <section className="cw-lesson-pane" aria-label="Lessons">
      {lessons === null
        ? <p className={problem === null ? 'cw-lesson-muted' : 'cw-lesson-failed'} role="status">{problem ?? 'Loading the lessons…'}</p>
        : lesson === undefined ? <LessonList {...props} lessons={lessons} /> : <LessonPage key={lesson.id} {...props} lessons={lessons} lesson={lesson} at={at} />}
    </section>
  );
}

interface PageProps extends LessonPaneProps {
  readonly moved: RefObject<boolean>;
}

function useFocusedTitle(moved: RefObject<boolean>): RefObject<HTMLHeadingElement | null> {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (moved.current) title.current?.focus();
    moved.current = false;
  }, [moved]);
  return title;
}

function LessonList({ lessons, progress, current, moved, onSelect }: PageProps & { readonly lessons: readonly Lesson[] }): ReactNode {
  const title = useFocusedTitle(moved);
  return (
    <nav aria-label="List of lessons">
      <h2 ref={title} tabIndex={-1}>Lessons</h2>
      {current !== null && <p className="cw-lesson-failed">There is no lesson {JSON.stringify(current.slice(0, 60))} in this course.</p>}
      <ol className="cw-lesson-list">
        {lessons.map(({ id, title, summary }) => (
          <li key={id}>
            <button type="button" onClick={() => onSelect(id)}>
              <span className="cw-lesson-title">{title}{progressOf(progress, id).passedAt !== null && <span className="cw-lesson-solved">solved</span>}</span>
              <span className="cw-lesson-muted">{summary}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface LessonPageProps extends PageProps {
  readonly lessons: readonly Lesson[];
  readonly lesson: Lesson;
  readonly at: number;
}

function LessonPage(props: LessonPageProps): ReactNode {
  const { lessons, lesson, at, progress, check, onSelect, onLoadProgram } = props;
  const title = useFocusedTitle(props.moved);
  const before = lessons[at - 1];
  const after = lessons[at + 1];
  return (
    <article>
      <div className="cw-lesson-bar">
        <button type="button" className="cw-button cw-plain" onClick={() => onSelect(null)}>‹ All lessons</button>
        <span className="cw-lesson-muted">{at + 1} of {lessons.length}</span>
      </div>
      <h2 ref={title} tabIndex={-1}>{lesson.title}</h2>
      <Markdown text={lesson.text} under={2} program={(name) => {
        const program = lesson.programs.find((one) => one.name === name);
        return program === undefined ? null : <Program {...program} onOpen={() => onLoadProgram(program.files, program.command)} />;
      }} />
      {lesson.exercise !== null && (
        <ExerciseView exercise={lesson.exercise} progress={progressOf(progress, lesson.id)} check={check} onReset={props.onReset} onCheck={props.onCheck}
          onStopCheck={props.onStopCheck} onHint={props.onHint} onShowSolution={props.onShowSolution} onLoadProgram={onLoadProgram} />
      )}
      <nav className="cw-lesson-bar" aria-label="Next and previous lesson">
        {before === undefined ? <span /> : <button type="button" className="cw-button cw-plain" onClick={() => onSelect(before.id)}>‹ {before.title}</button>}
        {after !== undefined && <button type="button" className="cw-button cw-plain" onClick={() => onSelect(after.id)}>{after.title} ›</button>}
      </nav>
    </article>
  );
}
