import { expect, test } from 'vitest';
import { Pace, paceSteps, verdictOn } from './pace.ts';

const frameRate = 72;
const dueMillis = 1000 / frameRate;

/** Plays frames for so long; returns after how many milliseconds the step changed, each time. */
function play(pace: Pace, forMillis: number, deltaMillis: number): number[] {
  const changes: number[] = [];
  for (let millis = deltaMillis; millis <= forMillis; millis += deltaMillis) {
    if (pace.noteFrame(deltaMillis, frameRate)) changes.push(millis);
  }
  return changes;
}

test('a frame is late beyond a fifth of its due time, and in time up to a twentieth', () => {
  expect(verdictOn(dueMillis, dueMillis)).toBe('timely');
  expect(verdictOn(dueMillis * 1.1, dueMillis)).toBe('even');
  expect(verdictOn(dueMillis * 1.19, dueMillis)).toBe('even');
  expect(verdictOn(dueMillis * 1.21, dueMillis)).toBe('late');
});

test('half a second of late frames makes the edges coarser, another takes the reflections; then nothing is left', () => {
  const pace = new Pace();
  expect(pace.step).toEqual({ foveation: 0.5, hasReflections: true });
  const [first, second, ...more] = play(pace, 5000, dueMillis * 2);
  expect(first).toBeGreaterThanOrEqual(500);
  expect(first).toBeLessThan(560);
  expect(second).toBeLessThan(1100);
  expect(more).toEqual([]);
  expect(pace.step).toEqual(paceSteps.at(-1));
  expect(pace.step).toEqual({ foveation: 1, hasReflections: false });
});

test('frames in time, one long frame, and a display that does not say its rate change nothing', () => {
  const pace = new Pace();
  expect(play(pace, 20_000, dueMillis)).toEqual([]);
  pace.noteFrame(100, frameRate);
  expect(play(pace, 450, dueMillis)).toEqual([]);
  for (let frame = 0; frame < 200; frame += 1) expect(pace.noteFrame(90, undefined)).toBe(false);
  expect(pace.isReduced).toBe(false);
});

test('with room again it steps back up, one step at a time', () => {
  const pace = new Pace();
  play(pace, 1200, dueMillis * 2);
  const [first = 0, second = 0, ...more] = play(pace, 30_000, dueMillis);
  expect(first).toBeGreaterThan(4990);
  expect(second - first).toBeGreaterThan(4990);
  expect(more).toEqual([]);
  expect(pace.step).toEqual(paceSteps[0]);
});

test('where stepping up makes frames late again, the next try waits twice as long', () => {
  const pace = new Pace();
  play(pace, 600, dueMillis * 2);
  const waits: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    let millis = dueMillis;
    while (!pace.noteFrame(dueMillis, frameRate)) millis += dueMillis;
    waits.push(Math.round(millis / 5000) * 5);
    expect(pace.isReduced).toBe(false);
    play(pace, 600, dueMillis * 2);
  }
  expect(waits).toEqual([5, 10, 20]);
});

test('a rest in between is no half second of frames, and a new session begins with everything', () => {
  const pace = new Pace();
  play(pace, 400, dueMillis * 2);
  pace.rest();
  expect(play(pace, 400, dueMillis * 2)).toEqual([]);
  play(pace, 600, dueMillis * 2);
  expect(pace.isReduced).toBe(true);
  pace.reset();
  expect(pace.step).toEqual(paceSteps[0]);
});
