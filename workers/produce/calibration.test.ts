import { expect, test } from 'vitest';
import type { Display } from '#contract/control-message.ts';
import type { Branch } from '#contract/forward-pass.ts';
import { FakeForwardPass } from '#tests/fakes/fake-forward-pass.ts';
import { PlainRowMath } from '#tests/fakes/plain-row-math.ts';
import { measureDisplay } from './calibration.ts';

const tokens = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];
const textHash = 'f'.repeat(64);
const math = new PlainRowMath();
const postPlan = { groupCount: 1, binsPerGroup: 64 };

function measure(forward: FakeForwardPass): Display {
  const slices = measureDisplay(forward, tokens, textHash);
  for (;;) {
    const next = slices.next();
    if (next.done === true) return next.value;
  }
}

function filledBranch(forward: FakeForwardPass): Branch {
  const branch = forward.createBranch();
  for (const token of tokens) branch.step(token);
  return branch;
}

function magnitudes(row: Float32Array): number[] {
  return [...row].map(Math.abs);
}

/** Nearest rank, as in six digits. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[Math.ceil(share * sorted.length) - 1] ?? NaN).toPrecision(6));
}

test('[CAL2] the top of a scale is the strongest bin of the whole text', () => {
  const forward = new FakeForwardPass();
  const { hooks } = measure(forward);
  const branch = filledBranch(forward);
  for (let layer = 0; layer < forward.shape.layerCount; layer++) {
    const bins = tokens.flatMap((_, position) =>
      magnitudes(
        math.borrowStrongest(branch.borrowRow('mlp.hook_post', layer, position), postPlan),
      ),
    );
    expect(hooks['mlp.hook_post'].hi[layer]).toBeCloseTo(Math.max(...bins), 5);
  }
});

test('[CAL3] brightness runs over positions that are neither first nor a sink', () => {
  const forward = new FakeForwardPass();
  // Position 4 becomes a sink on the last layer alone: it is left out on every layer.
  const spoil = (site: string, layer: number, position: number): number =>
    position === 4 && layer === 1 && site === 'hook_resid_post' ? 1000 : 1;
  const createBranch = forward.createBranch.bind(forward);
  forward.createBranch = (list) => {
    const branch = createBranch(list);
    const borrowRow = branch.borrowRow.bind(branch);
    branch.borrowRow = (site, layer, position) => {
      const isCarried = site === 'hook_resid_pre' && layer > 0;
      const factor = isCarried
        ? spoil('hook_resid_post', layer - 1, position)
        : spoil(site, layer, position);
      return borrowRow(site, layer, position).map((value) => value * factor);
    };
    return branch;
  };
  const { hooks } = measure(forward);
  const branch = filledBranch(forward);
  const kept = [1, 2, 3, 5, 6, 7, 8, 9];
  for (let layer = 0; layer < forward.shape.layerCount; layer++) {
    const rows = kept.map((position) => branch.borrowRow('mlp.hook_post', layer, position).slice());
    const values = rows.flatMap(magnitudes);
    const bins = rows.flatMap((row) => magnitudes(math.borrowStrongest(row, postPlan)));
    const shown = hooks['mlp.hook_post'];
    expect(shown.brightness[layer]).toEqual([percentile(bins, 0.5), percentile(bins, 0.995)]);
    expect(shown.valueBrightness[layer]).toEqual([
      percentile(values, 0.5),
      percentile(values, 0.995),
    ]);
  }
});

test('[CAL3] [OV3] residuals are measured in units of the scale that reads them', () => {
  const forward = new FakeForwardPass();
  const { hooks } = measure(forward);
  // A row over its own root mean square has a mean square of 1, whatever the sink at position 0 does.
  for (const [median, high] of hooks.hook_resid_post.valueBrightness) {
    expect(median).toBeGreaterThan(0.3);
    expect(median).toBeLessThan(1);
    expect(high).toBeLessThan(4);
  }
});

test('[CAL1] the scale names the text it was measured on', () => {
  expect(measure(new FakeForwardPass()).calibration).toBe(textHash);
});
