import { beforeAll, describe, expect, test } from 'vitest';
import type { ForwardPass } from '#contract/forward-pass.ts';
import { precisions } from '#contract/model-shape.ts';
import { decodeSafetensors, requireTensor } from '#contract/safetensors.ts';
import { loadDefaultModel } from '#server/default-model-files.ts';
import { bounds, rowError, topDifference } from '#tests/support/bounds.ts';
import { runFloat64 } from '#tests/support/float64-pass.ts';
import { createTinyForwardPass, drain } from '#tests/support/tiny-engine.ts';
import { createTinyModel, type TinyModel } from '#tests/support/tiny-gguf.ts';
import { CarriedEncoder } from '#workers/produce/carried-encoder.ts';
import { encodeDirections } from '#workers/produce/directions-encoder.ts';

const model = createTinyModel({ seed: 5, untied: true });
const { shape, weights } = model;
const { width, neuronCount } = shape;
/** More heads than go through a matrix at once. */
const manyHeads = createTinyModel({ seed: 6, headCount: 20, layerCount: 1 });
const tokens = [5, 77, 100, 33, 270, 1, 9, 200];

describe.each(precisions)('in %s', (precision) => {
  const { rowRms, rowMax, logit } = bounds[precision];
  let forward: ForwardPass;
  beforeAll(() => {
    forward = createTinyForwardPass(model, precision);
  });

  test.each([
    ['4 heads', model],
    ['20 heads', manyHeads],
  ])('[CARRY1] what each of %s carries is ‖v · W_O‖ as float64 gives it', (_, tiny) => {
    const { layerCount, headCount } = tiny.shape;
    const pass = createTinyForwardPass(tiny, precision);
    const branch = pass.createBranch();
    drain(branch.prefill(tokens));
    const run = runFloat64(tiny.weights, tokens);
    const encoder = new CarriedEncoder(pass);
    for (const position of tokens.keys()) {
      const clock = { branch: 0, step: position, position, token: 0, revision: 0 };
      const blob = decodeSafetensors(new Uint8Array(drain(encoder.encode(branch, clock))));
      const { data } = requireTensor(blob, 'carried', 'F32', [layerCount, headCount]);
      for (let layer = 0; layer < layerCount; layer += 1) {
        const seen = data.subarray(layer * headCount, (layer + 1) * headCount);
        const values = run.row('attn.hook_v', layer, position);
        const error = rowError(seen, carried64(tiny, layer, values));
        expect(error.rms).toBeLessThan(rowRms);
        expect(error.max).toBeLessThan(rowMax);
      }
    }
  });

  test('a neuron writes its column of W_out', () => {
    for (const [layer, neuron] of [
      [0, 0],
      [1, 50],
      [2, 95],
    ] as const) {
      const seen = forward.borrowNeuronDirection(layer, neuron);
      const { rms, max } = rowError(seen, direction64(layer, neuron));
      expect(Math.max(rms, max)).toBeLessThan(1e-4);
    }
    expect(() => forward.borrowNeuronDirection(0, neuronCount)).toThrow('no neuron 96');
    expect(() => forward.borrowNeuronDirection(3, 0)).toThrow('no layer 3');
  });

  test('[DIR1] [DIR2] the tokens a neuron raises and lowers most are those float64 finds', () => {
    const neurons = [7, 95, 7];
    const answer = drain(encodeDirections(forward, { layer: 1, neurons }));
    const blob = decodeSafetensors(new Uint8Array(answer));
    expect([...requireTensor(blob, 'layer', 'U32', [1]).data]).toEqual([1]);
    expect([...requireTensor(blob, 'neuron', 'U32', [3]).data]).toEqual([7, 95, 7]);
    for (const [index, neuron] of neurons.entries()) {
      const wanted = tokenEffects64(1, neuron);
      for (const [end, ranked] of [
        ['top', wanted.toReversed()],
        ['bottom', wanted],
      ] as const) {
        const ids = requireTensor(blob, `${end}.token`, 'I32', [3, 5]).data;
        const values = requireTensor(blob, `${end}.value`, 'F32', [3, 5]).data;
        const seen = [0, 1, 2, 3, 4].map(
          (rank) => [ids[5 * index + rank] ?? NaN, values[5 * index + rank] ?? NaN] as const,
        );
        expect(topDifference(seen, ranked.slice(0, 5))).toBeLessThan(logit);
      }
    }
  });
});

test('[CARRY1] what all heads carry from all positions, weighed, is what attention adds', async () => {
  const smolLm = await loadDefaultModel('stored');
  const { forward } = smolLm;
  const { layerCount: layers, headCount: heads, width: columns } = forward.shape;
  const branch = forward.createBranch();
  drain(branch.prefill(smolLm.encodePrompt('The capital of France is', false)));
  const query = branch.tokens.length - 1;
  const { rowRms, rowMax } = bounds.i16;
  for (let layer = 0; layer < layers; layer += 1) {
    const pattern = branch.borrowRow('attn.hook_pattern', layer, query).slice();
    const sum = new Float64Array(columns);
    for (let key = 0; key <= query; key += 1) {
      const outputs = forward.borrowHeadOutputs(layer, branch.borrowRow('attn.hook_v', layer, key));
      for (const [index, value] of outputs.entries()) {
        const weight = pattern[Math.floor(index / columns) * (query + 1) + key] ?? NaN;
        sum[index % columns] = (sum[index % columns] ?? NaN) + weight * value;
      }
    }
    expect(pattern).toHaveLength(heads * (query + 1));
    const { rms, max } = rowError(branch.borrowRow('hook_attn_out', layer, query), sum);
    expect(rms, `layer ${String(layer)}`).toBeLessThan(rowRms);
    expect(max, `layer ${String(layer)}`).toBeLessThan(rowMax);
  }
});

/** ‖v_kv(h) · W_O[h]‖ per head, W_O[h] the columns of head h. */
function carried64(tiny: TinyModel, layer: number, values: Float64Array): number[] {
  const { headCount, kvHeadCount, headWidth } = tiny.shape;
  const o = tiny.weights.layers[layer]?.o ?? new Float64Array();
  const columns = headCount * headWidth;
  return Array.from({ length: headCount }, (_, head) => {
    const kvHead = Math.floor(head / (headCount / kvHeadCount));
    let square = 0;
    for (let row = 0; row < tiny.shape.width; row += 1) {
      let output = 0;
      for (let i = 0; i < headWidth; i += 1) {
        const value = values[kvHead * headWidth + i] ?? NaN;
        output += value * (o[row * columns + head * headWidth + i] ?? NaN);
      }
      square += output ** 2;
    }
    return Math.sqrt(square);
  });
}

/** W_out's column of a neuron. */
function direction64(layer: number, neuron: number): Float64Array {
  const down = weights.layers[layer]?.down ?? new Float64Array();
  return Float64Array.from({ length: width }, (_, row) => down[row * neuronCount + neuron] ?? NaN);
}

/** Every token and what the neuron does to its logit beyond the mean, the most lowered first. */
function tokenEffects64(layer: number, neuron: number): (readonly [number, number])[] {
  const { unembedding, finalGain } = weights;
  const direction = direction64(layer, neuron);
  const logits = Array.from({ length: shape.vocabularySize }, (_, token) =>
    direction.reduce((sum, value, i) => {
      return sum + value * (finalGain[i] ?? NaN) * (unembedding[token * width + i] ?? NaN);
    }, 0),
  );
  const mean = logits.reduce((sum, value) => sum + value, 0) / logits.length;
  return logits.map((value, token) => [token, value - mean] as const).sort((a, b) => a[1] - b[1]);
}
