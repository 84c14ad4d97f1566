import { describe, expect, test } from 'vitest';
import { place } from '../../../trace';
import { pingPong } from '../../../trace/testing/scenarios';
import { commandOf, KEY_HELP } from './keys';
import { nextSpeed, SPEEDS } from './playback';

const pressed = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => commandOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe('keys', () => {
  test('arrows go along lanes, with Shift they move the cursor', () => {
    expect([pressed('ArrowLeft'), pressed('ArrowLeft', { shiftKey: true })]).toEqual(['left', 'scrub back']);
    expect([pressed('n'), pressed('N', { shiftKey: true })]).toEqual(['same on', 'same back']);
  });
  test('the browser keeps its own', () => {
    expect([pressed('f', { ctrlKey: true }), pressed('ArrowLeft', { altKey: true }), pressed('d', { metaKey: true }), pressed('F5'), pressed('Tab')]).toEqual([null, null, null, null, null]);
  });
  test('each command is told in the help, once, and has a key', () => {
    const told = KEY_HELP.flatMap(({ commands }) => commands);
    expect(new Set(told).size).toBe(told.length);
    const keys = [...'abcdefghijklmnopqrstuvwxyzN,.<>[]\\/?+- ', 'Home', 'End', 'Enter', 'Escape', 'PageUp', 'PageDown', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
    const bound = new Set([...keys.map((key) => pressed(key)), pressed('ArrowLeft', { shiftKey: true }), pressed('ArrowRight', { shiftKey: true })].filter((command) => command !== null));
    expect([...bound].sort()).toEqual([...told].sort());
  });
});

describe('speed by keys', () => {
  const axis = place(pingPong(10)).logical;
  test('goes through the list and stays at its ends', () => {
    expect(nextSpeed(axis, 1, 2, 1)).toBe(10);
    expect(nextSpeed(axis, 1, 2, -1)).toBe(0.1);
    expect(nextSpeed(axis, 1000, 2, 1)).toBe(1000);
    expect(nextSpeed(axis, 0.0001, 2, -1)).toBe(0.0001);
  });
  test('from automatic speed goes to the neighbours of what that is', () => {
    // 2 ms shown in some seconds: about a thousandth of real speed.
    const [slower, faster] = [nextSpeed(axis, 'auto', 2, -1), nextSpeed(axis, 'auto', 2, 1)];
    expect([slower, faster]).toEqual([0.0001, 0.001]);
    expect(SPEEDS).toContain(slower);
  });
});
