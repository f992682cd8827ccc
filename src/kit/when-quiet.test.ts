import { expect, test } from 'vitest';
import { pause, whenQuiet } from './when-quiet.ts';

test('work waits until nothing has happened for the time given, and then runs once', () => {
  const waiting: (() => void)[] = [];
  let runs = 0;
  const happened = whenQuiet(
    () => (runs += 1),
    200,
    (work, millis) => {
      expect(millis).toBe(200);
      waiting.push(work);
    },
  );
  const passTime = (): void => {
    expect(waiting).toHaveLength(1);
    waiting.shift()?.();
  };
  happened();
  for (let nth = 0; nth < 3; nth += 1) {
    happened();
    passTime();
    expect(runs).toBe(0);
  }
  passTime();
  expect(runs).toBe(1);
  expect(waiting).toHaveLength(0);
  happened();
  passTime();
  expect(runs).toBe(2);
});

test('a pause lasts as long as it is told', async () => {
  const asked: number[] = [];
  await pause(300, (work, millis) => {
    asked.push(millis);
    work();
  });
  expect(asked).toEqual([300]);
});
