import { describe, expect, test } from 'vitest';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import { decodeDisplayCode, encodeDisplayCode, encodeShareCode } from '#contract/display-code.ts';
import type { Branch } from '#contract/forward-pass.ts';
import { createFakeModel } from '#tests/fakes/fake-model.ts';
import { MessageDecoder } from '#workers/decode/message-decoder.ts';
import { helloMessage } from './hello-message.ts';
import { OverviewEncoder } from './overview-encoder.ts';
import { SinkTracker } from './sink-tracker.ts';

const model = createFakeModel();
const { shape } = model.forward;
const tokens = [7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9];

/** Overviews of every position of a branch, made and read back. */
function overviewsOf(branch: Branch): DecodedOverview[] {
  const encoder = new OverviewEncoder(model.forward, model.display, 128);
  const sinks = new SinkTracker(shape.layerCount, 128);
  const decoder = new MessageDecoder();
  const takeTexels = (): Uint8Array<ArrayBuffer> => new Uint8Array(decoder.texelByteLength);
  const run = { request: 1, prompt: '', chat: false } as const;
  const sampling = { temperature: 0, topK: 0, topP: 1, seed: 0 };
  const facts = { id: 1, promptTokenCount: tokens.length };
  decoder.decode(helloMessage(model, { kind: 'run', ...run, sampling }, facts), takeTexels);
  return tokens.map((token, position) => {
    const clock = { branch: 0, step: position, position, token, revision: 0 };
    const decoded = decoder.decode(encoder.encode(branch, clock, sinks), takeTexels);
    if (decoded.type !== 'overview') throw new Error(JSON.stringify(decoded));
    return decoded;
  });
}

function filledBranch(
  interventions: Parameters<typeof model.forward.createBranch>[0] = [],
): Branch {
  const branch = model.forward.createBranch(interventions);
  for (const token of tokens) branch.step(token);
  return branch;
}

const branch = filledBranch();
const overviews = overviewsOf(branch);
const norm = (row: Float32Array): number => Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

describe.each([0, 1, 2])('layer %i', (layer) => {
  test('[OV1] [OV4] ratios, cosines and norms are those of the rows', () => {
    for (const [position, overview] of overviews.entries()) {
      const row = (site: Parameters<Branch['borrowRow']>[0]): Float32Array =>
        branch.borrowRow(site, layer, position);
      const [pre, mid, post] = [
        row('hook_resid_pre'),
        row('hook_resid_mid'),
        row('hook_resid_post'),
      ];
      const [attention, feedForward] = [row('hook_attn_out'), row('hook_mlp_out')];
      const place = 2 * layer;
      expect(overview.added[place]).toBeCloseTo(norm(attention) / norm(pre), 5);
      expect(overview.added[place + 1]).toBeCloseTo(norm(feedForward) / norm(mid), 5);
      expect(overview.addedCosine[place]).toBeCloseTo(
        dot(attention, pre) / norm(attention) / norm(pre),
        5,
      );
      expect(overview.addedCosine[place + 1]).toBeCloseTo(
        dot(feedForward, mid) / norm(feedForward) / norm(mid),
        5,
      );
      expect(overview.residCosine[layer]).toBeCloseTo(dot(post, pre) / norm(post) / norm(pre), 5);
      expect((overview.residNorm[layer] ?? 0) / norm(post)).toBeCloseTo(1, 5);
      expect(overview.lnScale[place]).toBe(row('ln1.hook_scale')[0]);
      expect(overview.lnScale[place + 1]).toBe(row('ln2.hook_scale')[0]);
    }
  });

  test('[OV2] [CODE1] a bin is the strongest of its values, sign kept', () => {
    const hi = model.display.hooks['mlp.hook_post'].hi[layer] ?? 0;
    const binSize = shape.neuronCount / 64;
    for (const [position, { postCodes }] of overviews.entries()) {
      const row = branch.borrowRow('mlp.hook_post', layer, position);
      for (let bin = 0; bin < 64; bin++) {
        const values = row.subarray(bin * binSize, (bin + 1) * binSize);
        const strongest = values.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
        expect(postCodes[64 * layer + bin]).toBe(encodeDisplayCode(strongest, hi));
      }
    }
  });

  test('[OV2] bins of z stay within their head', () => {
    const hi = model.display.hooks['attn.hook_z'].hi[layer] ?? 0;
    for (const [position, { zCodes }] of overviews.entries()) {
      const row = branch.borrowRow('attn.hook_z', layer, position);
      for (let head = 0; head < shape.headCount; head++) {
        const lastBin = row.subarray(
          (head + 1) * shape.headWidth - 4,
          (head + 1) * shape.headWidth,
        );
        const strongest = lastBin.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
        const code = zCodes[(layer * shape.headCount + head) * 8 + 7] ?? 0;
        expect(code).toBe(encodeDisplayCode(strongest, hi));
      }
    }
  });

  test('[OV3] [CODE5] a residual bin times norm over √width is the raw value', () => {
    const hi = model.display.hooks.hook_resid_post.hi[layer] ?? 0;
    const binSize = shape.width / 64;
    for (const [position, { residCodes, residNorm }] of overviews.entries()) {
      const row = branch.borrowRow('hook_resid_post', layer, position);
      const scale = (residNorm[layer] ?? 0) / Math.sqrt(shape.width);
      for (let bin = 0; bin < 64; bin++) {
        const values = row.subarray(bin * binSize, (bin + 1) * binSize);
        const strongest = values.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
        const code = residCodes[64 * layer + bin] ?? 0;
        if ((code & 127) % 127 === 0) continue;
        const ratio = (decodeDisplayCode(code, hi) * scale) / strongest;
        expect(Math.abs(Math.log10(ratio))).toBeLessThan(0.5 * (5 / 126) + 1e-3);
      }
    }
  });

  test('[OV5] [OV7] [SHARE1] attention is the strongest keys, self, sinks and the rest', () => {
    for (const [position, overview] of overviews.entries()) {
      const pattern = branch.borrowRow('attn.hook_pattern', layer, position);
      for (let head = 0; head < shape.headCount; head++) {
        const row = pattern.subarray(head * (position + 1), (head + 1) * (position + 1));
        const place = layer * shape.headCount + head;
        // The fake's position 0 has a residual 100 times the others'.
        const isSink = (key: number): boolean => position > 0 && key === 0;
        const others = Array.from(row.entries()).filter(([key]) => key < position && !isSink(key));
        const ranked = others.filter(([, w]) => encodeShareCode(w) > 0).sort((a, b) => b[1] - a[1]);
        const top = ranked.slice(0, 8);
        const keys = [...overview.attentionKey.subarray(8 * place, 8 * place + 8)];
        expect(keys.slice(0, top.length)).toEqual(top.map(([key]) => key));
        expect(keys.slice(top.length).every((key) => key === 65535)).toBe(true);
        for (const [rank, [, weight]] of top.entries()) {
          const shown = overview.attentionWeight[8 * place + rank] ?? 0;
          expect(Math.abs(shown / weight - 1)).toBeLessThan(0.024);
        }
        const total =
          others.reduce((sum, [, w]) => sum + w, 0) - top.reduce((sum, [, w]) => sum + w, 0);
        if (total > 1e-4) {
          expect(Math.abs((overview.attentionRest[place] ?? 0) / total - 1)).toBeLessThan(0.024);
        }
        const sinkWeight = position > 0 ? (row[0] ?? 0) : 0;
        const sink = overview.attentionSink[place] ?? 0;
        if (encodeShareCode(sinkWeight) === 0) expect(sink).toBe(0);
        else expect(Math.abs(sink / sinkWeight - 1)).toBeLessThan(0.024);
      }
    }
  });
});

test('[OV1] the prediction is the five likeliest tokens with their log-probabilities', () => {
  for (const [position, { predictionToken, predictionLogprob }] of overviews.entries()) {
    const logits = [...branch.borrowRow('logits', 0, position)];
    const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    const ranked = logits.map((logit, id) => [logit, id] as const).sort((a, b) => b[0] - a[0]);
    expect([...predictionToken]).toEqual(ranked.slice(0, 5).map(([, id]) => id));
    for (const [rank, logprob] of predictionLogprob.entries()) {
      expect(logprob).toBeCloseTo((ranked[rank]?.[0] ?? 0) - total, 5);
    }
  }
});

test('[OV6] layers above a stop are empty and say so', () => {
  const stopped = overviewsOf(filledBranch([{ op: 'stop', layer: 0 }]));
  for (const overview of stopped) {
    expect(overview.lnScale[0]).toBeGreaterThan(0);
    expect([...overview.lnScale.subarray(2)]).toEqual([0, 0, 0, 0]);
    expect([...overview.residNorm.subarray(1)]).toEqual([0, 0]);
    expect(overview.postCodes.subarray(64).every((code) => code === 0)).toBe(true);
    expect(overview.attentionKey.subarray(8 * shape.headCount).every((k) => k === 65535)).toBe(
      true,
    );
  }
});

test('what is no longer finite is refused in words', () => {
  const broken: Branch = {
    ...branchView(branch),
    borrowRow: (site, layer, position) => {
      const row = branch.borrowRow(site, layer, position);
      return site === 'hook_mlp_out' && layer === 1 ? row.fill(Infinity) : row;
    },
  };
  expect(() => overviewsOf(broken)).toThrow(
    'The numbers at position 0 are no longer finite; undo the last change.',
  );
});

function branchView(inner: Branch): Branch {
  return {
    id: 0,
    tokens: inner.tokens,
    interventions: [],
    revision: 0,
    prefill: (list) => inner.prefill(list),
    step: (token) => {
      inner.step(token);
    },
    borrowLogits: () => inner.borrowLogits(),
    borrowRow: (site, layer, position) => inner.borrowRow(site, layer, position),
    fork: (list) => inner.fork(list),
    runTests: (position, tests) => inner.runTests(position, tests),
    truncatedTo: (count) => inner.truncatedTo(count),
    dispose: () => {
      inner.dispose();
    },
  };
}
