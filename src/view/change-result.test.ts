import { expect, test } from 'vitest';
import type { StoreState } from '#store/read.ts';
import { changedState } from '#tests/fakes/changed-run.ts';
import { liveBench } from '#tests/fakes/interpreter-bench.ts';
import { changeResult, resultHeadline, resultIsTest } from './change-result.ts';

test('both answers stand side by side, probability first, with what each token gained', () => {
  const state = changedState();
  const result = changeResult(state);
  expect(result?.sentence).toBe(
    'After “␣t1” the model said “␣w10” with 77 %. Now it says “␣w11” with 31 %, and “␣w10” has 15 % left.',
  );
  expect(result?.before[0]).toMatchObject({
    words: '“␣w10”',
    probability: '77 %',
    logprob: '−0.261',
    change: '−62 points',
  });
  expect(result?.after[0]).toMatchObject({ words: '“␣w11”', probability: '31 %' });
  expect(result?.after[0]?.share).toBeCloseTo(0.31, 5);
  expect(result?.after[0]?.change).toBe('+25 points');
  expect(resultHeadline(state)).toBe('“␣w10” 77 % → “␣w11” 31 %');
  expect(resultIsTest).toMatch(/it is no cause/);
});

test('an answer that stays is told as such, one that left the five by what it can have at most', () => {
  const stays = changedState({ after: [[10, 0.5]] });
  expect(changeResult(stays)?.sentence).toBe(
    'After “␣t1” the model still says “␣w10”: 77 % before, 50 % now.',
  );
  const gone = changedState({
    after: [
      [20, 0.4],
      [21, 0.02],
    ],
  });
  expect(changeResult(gone)?.sentence).toMatch(/and “␣w10” has at most 2 % left\.$/);
});

test('without two runs, or before the light has reached the roof, there is nothing to compare', () => {
  expect(changeResult(liveBench().store.state)).toBeUndefined();
  const state = changedState();
  expect(changeResult({ ...state, beside: undefined })).toBeUndefined();
  const cursor = { position: 0, layer: 1, sweep: false };
  expect(changeResult({ ...state, cursor })).toBeUndefined();
  expect(resultHeadline({ ...state, cursor })).toBeUndefined();
});

/** What is left of the answer when the sinks are spared, and when they are not. */
function spared(state: StoreState, share: number | undefined, allShare = 0.0001): StoreState {
  const answerLogprob = share === undefined ? undefined : Math.log(share);
  const allAnswerLogprob = Math.log(allShare);
  return {
    ...state,
    spared: { request: 3, position: 1, sinks: [0], answerLogprob, allAnswerLogprob },
  };
}

test('where the sink decides, both figures are told', () => {
  expect(changeResult(spared(changedState(), 0.7))?.figures).toEqual([
    'All tokens changed: “␣w10” after “␣t1” loses 8.95 nats (77 % → 0.01 %).',
    'Without the sink “␣t0”: “␣w10” after “␣t1” loses 0.0953 nats (77 % → 70 %).',
    'The gap is the sink’s doing, a token on which heads rest their weight when they find nothing to read.',
  ]);
});

test('figures within half a nat, or not here yet, tell nothing apart; of another token they name it', () => {
  const state = changedState();
  expect(changeResult(spared(state, 0.16, 0.15))?.figures).toEqual([]);
  expect(changeResult(spared(state, undefined))?.figures).toEqual([]);
  const other = spared(state, 0.7);
  if (!other.spared) throw new Error('It was given.');
  const elsewhere = { ...other, spared: { ...other.spared, position: 0 } };
  expect(changeResult(elsewhere)?.figures[0]).toMatch(/after “␣t0”/);
});

test('where generated texts part, the comparison ends and says so', () => {
  const state = changedState();
  const word = { position: 2, text: ' x', bytes: '2078', from: 'sampler' } as const;
  const beside = state.beside && {
    ...state.beside,
    tokens: [...state.beside.tokens, { ...word, id: 10 }],
  };
  const tokens = [...state.tokens, { ...word, id: 11 }];
  const result = changeResult({ ...state, tokens, beside });
  expect(result?.position).toBe(1);
  expect(result?.fork).toBe(
    'The texts part at token 2: “␣w10” in the original, “␣w11” in the changed run. From there on both have read different words and are not compared.',
  );
  expect(changeResult(state)?.fork).toBe('');
});
