import { expect, test } from 'vitest';
import { uploadBudget, UploadQueue } from './upload-queue.ts';

const tokenBytes = 16200;

/** A queue whose clock goes on by so much with every upload. */
function makeQueue(millisPerUpload: number): { queue: UploadQueue; drain: () => number[] } {
  let nowMillis = 0;
  const queue = new UploadQueue(128, () => nowMillis);
  const drain = (): number[] => {
    const slots: number[] = [];
    queue.drain((slot) => {
      slots.push(slot);
      nowMillis += millisPerUpload;
      return tokenBytes;
    });
    return slots;
  };
  return { queue, drain };
}

test('the newest slot is uploaded first, each once', () => {
  const { queue, drain } = makeQueue(0);
  for (const slot of [3, 1, 2, 1]) queue.add(slot);
  expect(queue.size).toBe(3);
  expect(drain()).toEqual([1, 2, 3]);
  expect(queue.size).toBe(0);
  expect(drain()).toEqual([]);
});

test('a frame uploads no more than its bytes', () => {
  const { queue, drain } = makeQueue(0);
  for (let slot = 0; slot < 128; slot += 1) queue.add(slot);
  const perFrame = Math.ceil(uploadBudget.bytes / tokenBytes);
  expect(drain()).toHaveLength(perFrame);
  expect(queue.size).toBe(128 - perFrame);
});

test('a frame uploads no longer than its time, but at least one slot', () => {
  const fast = makeQueue(uploadBudget.millis / 4);
  const slow = makeQueue(uploadBudget.millis * 50);
  for (let slot = 0; slot < 10; slot += 1) {
    fast.queue.add(slot);
    slow.queue.add(slot);
  }
  expect(fast.drain()).toHaveLength(4);
  expect(slow.drain()).toHaveLength(1);
});

test('late frames halve the budget, good ones give it back', () => {
  const { queue, drain } = makeQueue(0);
  const refill = (): void => {
    for (let slot = 0; slot < 128; slot += 1) queue.add(slot);
  };
  refill();
  const whole = drain().length;
  queue.noteFrame(true);
  refill();
  const halved = drain().length;
  expect(halved).toBeLessThanOrEqual(whole / 2 + 1);
  for (let frame = 0; frame < 30 * 20; frame += 1) queue.noteFrame(false);
  refill();
  expect(drain()).toHaveLength(whole);
});

test('a cleared queue forgets what waited', () => {
  const { queue, drain } = makeQueue(0);
  queue.add(5);
  queue.clear();
  expect(queue.isWaiting(5)).toBe(false);
  expect(drain()).toEqual([]);
});
