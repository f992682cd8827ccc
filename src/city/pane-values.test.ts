import { expect, test } from 'vitest';
import { encodeDisplayCode } from '#contract/display-code.ts';
import type { DecodedValues } from '#contract/decoded-message.ts';
import type { Site } from '#contract/hook-site.ts';
import type { ReadableStore } from '#store/read.ts';
import { fakeHello, fakeHi, fakeOverview, fakeShape, fakeValues } from '#tests/fakes/fake-run.ts';
import { benchWithRun } from '#tests/fakes/store-bench.ts';
import { binRange, paneNumberText, paneValue } from './pane-values.ts';

const model = { shape: fakeShape, display: fakeHello().display };

function storeWith(values?: DecodedValues): ReadableStore {
  const { store } = benchWithRun(1);
  const overview = fakeOverview(0, ({ zCodes, residCodes, residNorm }) => {
    zCodes[8 * 2 + 3] = encodeDisplayCode(-0.5, fakeHi);
    residCodes[7] = encodeDisplayCode(0.25, fakeHi);
    residNorm.fill(3 * Math.sqrt(fakeShape.width));
  });
  return {
    ...store,
    state: { ...store.state, overviews: [overview] },
    valuesOf: (site: Site) => (values?.site === site ? values : undefined),
  };
}

test('[OV2] bins cover each row once, in order, without gaps', () => {
  for (const [site, bins, length] of [
    ['attn.hook_z', fakeShape.headCount * 8, fakeShape.headCount * fakeShape.headWidth],
    ['mlp.hook_post', 64, fakeShape.neuronCount],
    ['hook_resid_post', 64, fakeShape.width],
  ] as const) {
    let next = 0;
    for (let bin = 0; bin < bins; bin += 1) {
      const { from, to } = binRange(site, bin, fakeShape);
      expect(from).toBe(next);
      expect(to).toBeGreaterThan(from);
      next = to;
    }
    expect(next).toBe(length);
  }
});

test('with the row there, a pane shows the value of largest magnitude and its index in the head', () => {
  const data = new Float32Array(fakeShape.headCount * fakeShape.headWidth);
  // Head 1, dimensions 8 … 15 are bin 1 of that head.
  data[fakeShape.headWidth + 9] = 0.25;
  data[fakeShape.headWidth + 11] = -0.75;
  const shape = [1, fakeShape.headCount, fakeShape.headWidth];
  const store = storeWith(
    fakeValues({ site: 'attn.hook_z', layer: 1, positions: [0], shape, data }),
  );
  const at = { site: 'attn.hook_z', position: 0, layer: 1, bin: 8 + 1 } as const;
  expect(paneValue(store, at, model)).toMatchObject({ value: -0.75, index: 11 });
});

test('without it, the middle of the display code’s step, in the row’s own units', () => {
  const store = storeWith();
  const z = paneValue(store, { site: 'attn.hook_z', position: 0, layer: 1, bin: 3 }, model);
  expect(z?.index).toBe(-1);
  expect(z?.value).toBeGreaterThan(-0.53);
  expect(z?.value).toBeLessThan(-0.47);
  // [OV3] Residual codes count in units of the LayerNorm scale: 0.25 × 3.
  const resid = { site: 'hook_resid_post', position: 0, layer: 0, bin: 7 } as const;
  expect(paneValue(store, resid, model)?.value).toBeCloseTo(0.75, 1);
  const absent = { site: 'hook_resid_post', position: 5, layer: 0, bin: 7 } as const;
  expect(paneValue(store, absent, model)).toBeUndefined();
});

test('numbers are three digits when exact, two and ≈ when not, and short in any case', () => {
  expect(paneNumberText(0.123456, true)).toBe('0.123');
  expect(paneNumberText(-12.3456, true)).toBe('−12.3');
  expect(paneNumberText(-1234.5, true)).toBe('−1235');
  expect(paneNumberText(0.123456, false)).toBe('≈0.12');
  expect(paneNumberText(-0.000123, true)).toBe('−1.2e−4');
  expect(paneNumberText(2.5e7, false)).toBe('≈2.5e7');
  expect(paneNumberText(0, true)).toBe('0');
});
