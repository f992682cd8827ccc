import { expect, test } from 'vitest';
import type { Intervention } from '#contract/interventions.ts';
import { decodeSafetensors, requireTensor } from '#contract/safetensors.ts';
import { FakeForwardPass } from '#tests/fakes/fake-forward-pass.ts';
import { LensEncoder } from './lens-encoder.ts';

const forward = new FakeForwardPass();
const { layerCount, vocabularySize } = forward.shape;
const clock = { branch: 0, step: 1, position: 1, token: 8, revision: 0 };
const answer = 77;

function lensOf(interventions: readonly Intervention[]) {
  const branch = forward.createBranch(interventions);
  for (const token of [7, 8]) branch.step(token);
  const slices = new LensEncoder(forward).encode(branch, clock, answer);
  let sliceCount = 0;
  for (;;) {
    const next = slices.next();
    if (next.done !== true) {
      sliceCount++;
      continue;
    }
    const blob = decodeSafetensors(new Uint8Array(next.value));
    return {
      branch,
      sliceCount,
      token: requireTensor(blob, 'token', 'I32', [layerCount, 5]).data,
      logprob: requireTensor(blob, 'logprob', 'F32', [layerCount, 5]).data,
      rank: requireTensor(blob, 'rank', 'U32', [layerCount]).data,
    };
  }
}

test('[LENS1] [LENS2] every layer is read in a slice of its own, as the unembedding says', () => {
  const { branch, sliceCount, token, logprob, rank } = lensOf([]);
  expect(sliceCount).toBe(layerCount);
  for (let layer = 0; layer < layerCount; layer++) {
    const logits = [...forward.borrowUnembedded(branch.borrowRow('hook_resid_post', layer, 1))];
    const ranked = logits.map((logit, id) => [logit, id] as const).sort((a, b) => b[0] - a[0]);
    const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    expect([...token.subarray(5 * layer, 5 * layer + 5)]).toEqual(
      ranked.slice(0, 5).map(([, id]) => id),
    );
    expect(logprob[5 * layer]).toBeCloseTo((ranked[0]?.[0] ?? 0) - total, 4);
    expect(rank[layer]).toBe(ranked.findIndex(([, id]) => id === answer));
  }
});

test('[LENS3] layers above a stop have no token, no probability and the last rank', () => {
  const { sliceCount, token, logprob, rank } = lensOf([{ op: 'stop', layer: 0 }]);
  expect(sliceCount).toBe(1);
  expect(token.subarray(5)).toEqual(new Int32Array(10).fill(-1));
  expect(logprob.subarray(5)).toEqual(new Float32Array(10));
  expect([...rank.subarray(1)]).toEqual([vocabularySize, vocabularySize]);
  expect(token[0]).toBeGreaterThanOrEqual(0);
});
