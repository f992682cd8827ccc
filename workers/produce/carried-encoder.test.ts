import { expect, test } from 'vitest';
import type { Intervention } from '#contract/interventions.ts';
import { decodeSafetensors, requireTensor } from '#contract/safetensors.ts';
import { FakeForwardPass } from '#tests/fakes/fake-forward-pass.ts';
import { CarriedEncoder } from './carried-encoder.ts';

const forward = new FakeForwardPass();
const { layerCount, headCount, width } = forward.shape;

function carriedOf(interventions: readonly Intervention[]) {
  const branch = forward.createBranch(interventions);
  for (const token of [7, 8]) branch.step(token);
  const clock = { branch: 0, step: 1, position: 1, token: 8, revision: 0 };
  const slices = new CarriedEncoder(forward).encode(branch, clock);
  for (let sliceCount = 0; ; sliceCount++) {
    const next = slices.next();
    if (next.done !== true) continue;
    const blob = decodeSafetensors(new Uint8Array(next.value));
    const { data } = requireTensor(blob, 'carried', 'F32', [layerCount, headCount]);
    return { branch, sliceCount, norms: data };
  }
}

test('[CARRY1] [CARRY2] every layer is measured in a slice of its own, as its heads write', () => {
  const { branch, sliceCount, norms } = carriedOf([]);
  expect(sliceCount).toBe(layerCount);
  for (let layer = 0; layer < layerCount; layer++) {
    const outputs = forward.borrowHeadOutputs(layer, branch.borrowRow('attn.hook_v', layer, 1));
    for (let head = 0; head < headCount; head++) {
      const norm = Math.hypot(...outputs.subarray(head * width, (head + 1) * width));
      expect(norms[layer * headCount + head]).toBeCloseTo(norm, 4);
    }
  }
});

test('[CARRY3] layers above a stop carry nothing', () => {
  const { sliceCount, norms } = carriedOf([{ op: 'stop', layer: 0 }]);
  expect(sliceCount).toBe(1);
  expect(norms.subarray(headCount)).toEqual(new Float32Array((layerCount - 1) * headCount));
  expect(norms[0]).toBeGreaterThan(0);
});
