import { beforeEach, expect, test } from 'vitest';
import type { Target } from '#contract/intent.ts';
import type { XrSide } from '#contract/xr.ts';
import { cityPointOf } from '#plan/city-placement.ts';
import { cityPlan } from '#plan/city-plan.ts';
import type { Gripped } from '#plan/pick-grip.ts';
import { FakeHeadset } from '#tests/fakes/fake-headset.ts';
import { createFakeInputWorld } from '#tests/fakes/fake-input-world.ts';
import type { FakeInputWorld } from '#tests/fakes/fake-input-world.ts';
import { connectXr } from './connect-xr.ts';
import type { XrInput } from './connect-xr.ts';

const shape = {
  layerCount: 30,
  headCount: 9,
  kvHeadCount: 3,
  width: 576,
  neuronCount: 1536,
  vocabularySize: 49152,
  headWidth: 64,
  contextLength: 8192,
};
const plan = cityPlan({ tokenCount: 5, shape, layout: 'ring' });
const point = { x: 0, y: 6, z: 4 };
const floor: Gripped = {
  grip: { verb: 'grab', layer: 23 },
  target: { kind: 'attention', position: 2, layer: 23 },
  point,
  distanceMetres: 4,
  isHandle: false,
};
const beam: Gripped = {
  grip: { verb: 'pull', layer: 23, head: 4, query: 4, key: 3 },
  target: { kind: 'beam', layer: 23, head: 4, query: 4, key: 3 },
  point,
  distanceMetres: 4,
  isHandle: false,
};

let headset: FakeHeadset;
let world: FakeInputWorld;
let input: XrInput;
let gripped: Gripped | undefined;
let picked: Target | undefined;

beforeEach(() => {
  headset = new FakeHeadset();
  world = createFakeInputWorld();
  gripped = undefined;
  picked = undefined;
  input = connectXr({
    frames: headset,
    rig: headset,
    preview: world.preview,
    dispatch: world.dispatch,
    facts: world.facts,
    plan: () => plan,
    pickRay: () => picked && { target: picked, point, distanceMetres: 4 },
    gripOfRay: () => gripped,
    sliceLayerAt: () => undefined,
  });
  headset.play();
});

/** Moves a hand along z by small steps; negative comes towards whoever points. */
function pull(side: XrSide, metres: number): void {
  for (let step = 0; step < 10; step += 1) {
    headset.devices[side].gripPoint.z += metres / 10;
    headset.play();
  }
}

function close(by: 'grab' | 'select', share: number, side: XrSide = 'right'): void {
  headset.devices[side][by] = share;
  headset.play();
}

test.each(['grab', 'select'] as const)(
  'a floor pulled free by %s changes the model, and the controller tells how far it is',
  (by) => {
    gripped = floor;
    close(by, 1);
    pull('right', -0.55);
    expect(world.preview.state.held[0]).toMatchObject({ stage: 'change', actor: 'right' });
    close(by, 0);
    expect(world.intents).toEqual([{ kind: 'verb', stage: 'change', verb: 'grab', layer: 23 }]);
    const strengths = headset.rumbles.map(([, strength]) => strength);
    expect(strengths.at(-1)).toBe(1);
    expect(strengths.length).toBeGreaterThanOrEqual(3);
  },
);

test('pulled a little a floor is read, and what is pushed away does nothing', () => {
  gripped = floor;
  close('grab', 1);
  pull('right', -0.2);
  close('grab', 0);
  expect(world.intents).toEqual([{ kind: 'verb', stage: 'read', verb: 'grab', layer: 23 }]);
  close('grab', 1);
  pull('right', 0.55);
  close('grab', 0);
  expect(world.intents).toHaveLength(1);
});

test('a beam under tension trembles the more the farther it is pulled', () => {
  gripped = beam;
  close('select', 1);
  pull('right', -0.4);
  const strengths = headset.rumbles.map(([, strength]) => strength).filter((each) => each < 0.34);
  expect(strengths.length).toBeGreaterThan(2);
  expect(strengths).toEqual([...strengths].sort((a, b) => a - b));
});

test('tracking lost mid-pull holds everything, and seen again the pull goes on', () => {
  gripped = floor;
  close('grab', 1);
  pull('right', -0.3);
  headset.devices.right.isTracked = false;
  headset.devices.right.grab = 0;
  headset.play();
  expect(world.preview.state.held[0]).toMatchObject({ isLost: true, stage: 'read' });
  headset.devices.right.isTracked = true;
  headset.devices.right.grab = 1;
  pull('right', -0.3);
  expect(world.preview.state.held[0]).toMatchObject({ isLost: false, stage: 'change' });
  close('grab', 0);
  expect(world.intents).toHaveLength(1);
});

test.each([
  [
    'ended',
    () => {
      headset.end();
    },
  ],
  [
    'recentred',
    () => {
      headset.roomCount += 1;
      headset.play();
    },
  ],
])('a session %s mid-pull leaves nothing held and nothing said', (_what, happen) => {
  gripped = floor;
  close('grab', 1);
  pull('right', -0.55);
  happen();
  expect(world.preview.state.held).toEqual([]);
  close('grab', 0);
  expect(world.intents).toEqual([]);
});

test('a short pinch chooses the token it points at, twice goes in, and at nothing chooses none', () => {
  picked = { kind: 'token', position: 3 };
  close('select', 1);
  close('select', 0);
  expect(world.intents.at(-1)).toEqual({ kind: 'select-token', position: 3 });
  close('select', 1);
  close('select', 0);
  expect(world.intents.at(-1)).toEqual({
    kind: 'zoom-to',
    place: { level: 'token', position: 3 },
  });
  picked = undefined;
  close('select', 1);
  close('select', 0);
  expect(world.intents.at(-1)).toEqual({ kind: 'select-token', position: null });
});

test('a stick pushed forward throws an arc, and let go one stands where it came down', () => {
  const { stick } = headset.devices.left;
  stick.ahead = 1;
  headset.play();
  expect(headset.guides.arcFrom).toBe('left');
  const landing = cityPointOf(headset.placement, { ...headset.guides.arcEnd });
  stick.ahead = 0;
  headset.play();
  const under = cityPointOf(headset.placement, { ...headset.head.point, y: 0 });
  expect(under.x).toBeCloseTo(landing.x, 9);
  expect(under.z).toBeCloseTo(landing.z, 9);
  expect(headset.guides.arcFrom).toBeUndefined();
});

test('a held pinch at empty street steps there too, so that bare hands need no stick', () => {
  const before = headset.placement;
  close('select', 1);
  headset.play(300);
  expect(headset.guides.arcFrom).toBe('right');
  close('select', 0);
  expect(headset.placement).not.toEqual(before);
  expect(world.intents).toEqual([]);
});

test('a stick pushed aside turns once by 30°, about whoever stands there', () => {
  const before = headset.placement;
  headset.devices.right.stick.right = 1;
  headset.play();
  headset.play();
  const turned = headset.placement.yawRadians - before.yawRadians;
  expect(turned).toBeCloseTo(-Math.PI / 6, 9);
});

test('by choice the other hand’s stick glides, with a dark edge', () => {
  input.moves.comfort = { ...input.moves.comfort, moving: 'slide' };
  const before = headset.placement.origin;
  headset.devices.left.stick.ahead = 1;
  headset.play(100);
  expect(headset.guides.vignette).toBeGreaterThan(0.5);
  expect(headset.placement.origin.z).toBeCloseTo(before.z - 0.14, 9);
  headset.devices.left.stick.ahead = 0;
  headset.play();
  expect(headset.guides.vignette).toBe(0);
});

test('two hands in empty air turn and scale the city, and near life-size it comes to rest there', () => {
  close('grab', 1, 'left');
  close('grab', 1, 'right');
  headset.devices.right.gripPoint.x += 0.4;
  headset.play();
  expect(headset.placement.scale).toBeGreaterThan(1.3);
  headset.devices.right.gripPoint.x -= 0.36;
  headset.play();
  close('grab', 0, 'left');
  close('grab', 0, 'right');
  expect(headset.placement.scale).toBe(1);
});

test('with one hand its stick scales and turns what it holds', () => {
  close('grab', 1);
  headset.devices.right.stick.ahead = -1;
  headset.play(100);
  headset.play(100);
  expect(headset.placement.scale).toBeLessThan(0.95);
});

test('the upper button lifts to the floor pointed at, and sets down again', () => {
  picked = { kind: 'attention', position: 2, layer: 23 };
  headset.play();
  headset.devices.right.isSecondDown = true;
  headset.play();
  expect(headset.placement.origin.y).toBeCloseTo(-plan.floors.baseMetres(23), 9);
  expect(headset.guides.hasPlatform).toBe(true);
  headset.devices.right.isSecondDown = false;
  headset.play();
  headset.devices.right.isSecondDown = true;
  headset.play();
  expect(headset.placement.origin.y).toBeCloseTo(0, 9);
});

test('the lower button brings the tower pointed at, and at nothing changes the scale', () => {
  picked = { kind: 'token', position: 1 };
  headset.play();
  headset.devices.right.isFirstDown = true;
  headset.play();
  const eye = cityPointOf(headset.placement, headset.head.point);
  const place = plan.towers[1];
  expect(Math.hypot(eye.x - (place?.x ?? 0), eye.z - (place?.z ?? 0))).toBeCloseTo(1.45, 9);
  picked = undefined;
  headset.devices.right.isFirstDown = false;
  headset.play();
  headset.devices.right.isFirstDown = true;
  headset.play();
  expect(headset.placement.scale).toBeCloseTo(1.2 / plan.roofMetres, 9);
});

test('nobody is moved unless they ask', () => {
  const before = headset.placement;
  picked = { kind: 'token', position: 1 };
  for (let frame = 0; frame < 20; frame += 1) headset.play();
  expect(headset.placement).toBe(before);
  expect(world.preview.state.hover).toEqual(picked);
});
