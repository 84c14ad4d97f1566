/// Course content as the page holds it, after `loadCourse` has checked it.

import type { RunSettings } from '../mpiexec/launcher';
import type { ProjectFiles } from '../project';
import type { Verdict } from './check/judge';
import type { Check } from './check/rules';

export interface Course {
  readonly title: string;
  readonly lessons: readonly Lesson[];
}

export interface Lesson {
  /// The folder's name, such as `01-many-processes`; progress and links refer to it.
  readonly id: string;
  readonly title: string;
  /// One sentence for the list of lessons.
  readonly summary: string;
  /// Markdown. Not to be trusted: it may have come from a stranger.
  readonly text: string;
  /// Programs the text shows, in its order.
  readonly programs: readonly LessonProgram[];
  readonly exercise: Exercise | null;
}

/// A program that opens in the editor. The text shows it by an empty code block that names it: ```` ```python hello.py ````.
export interface LessonProgram {
  readonly name: string;
  readonly files: ProjectFiles;
  readonly command: string;
}

export interface Exercise {
  /// Markdown: the task.
  readonly text: string;
  /// What the editor opens with, and how it is launched.
  readonly starter: ProjectFiles;
  readonly command: string;
  readonly settings: RunSettings;
  readonly solution: ProjectFiles;
  /// Markdown, from a nudge to nearly the answer; shown one after another.
  readonly hints: readonly string[];
  /// Looked through in order; the first that is recognised speaks.
  readonly mistakes: readonly Mistake[];
  readonly checks: readonly Check[];
  /// How long one run may take.
  readonly seconds: number;
}

/// A known wrong program, and the sentence its author should read.
export interface Mistake {
  readonly name: string;
  /// Its program, a path within the lesson's folder.
  readonly file: string;
  /// Markdown.
  readonly message: string;
  readonly recognise: Recognition;
}

/// All of it must hold for the run that failed.
export interface Recognition {
  /// null for any.
  readonly verdict: Verdict | null;
  /// Regular expression sought in what the run wrote to stdout and stderr; empty for any.
  readonly output: string;
  /// Regular expression sought in the program, comment lines left out; empty for any.
  readonly source: string;
}
