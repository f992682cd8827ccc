import { expect, test } from 'vitest';
import { fuzzMessages } from './fuzz-messages.ts';

test('[MSG8] of 10,000 mutated messages none crashes, hangs, lies or harms the next', () => {
  const { accepted, rejected, wrong } = fuzzMessages(10_000, 1);
  expect(wrong).toEqual([]);
  // Both happen often enough to mean something.
  expect(accepted).toBeGreaterThan(200);
  expect(rejected).toBeGreaterThan(5_000);
});
