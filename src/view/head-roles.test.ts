import { expect, test } from 'vitest';
import type { HeadScores } from '#contract/control-message.ts';
import { fakeHello } from '#tests/fakes/fake-run.ts';
import {
  headsOfRole,
  knownForWords,
  leastRoleShare,
  roleOfHead,
  rolesOfHead,
} from './head-roles.ts';

/** Three layers of two heads each. */
const scores: HeadScores = {
  text: 'a'.repeat(64),
  'previous-token': [0.7, 0.1, 0, 0, 0.31, 0],
  duplicate: [0.2, 0.1, 0, 0, 0.4, 0],
  induction: [0.1, 0.1, 0.93, 0, 0, 0.29],
  sink: [0.5, 0.49, 0.97, 0.8, 0.1, 0.2],
};
const hello = fakeHello();
const state = { hello: { ...hello, display: { ...hello.display, headScores: scores } } };
const without = { hello };

test('a head is known for what it does, before it is known for resting on sinks', () => {
  expect(roleOfHead(state, 0, 0)).toEqual({ role: 'previous-token', score: 0.7 });
  expect(roleOfHead(state, 1, 0)).toEqual({ role: 'induction', score: 0.93 });
  expect(rolesOfHead(state, 1, 0).map(({ role }) => role)).toEqual(['induction', 'sink']);
  expect(rolesOfHead(state, 2, 0).map(({ role }) => role)).toEqual(['duplicate', 'previous-token']);
  expect(roleOfHead(state, 1, 1)).toEqual({ role: 'sink', score: 0.8 });
});

test('a head whose scores are all low is known for nothing', () => {
  expect(roleOfHead(state, 0, 1)).toBeUndefined();
  expect(roleOfHead(state, 2, 1)).toBeUndefined();
  expect(knownForWords(state, 0, 1)).toContain('none of the roles');
  expect(knownForWords(state, 1, 0)).toBe(
    'Known for induction 0.93, sink 0.97: mean weights, measured over stated texts.',
  );
});

test('all heads of a role are those that reach its score', () => {
  expect([...headsOfRole(state, 'previous-token')]).toEqual([0, 4]);
  expect([...headsOfRole(state, 'sink')]).toEqual([0, 2, 3]);
  for (const role of ['induction', 'duplicate'] as const) {
    for (let index = 0; index < 6; index += 1) {
      const reaches = (scores[role][index] ?? NaN) >= leastRoleShare[role];
      expect(headsOfRole(state, role).has(index)).toBe(reaches);
    }
  }
});

test('without stored scores nothing is known, and that is said', () => {
  expect(roleOfHead(without, 0, 0)).toBeUndefined();
  expect(headsOfRole(without, 'sink').size).toBe(0);
  expect(knownForWords(without, 0, 0)).toBe('What it is known for is not stored for this model.');
});
