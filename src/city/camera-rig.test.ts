import { expect, test } from 'vitest';
import type { CameraPose } from '#contract/preview.ts';
import { avenuePlan, towerMiddleMetres } from '#tests/support/avenue.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { fakeShape } from '#tests/fakes/fake-run.ts';
import { projectPoint } from './camera-lens.ts';
import { DesktopCameraRig } from './camera-rig.ts';
import { poseOfView } from './camera-views.ts';
import { length, subtract, vec3 } from './vector.ts';

const shape = { ...fakeShape, layerCount: 30, headCount: 9 };
const desktop = { width: 1600, height: 900 };
const phone = { width: 390, height: 844 };

interface RigWorld {
  readonly rig: DesktopCameraRig;
  readonly changes: () => number;
  /** Panels cover that much of the canvas's lower edge from now on, CSS pixels. */
  readonly cover: (bottom: number) => void;
}

function makeRig(tokenCount = 5, reducedMotion = false): RigWorld {
  let changes = 0;
  let bottom = 0;
  const plan = avenuePlan(tokenCount, shape);
  const rig = new DesktopCameraRig({
    canvasSize: () => desktop,
    scene: () => ({
      plan,
      size: desktop,
      position: tokenCount - 1,
      newest: tokenCount - 1,
      insets: { top: 0, bottom },
    }),
    reducedMotion: () => reducedMotion,
    onChange: () => {
      changes += 1;
    },
  });
  const cover = (pixels: number): void => {
    bottom = pixels;
  };
  return { rig, changes: () => changes, cover };
}

const standing: CameraPose = { position: vec3(0, 3, -10), target: vec3(0, 3, 0) };

function distance({ position, target }: CameraPose): number {
  return length(subtract(position, target));
}

test('the overview frames every tower from street to billboard on a desktop and on a phone', () => {
  for (const size of [desktop, phone]) {
    for (const tokenCount of [1, 5, 18]) {
      const plan = avenuePlan(tokenCount, shape);
      const pose = poseOfView('overview', {
        plan,
        size,
        position: tokenCount - 1,
        newest: tokenCount - 1,
      });
      for (const position of [0, tokenCount - 1]) {
        for (const y of [0, plan.crownMetres + 1.5]) {
          const at = projectPoint(pose, size, vec3(towerMiddleMetres(position), y, 0));
          expect(at?.x).toBeGreaterThan(0);
          expect(at?.x).toBeLessThan(size.width);
          expect(at?.y).toBeGreaterThan(0);
          expect(at?.y).toBeLessThan(size.height);
        }
      }
    }
  }
});

test('every view of every avenue stands above the street and outside the towers', () => {
  for (const view of ['overview', 'street', 'close'] as const) {
    for (const tokenCount of [1, 5, 128]) {
      const plan = avenuePlan(tokenCount, shape);
      const { position } = poseOfView(view, {
        plan,
        size: desktop,
        position: tokenCount - 1,
        newest: tokenCount - 1,
      });
      expect(position.y).toBeGreaterThan(0.3);
      expect(position.z).toBeLessThan(-cityMeasures.plinthMetres / 2);
    }
  }
});

test('a ray under a pixel meets the point that is projected there', () => {
  const { rig } = makeRig();
  rig.setPose({ position: vec3(3, 5, -12), target: vec3(1, 6, 0) });
  const point = vec3(2, 4, 1);
  const at = rig.project(point);
  const ray = rig.rayAt(at?.x ?? 0, at?.y ?? 0);
  const metres = length(subtract(point, ray.origin));
  expect(ray.origin.x + ray.direction.x * metres).toBeCloseTo(point.x, 9);
  expect(ray.origin.y + ray.direction.y * metres).toBeCloseTo(point.y, 9);
  expect(ray.origin.z + ray.direction.z * metres).toBeCloseTo(point.z, 9);
  expect(rig.project(vec3(3, 5, -20))).toBeUndefined();
});

test('orbiting keeps the distance and never goes under the street', () => {
  const { rig } = makeRig();
  rig.setPose(standing);
  rig.orbit(0.4, 0.2);
  expect(distance(rig.pose)).toBeCloseTo(10, 9);
  expect(rig.pose.position.x).toBeLessThan(0);
  expect(rig.pose.position.y).toBeGreaterThan(3);
  rig.orbit(0, -4);
  expect(rig.pose.position.y).toBeGreaterThanOrEqual(0.29);
  rig.orbit(0, 9);
  expect(rig.pose.position.z).toBeLessThan(0);
});

test('walking and panning move eye and target together, and not into the ground', () => {
  const { rig } = makeRig();
  rig.setPose(standing);
  rig.walk(2, 1, 0);
  expect(rig.pose.position).toEqual(vec3(1, 3, -8));
  expect(rig.pose.target).toEqual(vec3(1, 3, 2));
  rig.walk(0, 0, -9);
  expect(rig.pose.position.y).toBeCloseTo(0.3, 9);
  rig.setPose(standing);
  rig.pan(2, 1);
  expect(rig.pose.position).toEqual(vec3(2, 4, -10));
});

test('dolly closes in to arm’s length and then walks on', () => {
  const { rig } = makeRig();
  rig.setPose(standing);
  rig.dolly(0.5);
  expect(rig.pose.position.z).toBeCloseTo(-5, 9);
  rig.dolly(0.1);
  expect(rig.pose.target.z).toBeGreaterThan(0);
  rig.dolly(1e9);
  expect(distance(rig.pose)).toBeLessThan(1000);
});

test('a flight ends where it was sent after at most 0.6 s, and any command ends it', () => {
  const { rig } = makeRig(40);
  rig.setPose({ position: vec3(0, 3, -300), target: vec3(0, 3, 0) });
  rig.flyTo({ kind: 'token', position: 30 });
  let timeMillis = 5000;
  while (rig.advance(timeMillis)) timeMillis += 20;
  expect(timeMillis).toBeGreaterThan(5100);
  expect(timeMillis).toBeLessThanOrEqual(5600);
  expect(rig.pose.target.x).toBeCloseTo(towerMiddleMetres(30), 6);
  rig.flyTo('overview');
  rig.orbit(0.1, 0);
  expect(rig.advance(20)).toBe(false);
});

test('with reduced motion a flight is over at once', () => {
  const { rig } = makeRig(5, true);
  rig.flyTo({ kind: 'token', position: 2 });
  expect(rig.pose.target.x).toBeCloseTo(towerMiddleMetres(2), 6);
  expect(rig.advance(20)).toBe(false);
});

test('the city is kept framed until somebody moves the camera, and again after an overview', () => {
  const { rig, changes } = makeRig();
  rig.frameUntilMoved('at once');
  const framed = rig.pose;
  expect(changes()).toBe(1);
  rig.frameUntilMoved('gently');
  expect(changes()).toBe(1);
  rig.orbit(0.3, 0);
  const moved = rig.pose;
  rig.frameUntilMoved('at once');
  expect(rig.pose).toEqual(moved);
  rig.flyTo('overview');
  rig.advance(0);
  rig.advance(600);
  expect(distance({ position: rig.pose.position, target: framed.position })).toBeLessThan(1e-6);
  expect(rig.advance(20)).toBe(false);
});

test('what the eye was sent to stays in the free part when panels grow, on the way there too', () => {
  const { rig, cover } = makeRig();
  const wall = { kind: 'attention', position: 2, layer: 20 } as const;
  rig.flyTo(wall);
  rig.advance(0);
  rig.advance(100);
  const midway = rig.pose;
  cover(300);
  rig.fitAnew();
  expect(rig.pose).toEqual(midway);
  expect(rig.advance(200)).toBe(true);
  rig.advance(900);
  const arrived = rig.pose;
  cover(100);
  rig.fitAnew();
  expect(rig.pose.target.y).toBeGreaterThan(arrived.target.y);
  rig.pan(1, 0);
  const moved = rig.pose;
  cover(0);
  rig.fitAnew();
  expect(rig.pose).toEqual(moved);
});
