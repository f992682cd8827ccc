import { expect, test } from 'vitest';
import { fakeOverview, fakeVocabulary } from '#tests/fakes/fake-run.ts';
import { benchWithRun } from '#tests/fakes/store-bench.ts';
import { predictionsOf, quotedToken, tokenWords, vocabularyWords } from './token-words.ts';

test('a token reads as it is written, with its spaces to be seen', () => {
  const { store } = benchWithRun(3);
  expect(tokenWords(store.state, 2)).toBe('“␣t2”');
  expect(tokenWords(store.state, 9)).toBe('token 9');
});

test('ids are looked up in the vocabulary, then among the tokens of the run, and else shown', () => {
  const { store, live } = benchWithRun(3);
  expect(vocabularyWords(store.state, 101)).toBe('“␣t1”');
  expect(vocabularyWords(store.state, 7)).toBe('token #7');
  live(fakeVocabulary());
  expect(vocabularyWords(store.state, 7)).toBe('“␣w7”');
});

test('right-to-left text is isolated and other text left alone', () => {
  expect(quotedToken('שלום')).toBe('“\u2068שלום\u2069”');
  expect(quotedToken('␣né')).toBe('“␣né”');
});

test('predictions come with probabilities, likeliest first', () => {
  const { store } = benchWithRun(2);
  const predictions = predictionsOf(store.state, fakeOverview(1));
  expect(predictions).toHaveLength(5);
  expect(predictions[0]?.probability).toBeCloseTo(0.5);
  expect(predictions[0]?.logprob).toBeCloseTo(Math.log(0.5));
});
