/// What valibot found, in words for a person.

import * as v from 'valibot';

/// The first issue as the end of a sentence, without its full stop: `files.0 must be bytes`, `command is missing`.
export function reasonOf(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const [issue] = issues;
  const path = v.getDotPath(issue);
  if (!/^Invalid (type|key|length|value)/.test(issue.message)) return issue.message;
  const where = path === null ? 'it' : JSON.stringify(path);
  if (issue.message.startsWith('Invalid key') && issue.expected === 'never') return `${where} is not known here`;
  if (issue.received === 'undefined') return `${where} is missing`;
  return `${where} must be ${issue.expected ?? 'of another kind'}, not ${issue.received}`;
}
