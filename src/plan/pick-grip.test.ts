import { expect, test } from 'vitest';
import type { Target } from '#contract/intent.ts';
import type { Ray, Vec3 } from '#contract/preview.ts';
import { avenuePlan, avenuePoint, bundledShape, towerMiddleMetres } from '#tests/support/avenue.ts';
import { beamCurveLength, beamPoint, beamRadiusMetres, writeBeamCurve } from './beam-curve.ts';
import { withOpenLayers } from './city-plan.ts';
import { gripOfTarget } from './grip-of-target.ts';
import { pickGrip } from './pick-grip.ts';
import type { GripScene } from './pick-grip.ts';
import type { PickableBeams } from './pickable-beams.ts';
import { planeMetres, sliceLayerAt } from './pick-ruler.ts';
import { emptySignColumn, writeSignColumn } from './sign-column.ts';

const plan = avenuePlan(5);
const eye = { x: 4, y: 8, z: -20 };
const torn = { layer: 23, head: 4, query: 4, key: 3 };

function rulerFor(from: Vec3, on = plan) {
  const column = emptySignColumn();
  const asked = { position: 0, standingCount: 5, preferredSide: -1, neededMetres: 0.5 } as const;
  writeSignColumn(column, on, from, asked);
  return { column, share: 1, bladeLayer: 29 };
}

/** A point on the ruler, so far beside the tower. */
function onRuler(y: number, besideMetres = 0.25): Vec3 {
  const { column } = rulerFor(eye);
  const across = besideMetres * column.side;
  return {
    x: column.cornerX + column.rightX * across,
    y,
    z: column.cornerZ + column.rightZ * across,
  };
}

function oneBeam(): PickableBeams {
  const curves = new Float32Array(beamCurveLength);
  writeBeamCurve(curves, 0, torn, plan);
  return {
    count: 1,
    curves,
    radiiMetres: new Float32Array([beamRadiusMetres(0.9)]),
    isShown: () => true,
    targetOf: () => ({ kind: 'beam', ...torn }),
  };
}

function sceneFrom(change: Partial<GripScene> = {}): GripScene {
  return {
    plan,
    eye,
    beams: undefined,
    risenLayers: () => Infinity,
    billboardsShown: true,
    lens: { position: 4, widthMetres: 1.5, standingCount: 5 },
    toleranceRadians: 0.002,
    ruler: rulerFor(eye),
    hiddenFromMetres: Infinity,
    ...change,
  };
}

function rayTo(to: Vec3, origin: Vec3 = eye): Ray {
  const away = { x: to.x - origin.x, y: to.y - origin.y, z: to.z - origin.z };
  const length = Math.hypot(away.x, away.y, away.z);
  return {
    origin,
    direction: { x: away.x / length, y: away.y / length, z: away.z / length },
  };
}

test('each floor is held by its number on the ruler, and the plane by its blade', () => {
  for (let layer = 0; layer < bundledShape.layerCount; layer += 1) {
    const found = pickGrip(rayTo(onRuler(plan.floors.middleMetres(layer))), sceneFrom());
    expect(found).toMatchObject({
      grip: { verb: 'grab', layer },
      target: { kind: 'layer', layer },
      isHandle: true,
    });
  }
  for (const bladeLayer of [29, 11]) {
    const ruler = { ...rulerFor(eye), bladeLayer };
    const found = pickGrip(rayTo(onRuler(planeMetres(plan, bladeLayer))), sceneFrom({ ruler }));
    expect(found?.grip).toEqual({ verb: 'slice', layer: bladeLayer });
  }
});

test('beside, below and above the ruler, and where it is left out, there is nothing to hold', () => {
  const middle = plan.floors.middleMetres(12);
  for (const to of [onRuler(middle, 0.7), onRuler(0.2), onRuler(plan.roofMetres + 0.4)]) {
    expect(pickGrip(rayTo(to), sceneFrom())).toBeUndefined();
  }
  const ray = rayTo(onRuler(middle));
  expect(pickGrip(ray, sceneFrom({ ruler: undefined }))).toBeUndefined();
  expect(pickGrip(ray, sceneFrom({ ruler: { ...rulerFor(eye), share: 0 } }))).toBeUndefined();
  expect(pickGrip(ray, sceneFrom({ hiddenFromMetres: 3 }))).toBeUndefined();
});

test('between folded floors only the numbers that stand there are handles', () => {
  const folded = withOpenLayers(plan, [12]);
  const scene = sceneFrom({ plan: folded, ruler: rulerFor(eye, folded) });
  const held = [10, 11, 12, 13].map((layer) => {
    return pickGrip(rayTo(onRuler(folded.floors.middleMetres(layer))), scene)?.grip.layer;
  });
  expect(held).toEqual([10, undefined, 12, undefined]);
});

test('a mouse holds beams and lens signs, never a wall; a hand takes the floor it points at', () => {
  const beams = oneBeam();
  const onBeam = beamPoint(beams.curves, 0, 0.5);
  const found = pickGrip(rayTo(onBeam), sceneFrom({ beams }));
  expect(found).toMatchObject({ grip: { verb: 'pull', ...torn }, isHandle: false });
  const sign = {
    x: towerMiddleMetres(4) + 0.75 + 0.8,
    y: plan.floors.middleMetres(26),
    z: -0.75,
  };
  expect(pickGrip(rayTo(sign), sceneFrom())?.grip).toEqual({ verb: 'slice', layer: 26 });
  const wall = avenuePoint({ position: 2, layer: 7, face: 'street', u: 0.7, v: 0.15 });
  expect(pickGrip(rayTo(wall), sceneFrom())).toBeUndefined();
  const far = { point: eye, reachMetres: 0.03 };
  expect(pickGrip(rayTo(wall), sceneFrom(), far)).toMatchObject({
    grip: { verb: 'grab', layer: 7 },
    isHandle: false,
  });
  const sky = { x: 4, y: 40, z: 0 };
  expect(pickGrip(rayTo(sky), sceneFrom(), far)).toBeUndefined();
});

test('what stands open is not covered by a beam that bows before it', () => {
  const beams = oneBeam();
  const ray = rayTo(beamPoint(beams.curves, 0, 0.5));
  expect(pickGrip(ray, sceneFrom({ beams, hiddenFromMetres: 100 }))).toBeUndefined();
});

test('a hand takes the beam within 3 cm of it, before the floor that it touches, before what it points at', () => {
  const beams = oneBeam();
  const middle = beamPoint(beams.curves, 0, 0.4);
  const radius = beamRadiusMetres(0.9);
  const handAt = (up: number) => ({
    point: { ...middle, y: middle.y + radius + up },
    reachMetres: 0.03,
  });
  const away = rayTo({ x: 4, y: 60, z: -20 });
  const scene = sceneFrom({ beams });
  expect(pickGrip(away, scene, handAt(0.029))?.grip).toEqual({ verb: 'pull', ...torn });
  expect(pickGrip(away, scene, handAt(0.031))).toBeUndefined();
  const inWall = avenuePoint({ position: 1, layer: 9, face: 'street', u: 0.7, v: 0.15, out: 0.02 });
  const elsewhere = rayTo(avenuePoint({ position: 2, layer: 3, face: 'street', u: 0.7, v: 0.15 }));
  const touching = { point: inWall, reachMetres: 0.03 };
  expect(pickGrip(elsewhere, scene, touching)).toMatchObject({
    grip: { verb: 'grab', layer: 9 },
    point: inWall,
  });
  const unrisen = { ...scene, risenLayers: () => 4 };
  expect(pickGrip(elsewhere, unrisen, touching)?.grip).toEqual({ verb: 'grab', layer: 3 });
});

test('a plane snaps to the nearest layer, and never below the lowest', () => {
  for (const layer of [0, 13, 29]) {
    const y = planeMetres(plan, layer);
    expect([y - 0.24, y, y + 0.24].map((height) => sliceLayerAt(plan, height))).toEqual([
      layer,
      layer,
      layer,
    ]);
  }
  expect(sliceLayerAt(plan, -3)).toBe(0);
  expect(sliceLayerAt(plan, 99)).toBe(29);
});

test.each<readonly [Target, unknown]>([
  [{ kind: 'token', position: 1 }, undefined],
  [{ kind: 'prediction', position: 1 }, undefined],
  [
    { kind: 'layer', layer: 3 },
    { verb: 'grab', layer: 3 },
  ],
  [
    { kind: 'head', position: 1, layer: 3, head: 2 },
    { verb: 'grab', layer: 3 },
  ],
  [
    { kind: 'lens', position: 1, layer: 3 },
    { verb: 'slice', layer: 3 },
  ],
  [
    { kind: 'beam', ...torn },
    { verb: 'pull', ...torn },
  ],
])('what is named is held like what is reached for: %o', (target, grip) => {
  expect(gripOfTarget(target)).toEqual(grip);
});
