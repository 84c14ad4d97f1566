import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UNKNOWN_RUN } from '../file';
import { strangeRun } from '../testing/strange-run';
import { chromeTrace, eventsCsv, messagesCsv, shivizLog } from '.';

test('records that no engine writes come out as files that can be read', () => {
  fc.assert(fc.property(fc.boolean().chain(strangeRun), (recording) => {
    const { traceEvents } = JSON.parse([...chromeTrace(recording, UNKNOWN_RUN)].join('')) as { traceEvents: { ph: string; ts?: number; dur?: number }[] };
    for (const { ph, ts, dur } of traceEvents) {
      if (ph !== 'M') expect(Number.isFinite(ts)).toBe(true);
      if (ph === 'X') expect(dur).toBeGreaterThan(0);
    }
    for (const table of [eventsCsv(recording), messagesCsv(recording)]) expect([...table].join('')).not.toMatch(/NaN|-?Infinity|undefined/u);
    expect([...shivizLog(recording)].join('')).not.toMatch(/NaN|undefined/u);
  }), { numRuns: 200 });
});
