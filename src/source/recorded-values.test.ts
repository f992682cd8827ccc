import { expect, test } from 'vitest';
import { ValuesMessage, type ValuesQuestion } from '#contract/values-message.ts';
import { fakeShape } from '#tests/fakes/fake-run.ts';
import { readRecordedValues, valuesFrom } from './recorded-values.ts';

const clock = { branch: 0, step: 4, position: 4, token: 104, revision: 0 };

function recorded(question: Omit<ValuesQuestion, 'request'>, revision: number, value: number) {
  const message = new ValuesMessage({ ...question, request: 0 }, fakeShape);
  for (const index of question.positions.keys()) {
    message.setRow(index, new Float32Array(fakeShape.width).fill(value));
  }
  return { topic: '/values', step: 4, data: message.encode({ ...clock, revision }) } as const;
}

const row = { site: 'hook_attn_out', layer: 1 } as const;
const answer = (items: Parameters<typeof readRecordedValues>[0], positions: readonly number[]) =>
  valuesFrom(
    readRecordedValues(items),
    { ...row, request: 9, positions },
    {
      shape: fakeShape,
      last: clock,
    },
  );

test('[REC6] rows of several recorded messages make one answer, the later of two for one position', () => {
  const items = [
    recorded({ ...row, positions: [0, 1] }, 0, 1),
    recorded({ ...row, positions: [1, 2] }, 0, 2),
  ];
  const wanted = new ValuesMessage({ ...row, request: 9, positions: [2, 0, 1] }, fakeShape);
  for (const [index, value] of [2, 1, 2].entries()) {
    wanted.setRow(index, new Float32Array(fakeShape.width).fill(value));
  }
  expect(answer(items, [2, 0, 1])).toEqual(wanted.encode(clock));
});

test('[VAL1] rows that other interventions made are never put beside one another', () => {
  const items = [
    recorded({ ...row, positions: [0] }, 0, 1),
    recorded({ ...row, positions: [1] }, 3, 2),
  ];
  expect(answer(items, [0, 1])).toBeUndefined();
  expect(answer(items, [0])).toBeDefined();
  expect(answer(items, [1])).toBeDefined();
  expect(answer(items, [2])).toBeUndefined();
});
