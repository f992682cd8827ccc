import { describe, expect, test } from 'vitest';
import { decodeDifferenceCode } from '#contract/difference-code.ts';
import type { Branch } from '#contract/forward-pass.ts';
import { rowShape, type LayerSite } from '#contract/hook-site.ts';
import type { Intervention } from '#contract/interventions.ts';
import { binBounds } from '#contract/overview.ts';
import { decodeSafetensors, requireTensor } from '#contract/safetensors.ts';
import { createTinyForwardPass, drain } from '#tests/support/tiny-engine.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';
import { DifferenceEncoder } from './difference-encoder.ts';

const tiny = createTinyModel({ seed: 6 });
const { layerCount, headCount } = tiny.shape;
const forward = createTinyForwardPass(tiny, 'i16');
const tokens = [5, 77, 100, 33, 270, 1];
const original = forward.createBranch();
drain(original.prefill(tokens));

interface Codes {
  readonly z: Uint8Array;
  readonly post: Uint8Array;
  readonly resid: Uint8Array;
  readonly whole: Uint8Array;
}

function differenceOf(changed: Branch, position: number): Codes {
  const clock = { branch: 1, step: 9, position, token: 1, revision: 1 };
  const message = drain(new DifferenceEncoder(forward).encode(original, changed, clock));
  const blob = decodeSafetensors(new Uint8Array(message));
  const codes = (name: string): Uint8Array => requireTensor(blob, name, 'U8').data;
  expect(blob.metadata.get('kind')).toBe('difference');
  expect([...requireTensor(blob, 'clock', 'I32').data]).toEqual([1, 9, position, 1, 1]);
  return {
    z: codes('attn.hook_z'),
    post: codes('mlp.hook_post'),
    resid: codes('hook_resid_post'),
    whole: codes('whole'),
  };
}

/** d of some values, in float64 (SPEC.md, DIFF1). */
function differenceIn64(before: readonly number[], after: readonly number[], rowRms: number) {
  const rms = (values: readonly number[]): number =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  const d = rms(after.map((value, i) => value - (before[i] ?? NaN))) / rowRms;
  return { d, fell: rms(after) < rms(before) };
}

function faultsOf(
  codes: Uint8Array,
  changed: Branch,
  at: { site: LayerSite; layer: number; position: number },
  binCount: number,
): readonly string[] {
  const { site, layer, position } = at;
  const before = [...original.borrowRow(site, layer, position)];
  const after = [...changed.borrowRow(site, layer, position)];
  const sizes = rowShape(site, tiny.shape, position + 1);
  const length = sizes.at(-1) ?? 0;
  const groupCount = sizes.length === 2 ? (sizes[0] ?? 1) : 1;
  const rowRms = Math.sqrt(before.reduce((sum, value) => sum + value ** 2, 0) / before.length);
  const faults: string[] = [];
  for (let bin = 0; bin < groupCount * binCount; bin++) {
    const group = Math.floor(bin / binCount);
    const [first, end] = binBounds(bin % binCount, binCount, length).map((i) => group * length + i);
    const { d, fell } = differenceIn64(before.slice(first, end), after.slice(first, end), rowRms);
    const code = codes[layer * groupCount * binCount + bin] ?? NaN;
    const seen = decodeDifferenceCode(code);
    const isNearFloor = Math.abs(d - 1e-3) < 1e-6;
    const isRight =
      d < 1e-3 || isNearFloor
        ? code === 0 || (isNearFloor && (code & 127) === 1)
        : Math.abs(seen / Math.min(d, 1) - 1) < 0.03 && code >> 7 === Number(fell);
    if (!isRight) faults.push(`${site} ${String(bin)}: code ${String(code)} for ${String(d)}`);
  }
  return faults;
}

const silence: Intervention = { op: 'scale', site: 'attn.hook_z', layer: 1, head: 2, value: 0 };

describe('[DIFF1] [DIFF2] d of every bin and row is that of the two branches’ values', () => {
  test.each<[string, readonly Intervention[]]>([
    ['a head silenced', [silence]],
    ['neurons doubled', [{ op: 'scale', site: 'mlp.hook_post', layer: 0, value: 2 }]],
    ['a residual nudged', [{ op: 'scale', site: 'hook_resid_pre', layer: 0, value: 1.004 }]],
  ])('%s', (_, list) => {
    const changed = drain(original.fork(list));
    const faults: string[] = [];
    const seen = new Set<number>();
    for (const position of [0, 3, 5]) {
      const { z, post, resid, whole } = differenceOf(changed, position);
      for (let layer = 0; layer < layerCount; layer++) {
        const at = { layer, position };
        faults.push(
          ...faultsOf(z, changed, { ...at, site: 'attn.hook_z' }, 8),
          ...faultsOf(post, changed, { ...at, site: 'mlp.hook_post' }, 64),
          ...faultsOf(resid, changed, { ...at, site: 'hook_resid_post' }, 64),
        );
        for (const [place, site] of (
          ['attn.hook_z', 'mlp.hook_post', 'hook_resid_post'] as const
        ).entries()) {
          const before = [...original.borrowRow(site, layer, position)];
          const after = [...changed.borrowRow(site, layer, position)];
          const { d, fell } = differenceIn64(
            before,
            after,
            differenceIn64(
              before,
              before.map(() => 0),
              1,
            ).d,
          );
          const code = whole[3 * layer + place] ?? NaN;
          if (d >= 1e-3 && code >> 7 !== Number(fell)) faults.push(`sign of whole ${site}`);
          if (Math.abs(decodeDifferenceCode(code) - Math.min(d, 1)) > Math.max(1e-3, 0.03 * d)) {
            faults.push(`whole ${site}: ${String(code)} for ${String(d)}`);
          }
        }
      }
      for (const code of [...z, ...post, ...resid]) seen.add(code >> 7);
    }
    expect(faults).toEqual([]);
    expect([...seen].sort()).toEqual([0, 1]);
    changed.dispose();
  });
});

test('[DIFF2] nothing is lit where nothing moved, before the first change and above a stop', () => {
  const changed = drain(
    original.fork([
      { ...silence, positions: [4] },
      { layer: 1, op: 'stop' },
    ]),
  );
  const before = differenceOf(changed, 3);
  expect(
    Object.values(before).every((codes: Uint8Array) => codes.every((code) => code === 0)),
  ).toBe(true);
  const { z, whole } = differenceOf(changed, 4);
  const perLayer = headCount * 8;
  const headBins = [...z.subarray(perLayer + 16, perLayer + 24)];
  expect(headBins.every((code) => code >> 7 === 1)).toBe(true);
  expect(
    [...z.subarray(0, perLayer), ...z.subarray(2 * perLayer)].every((code) => code === 0),
  ).toBe(true);
  expect([...whole.subarray(6)]).toEqual([0, 0, 0]);
  changed.dispose();
});
