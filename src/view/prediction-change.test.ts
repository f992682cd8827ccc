import { expect, test } from 'vitest';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { BranchState, RunState, TokenRecord } from '#store/read.ts';
import { emptyRun } from '#store/run-state.ts';
import { knownShareWords, pointsWords, predictionChange } from './prediction-change.ts';

const [paris, the, a, new_, in_, lyon] = [1, 2, 3, 4, 5, 6];
const textOf = (id: number): string => `t${String(id)}`;

function overviewOf(shares: readonly (readonly [id: number, share: number])[]): DecodedOverview {
  return {
    predictionToken: Int32Array.from(shares, ([id]) => id),
    predictionLogprob: Float32Array.from(shares, ([, share]) => Math.log(share)),
  } as DecodedOverview;
}

function tokensOf(...ids: readonly number[]): TokenRecord[] {
  return ids.map((id, position) => ({
    position,
    id,
    text: textOf(id),
    bytes: '',
    from: 'prompt',
  }));
}

const original: BranchState = {
  ...emptyRun('live'),
  tokens: tokensOf(10, 11),
  overviews: [
    undefined,
    overviewOf([
      [paris, 0.77],
      [the, 0.1],
      [a, 0.04],
      [new_, 0.02],
      [lyon, 0.01],
    ]),
  ],
};
const changed: RunState = {
  ...emptyRun('live'),
  branch: 1,
  tokens: tokensOf(10, 11),
  overviews: [
    undefined,
    overviewOf([
      [the, 0.3],
      [paris, 0.15],
      [a, 0.1],
      [new_, 0.05],
      [in_, 0.03],
    ]),
  ],
  beside: original,
};

test('each of both runs’ five tokens has its share before and after', () => {
  const change = predictionChange(changed, 1, textOf);
  expect(change?.before.map(({ id }) => id)).toEqual([paris, the, a, new_, lyon]);
  expect(change?.after.map(({ id }) => id)).toEqual([the, paris, a, new_, in_]);
  const row = change?.before[0];
  expect(row?.text).toBe('t1');
  expect(row?.before.percent).toBeCloseTo(77);
  expect(row?.after.percent).toBeCloseTo(15);
  expect(row?.points).toBeCloseTo(-62);
  expect(row && pointsWords(row)).toBe('−62 points');
  expect(row && knownShareWords(row.after)).toBe('15 %');
});

test('a token that is not among a run’s five has at most the fifth’s share', () => {
  const change = predictionChange(changed, 1, textOf);
  const risen = change?.after[4];
  expect(risen?.before).toEqual({ percent: expect.closeTo(1, 4) as number, isMost: true });
  expect(risen?.points).toBeCloseTo(2);
  expect(risen && pointsWords(risen)).toBe('at least +2.0 points');
  expect(risen && knownShareWords(risen.before)).toBe('at most 1 %');
  // At most 3 % after 1 %: whether it rose or fell is not known.
  const unknown = change?.before[4];
  expect(unknown?.after.isMost).toBe(true);
  expect(unknown?.points).toBeUndefined();
  expect(unknown && pointsWords(unknown)).toBe('');
});

test('which run is shown makes no difference', () => {
  const shown: RunState = { ...emptyRun('live'), ...original, beside: changed };
  expect(predictionChange(shown, 1, textOf)).toEqual(predictionChange(changed, 1, textOf));
});

test('there is nothing to compare without a changed run, without a prediction, after another text', () => {
  expect(predictionChange({ ...emptyRun('live'), ...original }, 1, textOf)).toBeUndefined();
  expect(predictionChange(changed, 0, textOf)).toBeUndefined();
  const other = { ...changed, tokens: tokensOf(10, 12) };
  expect(predictionChange(other, 1, textOf)).toBeUndefined();
});
