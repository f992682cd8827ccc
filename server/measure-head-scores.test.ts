import { expect, test } from 'vitest';
import { headRoles } from '#contract/view-choice.ts';
import { repeatedSequence, repeatedTokens } from '#contract/head-score-text.ts';
import { precisions } from '#contract/model-shape.ts';
import { headScores64 } from '#tests/support/float64-head-scores.ts';
import { createTinyForwardPass } from '#tests/support/tiny-engine.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';
import { measureHeadScores } from './measure-head-scores.ts';

// The lead is a sink, and so is its second place in the prose.
const lead = 5;
const model = createTinyModel({ seed: 11, loudToken: lead });
const { vocabularySize } = model.shape;
const texts = {
  prose: [lead, 77, 100, 33, 270, 1, 9, 200, 77, 12, 150, 31, lead, 8, 99, 260, 41, 6, 7, 123],
  repeated: repeatedSequence(lead, vocabularySize, { seed: 3, count: 12 }),
};
/** Beside half of the last digit told. */
const tolerance = { f32: 1e-5, i16: 5e-4 };

test.each(precisions)('[ROLE2] in %s every score is what float64 gives', (precision) => {
  const seen = measureHeadScores(createTinyForwardPass(model, precision), texts);
  const wanted = headScores64(model.weights, texts);
  for (const role of headRoles) {
    expect(Math.max(...wanted[role])).toBeGreaterThan(0.05);
    expect(seen[role]).toHaveLength(wanted[role].length);
    for (const [index, score] of seen[role].entries()) {
      const error = Math.abs(score - (wanted[role][index] ?? NaN));
      expect(error, `${role} ${String(index)}`).toBeLessThan(5e-5 + tolerance[precision]);
    }
  }
});

test('[ROLE2] where a text has no sink, the score is 0', () => {
  const quiet = createTinyModel({ seed: 11 });
  const { sink, 'previous-token': previous } = measureHeadScores(
    createTinyForwardPass(quiet, 'f32'),
    texts,
  );
  expect(new Set(sink)).toEqual(new Set([0]));
  expect(Math.min(...previous)).toBeGreaterThan(0);
});

test('[ROLE1] random tokens come twice in the same order, after a lead that is none of them', () => {
  const [first, ...rest] = repeatedSequence(5, 300);
  const { count } = repeatedTokens;
  expect(first).toBe(5);
  expect(rest).toHaveLength(2 * count);
  expect(rest.slice(0, count)).toEqual(rest.slice(count));
  expect(new Set(rest).size).toBe(count);
  expect(rest).not.toContain(5);
  expect(repeatedSequence(5, 300)).toEqual([first, ...rest]);
  expect(() => repeatedSequence(0, 4, { seed: 1, count: 4 })).toThrow(RangeError);
});
