import { expect, test } from 'vitest';
import type { EffectResult, EffectState } from '#store/read/change-state.ts';
import { strongestEffect } from './strongest-effect.ts';

const ofHead = (head: number, nats: number): EffectResult => ({
  test: { kind: 'head', layer: 1, head },
  nats,
  token: 0,
  logprob: 0,
});
const ofBeam = (key: number, nats: number): EffectResult => ({
  test: { kind: 'beam', layer: 1, head: 0, key },
  nats,
  token: 0,
  logprob: 0,
});

function measured(...results: EffectResult[]): EffectState {
  return {
    request: 1,
    branch: 0,
    position: 3,
    tests: results.map(({ test: each }) => each),
    results: [undefined, ...results],
    measuredCount: results.length,
    isMeasuring: false,
  };
}

test('what the answer needs most is pointed out, head or beam; the one to try once all is measured', () => {
  const state = measured(ofHead(0, -0.2), ofBeam(1, -1.6), ofBeam(2, -0.4), ofHead(1, 3));
  expect(strongestEffect(state)).toEqual({ result: ofBeam(1, -1.6), mark: 'Try this one' });
  const more = measured(ofBeam(1, -1.6), ofHead(0, -3));
  expect(strongestEffect({ ...more, isMeasuring: true })).toEqual({
    result: ofHead(0, -3),
    mark: 'Strongest so far',
  });
});

test('nothing is pointed out where nothing matters, or only stands against the answer', () => {
  expect(strongestEffect(measured())).toBeUndefined();
  expect(strongestEffect(measured(ofHead(0, -0.04), ofBeam(1, 2)))).toBeUndefined();
});
