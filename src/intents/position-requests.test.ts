import { expect, test } from 'vitest';
import { liveBench, prompt, stepToken } from '#tests/fakes/interpreter-bench.ts';

const byCarried = { kind: 'set-beam-strength', strength: 'carried' } as const;
const byWeight = { kind: 'set-beam-strength', strength: 'weight' } as const;

test('what heads carry is asked for of every position, the newest first, only while beams need it', () => {
  const bench = liveBench();
  const positions = (): number[] =>
    bench.producer.sentOf('carried').map(({ position }) => position);
  expect(positions()).toEqual([]);
  bench.do(byCarried);
  expect(positions()).toEqual([1, 0]);
  bench.producer.answerAll();
  expect(bench.state().carried.map((each) => each?.clock.position)).toEqual([0, 1]);
  bench.do(stepToken);
  bench.producer.answerAll();
  expect(positions()).toEqual([1, 0, 2]);
  bench.do(byWeight, stepToken);
  bench.producer.answerAll();
  expect(positions()).toEqual([1, 0, 2]);
  bench.do(byCarried, prompt('c d'));
  bench.producer.answerAll();
  // The positions of another prompt, as they come.
  expect(positions()).toEqual([1, 0, 2, 3, 0, 1]);
});

test('not more positions are asked for at once than are answered soon, and none after a refusal', () => {
  const bench = liveBench();
  bench.producer.refused.add('carried');
  bench.producer.refusalCode = 'not-recorded';
  bench.do(prompt('a b c d e f g h i j k l'));
  bench.producer.answerAll();
  bench.do(byCarried);
  expect(bench.producer.sentOf('carried')).toHaveLength(8);
  bench.producer.answerAll();
  expect(bench.producer.sentOf('carried')).toHaveLength(12);
  expect(bench.notices()).toEqual([]);
});
