/// Forms that were written long ago are brought up to date step by step, each step from one format to the next.

import type { Checked } from './project';

/// `steps[i]` turns format i + 1 into format i + 2; there are `current - 1` of them. `what` names the thing in the sentence.
export function upgraded(value: unknown, what: string, current: number, steps: readonly ((older: unknown) => unknown)[]): Checked<unknown> {
  const format: unknown = typeof value === 'object' && value !== null && Object.hasOwn(value, 'format') ? Reflect.get(value, 'format') : undefined;
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1) {
    return { ok: false, sentence: `This is not a ${what} of Commworld: it names no format.` };
  }
  if (format > current) {
    return { ok: false, sentence: `This ${what} has format ${format}, but this page knows formats up to ${current}; reload the page to get its newest version.` };
  }
  let result = value;
  try {
    for (const step of steps.slice(format - 1)) result = step(result);
  } catch {
    return { ok: false, sentence: `This ${what} of format ${format} is damaged: it could not be brought up to date.` };
  }
  return { ok: true, value: result };
}
