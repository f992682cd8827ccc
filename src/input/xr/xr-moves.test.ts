import { beforeEach, expect, test } from 'vitest';
import { cityPointOf } from '#plan/city-placement.ts';
import { fakeBeam, FakeXrRoom } from '#tests/fakes/fake-xr-room.ts';

let room: FakeXrRoom;

beforeEach(() => {
  room = new FakeXrRoom();
});

test('a stick pushed forward throws an arc, and let go one stands where it came down', () => {
  const { stick } = room.headset.devices.left;
  stick.ahead = 1;
  room.headset.play();
  expect(room.headset.guides.arcFrom).toBe('left');
  const landing = cityPointOf(room.headset.placement, { ...room.headset.guides.arcEnd });
  stick.ahead = 0;
  room.headset.play();
  const under = cityPointOf(room.headset.placement, { ...room.headset.head.point, y: 0 });
  expect(under.x).toBeCloseTo(landing.x, 9);
  expect(under.z).toBeCloseTo(landing.z, 9);
  expect(room.headset.guides.arcFrom).toBeUndefined();
});

test('a held pinch at empty street steps there too, so that bare hands need no stick', () => {
  const before = room.headset.placement;
  room.close('select', 1);
  room.headset.play(300);
  expect(room.headset.guides.arcFrom).toBe('right');
  room.close('select', 0);
  expect(room.headset.placement).not.toEqual(before);
  expect(room.world.intents).toEqual([]);
});

test('a stick pushed aside turns once by 30°, about whoever stands there', () => {
  const before = room.headset.placement;
  room.headset.devices.right.stick.right = 1;
  room.headset.play();
  room.headset.play();
  const turned = room.headset.placement.yawRadians - before.yawRadians;
  expect(turned).toBeCloseTo(-Math.PI / 6, 9);
});

test('by choice the other hand’s stick glides, with a dark edge', () => {
  room.input.moves.comfort = { ...room.input.moves.comfort, moving: 'slide' };
  const before = room.headset.placement.origin;
  room.headset.devices.left.stick.ahead = 1;
  room.headset.play(100);
  expect(room.headset.guides.vignette).toBeGreaterThan(0.5);
  expect(room.headset.placement.origin.z).toBeCloseTo(before.z - 0.14, 9);
  room.headset.devices.left.stick.ahead = 0;
  room.headset.play();
  expect(room.headset.guides.vignette).toBe(0);
});

test('gliding goes on when the hand that glides is seen again', () => {
  room.input.moves.comfort = { ...room.input.moves.comfort, moving: 'slide' };
  const { left } = room.headset.devices;
  left.stick.ahead = 1;
  room.headset.play(100);
  left.isTracked = false;
  room.headset.play(100);
  expect(room.headset.guides.vignette).toBe(0);
  const before = room.headset.placement.origin;
  left.isTracked = true;
  room.headset.play(100);
  expect(room.headset.placement.origin.z).toBeCloseTo(before.z - 0.14, 9);
});

test('two hands in empty air turn and scale the city, and near life-size it comes to rest there', () => {
  room.close('grab', 1, 'left');
  room.close('grab', 1, 'right');
  room.headset.devices.right.gripPoint.x += 0.4;
  room.headset.play();
  expect(room.headset.placement.scale).toBeGreaterThan(1.3);
  room.headset.devices.right.gripPoint.x -= 0.36;
  room.headset.play();
  room.close('grab', 0, 'left');
  room.close('grab', 0, 'right');
  expect(room.headset.placement.scale).toBe(1);
});

test('both hands may open in the same frame', () => {
  room.close('grab', 1, 'left');
  room.close('grab', 1, 'right');
  room.headset.devices.right.gripPoint.x += 0.04;
  room.headset.play();
  expect(room.headset.placement.scale).toBeGreaterThan(1);
  room.headset.devices.left.grab = 0;
  room.close('grab', 0, 'right');
  expect(room.headset.placement.scale).toBe(1);
});

test('with one hand its stick scales and turns what it holds', () => {
  room.close('grab', 1);
  room.headset.devices.right.stick.ahead = -1;
  room.headset.play(100);
  room.headset.play(100);
  expect(room.headset.placement.scale).toBeLessThan(0.95);
});

test('the upper button lifts to the floor pointed at, and sets down again', () => {
  room.picked = { kind: 'attention', position: 2, layer: 23 };
  room.headset.play();
  room.headset.devices.right.isSecondDown = true;
  room.headset.play();
  expect(room.headset.placement.origin.y).toBeCloseTo(-room.plan.floors.baseMetres(23), 9);
  expect(room.headset.guides.hasPlatform).toBe(true);
  room.headset.devices.right.isSecondDown = false;
  room.headset.play();
  room.headset.devices.right.isSecondDown = true;
  room.headset.play();
  expect(room.headset.placement.origin.y).toBeCloseTo(0, 9);
});

test('the lower button brings the tower pointed at, and at nothing changes the scale', () => {
  room.picked = { kind: 'token', position: 1 };
  room.headset.play();
  room.headset.devices.right.isFirstDown = true;
  room.headset.play();
  const eye = cityPointOf(room.headset.placement, room.headset.head.point);
  const place = room.plan.towers[1];
  expect(Math.hypot(eye.x - (place?.x ?? 0), eye.z - (place?.z ?? 0))).toBeCloseTo(1.45, 9);
  room.picked = undefined;
  room.headset.devices.right.isFirstDown = false;
  room.headset.play();
  room.headset.devices.right.isFirstDown = true;
  room.headset.play();
  expect(room.headset.placement.scale).toBeCloseTo(1.2 / room.plan.roofMetres, 9);
});

test('the buttons mean the tower behind what a hand could take hold of', () => {
  room.picked = { kind: 'attention', position: 1, layer: 23 };
  room.gripped = fakeBeam;
  room.headset.play(100);
  expect(room.world.preview.state.hover).toEqual(fakeBeam.target);
  room.headset.devices.right.isFirstDown = true;
  room.headset.play();
  const eye = cityPointOf(room.headset.placement, room.headset.head.point);
  const place = room.plan.towers[1];
  expect(Math.hypot(eye.x - (place?.x ?? 0), eye.z - (place?.z ?? 0))).toBeCloseTo(1.45, 9);
});

test('nobody is moved unless they ask', () => {
  const before = room.headset.placement;
  room.picked = { kind: 'token', position: 1 };
  for (let frame = 0; frame < 20; frame += 1) room.headset.play();
  expect(room.headset.placement).toBe(before);
  expect(room.world.preview.state.hover).toEqual(room.picked);
});

test('a stick that steered the held city neither turns nor steps when that is let go, until it was at rest', () => {
  const { stick } = room.headset.devices.right;
  room.close('grab', 1);
  Object.assign(stick, { right: 1, ahead: 0.9 });
  room.headset.play();
  room.close('grab', 0);
  const before = room.headset.placement;
  room.headset.play();
  Object.assign(stick, { right: 0.6, ahead: 0 });
  room.headset.play();
  expect(room.headset.placement).toBe(before);
  expect(room.headset.guides.arcFrom).toBeUndefined();
  stick.right = 0;
  room.headset.play();
  stick.right = 1;
  room.headset.play();
  expect(room.headset.placement).not.toBe(before);
});

test.each(['stick', 'pinch'] as const)(
  'a hand that is lost while its %s aims leads nowhere, then and when it is seen again',
  (by) => {
    const right = room.headset.devices.right;
    const push = (share: number): void => {
      if (by === 'stick') right.stick.ahead = share;
      else right.select = share;
    };
    push(1);
    room.headset.play();
    room.headset.play(300);
    expect(room.headset.guides.arcFrom).toBe('right');
    const before = room.headset.placement;
    right.isTracked = false;
    room.headset.play();
    expect(room.headset.guides.arcFrom).toBeUndefined();
    push(0);
    right.isTracked = true;
    room.headset.play();
    expect(room.headset.placement).toBe(before);
    push(1);
    room.headset.play();
    room.headset.play(300);
    expect(room.headset.guides.arcFrom).toBe('right');
  },
);

test('recentred while the city is held near a scale of rest, it stays as it is', () => {
  room.close('grab', 1, 'left');
  room.close('grab', 1, 'right');
  room.headset.devices.right.gripPoint.x += 0.02;
  room.headset.play();
  const before = room.headset.placement;
  expect(before.scale).toBeGreaterThan(1);
  room.headset.roomCount += 1;
  room.headset.play();
  expect(room.headset.placement).toBe(before);
});

test('a lift that was asked for comes, whoever holds the city or turns meanwhile', () => {
  const { headset, input, plan } = room;
  headset.isSlow = true;
  room.close('grab', 1, 'left');
  input.moves.liftTo(7);
  headset.devices.left.gripPoint.x += 0.1;
  headset.play();
  const { yawRadians } = headset.placement;
  input.moves.turn(1);
  expect(headset.placement.yawRadians).toBe(yawRadians);
  headset.arrive();
  expect(headset.placement.origin.y).toBeCloseTo(-plan.floors.baseMetres(7), 9);
  expect(headset.placement.yawRadians).toBeCloseTo(yawRadians - Math.PI / 6, 9);
  expect(input.moves.liftedLayer).toBe(7);
  // From there the hand goes on, and nothing leaps.
  const { x } = headset.placement.origin;
  headset.play();
  expect(headset.placement.origin.x).toBeCloseTo(x, 9);
  headset.devices.left.gripPoint.x += 0.1;
  headset.play();
  expect(headset.placement.origin.x).toBeCloseTo(x + 0.1, 9);
});

test('what is asked for twice before it is dark is done twice', () => {
  const { headset, input } = room;
  headset.isSlow = true;
  input.moves.resize(-1);
  input.moves.resize(-1);
  headset.arrive();
  expect(headset.placement.scale).toBeCloseTo(0.64, 9);
});

test('gliding waits for a place that is on its way', () => {
  const { headset, input } = room;
  headset.isSlow = true;
  input.moves.comfort = { ...input.moves.comfort, moving: 'slide' };
  input.moves.restAt('table');
  headset.devices.left.stick.ahead = 1;
  headset.play(100);
  headset.arrive();
  expect(headset.placement.scale).toBeLessThan(0.5);
});
