import { expect, test } from 'vitest';
import { liveBench } from '#tests/fakes/interpreter-bench.ts';

test('rows of several positions are asked for together, and only those that are missing', () => {
  const bench = liveBench();
  bench.interpreter.wantValues('hook_resid_post', 1, 0);
  bench.producer.answerAll();
  bench.interpreter.wantValues('hook_resid_post', 1, 0, 1, 99);
  bench.interpreter.wantValues('hook_resid_post', 1, 0, 1);
  expect(bench.producer.sentOf('values').map(({ positions }) => positions)).toEqual([[0], [1]]);
});

test('[VAL3] where not all rows can be had each is asked for alone, and a refusal is kept in words', () => {
  const bench = liveBench();
  const { producer, interpreter, store } = bench;
  producer.refused.add('values');
  interpreter.wantValues('attn.hook_z', 0, 0, 1);
  producer.answerAll();
  expect(store.refusalOf('attn.hook_z', 0, 0)).toBeUndefined();
  interpreter.wantValues('attn.hook_z', 0, 0, 1);
  producer.answerAll();
  expect(store.refusalOf('attn.hook_z', 0, 0)).toBe('It broke.');
  expect(producer.sentOf('values').map(({ positions }) => positions)).toEqual([[0, 1], [0], [1]]);
  interpreter.wantValues('attn.hook_z', 0, 0, 1);
  expect(producer.sentOf('values')).toHaveLength(3);
});
