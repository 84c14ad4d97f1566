/// Where the check of the open exercise stands; state holds it, the lesson pane shows it.

import type { CheckProgress, CheckReport } from './check/attempt';

export type CheckState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly progress: CheckProgress }
  | { readonly kind: 'done'; readonly report: CheckReport }
  /// The check itself could not be made; the sentence is for the student.
  | { readonly kind: 'failed'; readonly sentence: string };

export const NOT_CHECKED: CheckState = { kind: 'none' };
