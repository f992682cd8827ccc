import { beforeAll, describe, expect, test } from 'vitest';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import type { Intervention } from '#contract/interventions.ts';
import { precisions } from '#contract/model-shape.ts';
import {
  DirectLogitAttribution,
  type AttributionBaseline,
} from '#engine/direct-logit-attribution.ts';
import { rankOfToken } from '#engine/log-probabilities.ts';
import { logitLens } from '#engine/logit-lens.ts';
import { PlainRowMath } from '#tests/fakes/plain-row-math.ts';
import { bounds, topDifference } from '#tests/support/bounds.ts';
import { runFloat64 } from '#tests/support/float64-pass.ts';
import { createTinyForwardPass, drain } from '#tests/support/tiny-engine.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';

const model = createTinyModel({ seed: 5, untied: true });
const { shape, weights } = model;
const tokens = [5, 77, 100, 33, 270, 1, 9, 200];
const position = 6;

describe.each(precisions)('in %s', (precision) => {
  const { logit } = bounds[precision];
  let forward: ForwardPass;
  beforeAll(() => {
    forward = createTinyForwardPass(model, precision);
  });
  const prefilled = (list: readonly Intervention[] = []): Branch => {
    const branch = forward.createBranch(list);
    drain(branch.prefill(tokens));
    return branch;
  };

  test('the lens of a layer is what the model says when it stops there', () => {
    const lens = [...logitLens(forward, prefilled(), { position, answer: 42, count: 5 })];
    expect(lens.map(({ layer }) => layer)).toEqual([0, 1, 2]);
    for (const { layer, top, rank } of lens) {
      const stopped = runFloat64(weights, tokens, { interventions: [{ layer, op: 'stop' }] });
      const logits = Float32Array.from(stopped.logits(position));
      const normalizer = new PlainRowMath().logSumExp(logits);
      const wanted = [...logits.keys()]
        .sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0))
        .slice(0, 5)
        .map((id) => [id, (logits[id] ?? NaN) - normalizer] as const);
      expect(topDifference(top, wanted)).toBeLessThan(logit);
      expect(Math.abs(rank - rankOfToken(logits, 42))).toBeLessThanOrEqual(1);
    }
  });

  test('the lens tells only layers that ran, the last as the model itself', () => {
    const branch = prefilled([{ layer: 1, op: 'stop' }]);
    const lens = [...logitLens(forward, branch, { position, answer: 0, count: 1 })];
    expect(lens).toHaveLength(2);
    const logits = branch.borrowRow('logits', 0, position);
    const [[token, logprob] = [NaN, NaN]] = lens.at(-1)?.top ?? [];
    expect(rankOfToken(logits, token)).toBe(0);
    expect(logprob).toBeCloseTo((logits[token] ?? NaN) - forward.rowMath.logSumExp(logits), 12);
  });

  const baselines: readonly AttributionBaseline[] = ['none', 'vocabulary-mean', { rival: 12 }];
  test.each(baselines)('attribution against %j shares out what float64 shares out', (baseline) => {
    const attribution = new DirectLogitAttribution(forward);
    const seen = attribution.attribute(prefilled(), { position, token: 42, baseline });
    const wanted = attributed64(baseline);
    expect([...seen.parts.keys()]).toEqual([...wanted.keys()]);
    for (const [name, part] of wanted) {
      expect(Math.abs((seen.parts.get(name) ?? NaN) - part)).toBeLessThan(logit);
    }
    const sum = [...wanted.values()].reduce((all, part) => all + part, 0);
    expect(Math.abs(seen.total - sum)).toBeLessThan(logit);
    expect(Math.abs(seen.residue)).toBeLessThan(logit);
  });

  test('what a change writes into the stream is left over as residue', () => {
    const vector = Array.from({ length: shape.width }, (_, index) => Math.sin(index));
    const branch = prefilled([{ site: 'hook_resid_mid', layer: 1, op: 'add', vector }]);
    const attribution = new DirectLogitAttribution(forward);
    const request = { position, token: 42, baseline: 'none' } as const;
    const { residue } = attribution.attribute(branch, request);
    const scale = branch.borrowRow('ln_final.hook_scale', 0, position)[0] ?? NaN;
    const direction = direction64(42);
    const written = vector.reduce((sum, value, i) => sum + value * (direction[i] ?? NaN), 0);
    expect(Math.abs(written / scale)).toBeGreaterThan(10 * logit);
    expect(Math.abs(residue - written / scale)).toBeLessThan(logit);
  });
});

/** g ⊙ W_U[token]. */
function direction64(token: number): Float64Array {
  const row = weights.unembedding.subarray(token * shape.width, (token + 1) * shape.width);
  return row.map((value, i) => value * (weights.finalGain[i] ?? NaN));
}

function attributed64(baseline: AttributionBaseline): ReadonlyMap<string, number> {
  const run = runFloat64(weights, tokens);
  const scale = run.row('ln_final.hook_scale', 0, position)[0] ?? NaN;
  const all = Array.from({ length: shape.vocabularySize }, (_, token) => direction64(token));
  const direction = direction64(42).map((value, i) => {
    if (baseline === 'none') return value;
    if (baseline !== 'vocabulary-mean') return value - (all[baseline.rival]?.[i] ?? NaN);
    return value - all.reduce((sum, row) => sum + (row[i] ?? NaN), 0) / all.length;
  });
  const part = (row: Float64Array): number =>
    row.reduce((sum, value, i) => sum + value * (direction[i] ?? NaN), 0) / scale;
  const parts = new Map([['embed', part(run.row('hook_embed', 0, position))]]);
  for (let layer = 0; layer < shape.layerCount; layer += 1) {
    for (const site of ['hook_attn_out', 'hook_mlp_out'] as const) {
      parts.set(`blocks.${String(layer)}.${site}`, part(run.row(site, layer, position)));
    }
  }
  return parts;
}
