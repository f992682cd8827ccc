import { expect, test } from 'vitest';
import type { HeadScores } from '#contract/control-message.ts';
import { leastRoleScore, roleOfHead } from './head-role.ts';

const scores: HeadScores = {
  text: 'a'.repeat(64),
  'previous-token': [0.7, 0.1, 0.45],
  duplicate: [0.2, 0.1, 0],
  induction: [0.1, 0.1, 0.8],
  sink: [0.9, leastRoleScore - 0.01, 0.2, 0.6],
};

test('a head is known for what it scores highest in, a sink only for want of something else', () => {
  expect(roleOfHead(scores, 0)).toEqual({ role: 'previous-token', score: 0.7 });
  expect(roleOfHead(scores, 1)).toBeUndefined();
  expect(roleOfHead(scores, 2)).toEqual({ role: 'induction', score: 0.8 });
  expect(roleOfHead(scores, 3)).toEqual({ role: 'sink', score: 0.6 });
});

test('without scores, or for a head that is not there, nothing is known', () => {
  expect(roleOfHead(undefined, 0)).toBeUndefined();
  expect(roleOfHead(scores, 99)).toBeUndefined();
});
