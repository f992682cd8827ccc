import { expect, test } from 'vitest';
import type { ModelShape } from '#contract/model-shape.ts';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { cityMeasures } from './city-measures.ts';
import { paneRect } from './facade-plan.ts';
import type { WallSite } from './facade-plan.ts';
import { faces } from './face.ts';
import { wallCellAt } from './wall-lookup.ts';

const shape: ModelShape = {
  layerCount: 30,
  width: 576,
  headCount: 9,
  kvHeadCount: 3,
  headWidth: 64,
  neuronCount: 1536,
  vocabularySize: 49152,
  contextLength: 2048,
};
const binCounts: Record<WallSite, number> = {
  'attn.hook_z': 72,
  'mlp.hook_post': 64,
  hook_resid_post: 64,
};
const sites = Object.keys(binCounts) as WallSite[];

test('every point of a pane is found as that pane, on every wall', () => {
  for (const face of faces) {
    for (const site of sites) {
      for (let bin = 0; bin < binCounts[site]; bin += 1) {
        const pane = paneRect(site, bin, shape, face);
        for (const [across, up] of [
          [0.5, 0.5],
          [0.01, 0.01],
          [0.99, 0.99],
        ] as const) {
          const u = pane.left + (pane.right - pane.left) * across;
          const v = pane.bottom + (pane.top - pane.bottom) * up;
          expect(wallCellAt(u, v, face, shape)).toMatchObject({ kind: 'bin', site, bin });
        }
      }
    }
  }
});

test('no point of a wall falls into a pane that is not there', () => {
  const random = createSeededRandom(3);
  let floors = 0;
  for (let nth = 0; nth < 20_000; nth += 1) {
    const face = faces[Math.floor(random() * 4)] ?? 'street';
    const cell = wallCellAt(
      random() * cityMeasures.towerMetres,
      random() * cityMeasures.floorMetres,
      face,
      shape,
    );
    if (cell.kind === 'floor') floors += 1;
    else {
      expect(cell.bin).toBeLessThan(binCounts[cell.site]);
      expect(cell.head).toBe(cell.site === 'attn.hook_z' ? Math.floor(cell.bin / 8) : -1);
    }
  }
  expect(floors).toBeGreaterThan(1000);
});
