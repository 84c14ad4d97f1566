import { describe, expect, it } from 'vitest';
import { upgraded } from './upgrade';

const step = (to: number) => (older: unknown) => ({ format: to, log: [...((older as { log: number[] }).log), to] });

describe('upgrades', () => {
  it('take every step from the format found to the current one', () => {
    const steps = [step(2), step(3)];
    expect(upgraded({ format: 1, log: [] }, 'thing', 3, steps)).toEqual({ ok: true, value: { format: 3, log: [2, 3] } });
    expect(upgraded({ format: 2, log: [] }, 'thing', 3, steps)).toEqual({ ok: true, value: { format: 3, log: [3] } });
    expect(upgraded({ format: 3, log: [] }, 'thing', 3, steps)).toEqual({ ok: true, value: { format: 3, log: [] } });
  });

  it.each([[null], [1], [{}], [{ format: 'x' }], [{ format: 0 }], [{ format: 1.5 }], [Object.create({ format: 1 }) as unknown]])('refuse %j', (value) => {
    expect(upgraded(value, 'thing', 3, []).ok).toBe(false);
  });

  it('say when a step fails on what it finds', () => {
    expect(upgraded({ format: 1 }, 'thing', 2, [step(2)])).toEqual({ ok: false, sentence: 'This thing of format 1 is damaged: it could not be brought up to date.' });
  });
});
