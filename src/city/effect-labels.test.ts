import { expect, test } from 'vitest';
import type { EffectResult, EffectState } from '#store/read/change-state.ts';
import { strongestNeeded } from './effect-labels.ts';

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

function strongest(...results: EffectResult[]): EffectResult | undefined {
  const state: EffectState = {
    request: 1,
    branch: 0,
    position: 3,
    tests: results.map(({ test: each }) => each),
    results: [undefined, ...results],
    measuredCount: results.length,
    isMeasuring: true,
  };
  return strongestNeeded(state);
}

test('what the answer needs most is pointed out: a beam, which can be pulled, before a head', () => {
  expect(strongest(ofHead(0, -3), ofBeam(1, -0.4), ofBeam(2, -1.6))).toEqual(ofBeam(2, -1.6));
  expect(strongest(ofHead(0, -0.2), ofHead(1, -3), ofBeam(1, -0.01))).toEqual(ofHead(1, -3));
});

test('nothing is pointed out where nothing matters, or only stands against the answer', () => {
  expect(strongest()).toBeUndefined();
  expect(strongest(ofHead(0, -0.04), ofBeam(1, 2))).toBeUndefined();
});
