import { expect, test } from 'vitest';
import type { Target } from '#contract/intent.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { avenuePlan, towerMiddleMetres } from '#tests/support/avenue.ts';
import { cityMeasures } from './city-measures.ts';
import { pick } from './pick.ts';
import { targetFrames } from './target-frames.ts';
import type { TargetFrame } from './target-frames.ts';

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
const plan = avenuePlan(7, shape);
const lens = { position: 6, widthMetres: 1, standingCount: 7 };

/** Whoever points at the middle of a target's outline from a little in front of it points at the target. */
function expectPickedThrough(target: Target, frame: TargetFrame, toleranceRadians: number): void {
  const { middle, along } = frame;
  // To the right of "along" is behind: the outline is read from its outer side.
  const outward = { x: along.z, z: -along.x };
  const metres = 0.5;
  const eye = { x: middle.x + outward.x * metres, y: middle.y, z: middle.z + outward.z * metres };
  const direction = { x: -outward.x, y: 0, z: -outward.z };
  const scene = {
    plan,
    eye,
    beams: undefined,
    risenLayers: () => Infinity,
    billboardsShown: true,
    lens,
    toleranceRadians,
  };
  expect(pick({ origin: eye, direction }, scene)?.target).toEqual(target);
}

test('an outline lies where picking finds its target, on every wall', () => {
  const fine: readonly Target[] = [
    { kind: 'bin', site: 'attn.hook_z', position: 3, layer: 4, bin: 17 },
    { kind: 'bin', site: 'mlp.hook_post', position: 0, layer: 29, bin: 63 },
    { kind: 'bin', site: 'hook_resid_post', position: 6, layer: 0, bin: 5 },
    { kind: 'token', position: 2 },
  ];
  const eye = { x: towerMiddleMetres(3), y: 5, z: -20 };
  for (const target of fine) {
    const frames = targetFrames(target, { plan, eye, lens });
    expect(frames).toHaveLength(4);
    for (const frame of frames) expectPickedThrough(target, frame, 0.001);
  }
  const coarse: readonly Target[] = [
    { kind: 'head', position: 4, layer: 12, head: 8 },
    { kind: 'feed-forward', position: 1, layer: 20 },
  ];
  for (const target of coarse) {
    const tolerance = target.kind === 'head' ? 0.06 : 0.2;
    for (const frame of targetFrames(target, { plan, eye, lens })) {
      expectPickedThrough(target, frame, tolerance);
    }
  }
});

test('signs are outlined on the side that is read', () => {
  for (const z of [-20, 20]) {
    const eye = { x: towerMiddleMetres(3), y: 5, z };
    const [board] = targetFrames({ kind: 'prediction', position: 3 }, { plan, eye, lens });
    expect(Math.sign(board?.middle.z ?? 0)).toBe(Math.sign(z));
    const sign = targetFrames({ kind: 'lens', position: 6, layer: 3 }, { plan, eye, lens });
    expect(sign).toHaveLength(1);
  }
  const eye = { x: 0, y: 5, z: -20 };
  expect(targetFrames({ kind: 'lens', position: 2, layer: 3 }, { plan, eye, lens })).toEqual([]);
});

test('a layer is outlined around the whole avenue, a beam not at all', () => {
  const eye = { x: 0, y: 5, z: -20 };
  const frames = targetFrames({ kind: 'layer', layer: 2 }, { plan, eye, lens });
  expect(frames).toHaveLength(4);
  const [street] = frames;
  expect(2 * (street?.halfWidth ?? 0)).toBeGreaterThan(
    towerMiddleMetres(6) + cityMeasures.towerMetres,
  );
  const beam = { kind: 'beam', layer: 1, head: 2, query: 5, key: 1 } as const;
  expect(targetFrames(beam, { plan, eye, lens })).toEqual([]);
});
