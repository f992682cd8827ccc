import { expect, test } from 'vitest';
import type { XrCommand } from '#contract/xr-command.ts';
import { cityPlan } from '#plan/city-plan.ts';
import { cityPointOf, scaleOf } from '#plan/city-placement.ts';
import { FakeHeadset } from '#tests/fakes/fake-headset.ts';
import { fakeShape } from '#tests/fakes/fake-run.ts';
import { performXrCommand, roomStateOf } from './room-commands.ts';
import { XrMoves } from './xr-moves.ts';
import type { XrInputWorld } from './xr-world.ts';

const shape = { ...fakeShape, layerCount: 30 };
const plan = cityPlan({ tokenCount: 5, shape, layout: 'ring', newest: 4 });

function inside(): { moves: XrMoves; headset: FakeHeadset; ask: (command: XrCommand) => void } {
  const headset = new FakeHeadset();
  const facts = { selectedPosition: null, cursor: { position: 4 } } as unknown as ReturnType<
    XrInputWorld['facts']
  >;
  const moves = new XrMoves({ rig: headset, plan: () => plan, facts: () => facts });
  headset.onFrame((frame) => {
    moves.follow(frame);
  });
  headset.play();
  return {
    moves,
    headset,
    ask: (command) => {
      performXrCommand(moves, command);
    },
  };
}

test('the city comes to rest at a scale, and the lift goes up and down', () => {
  const { moves, headset, ask } = inside();
  ask({ kind: 'rest-at', scale: 'table' });
  expect(headset.placement.scale).toBeCloseTo(scaleOf(plan, 'table'));
  expect(roomStateOf(moves, true)).toMatchObject({ scale: 'table', hasKeyboard: true });
  ask({ kind: 'rest-at', scale: 'street' });
  ask({ kind: 'lift', layer: 2 });
  expect(headset.placement.origin.y).toBeCloseTo(-plan.floors.baseMetres(2));
  expect(roomStateOf(moves, false).liftedLayer).toBe(2);
  ask({ kind: 'lift', layer: null });
  expect(headset.placement.origin.y).toBeCloseTo(0);
  expect(roomStateOf(moves, false).liftedLayer).toBeUndefined();
});

test('a tower is brought within reach', () => {
  const { headset, ask } = inside();
  ask({ kind: 'rest-at', scale: 'table' });
  ask({ kind: 'bring-tower', position: 2 });
  expect(headset.placement.scale).toBe(1);
});

test('whoever has no stick turns by the angle that was chosen', () => {
  const { headset, ask } = inside();
  const before = headset.placement.yawRadians;
  ask({ kind: 'turn', direction: 1 });
  expect(headset.placement.yawRadians - before).toBeCloseTo(-Math.PI / 6, 9);
  ask({ kind: 'set-turn', degrees: 45 });
  ask({ kind: 'turn', direction: -1 });
  expect(headset.placement.yawRadians - before).toBeCloseTo(Math.PI / 12, 9);
});

test('the city grows and shrinks by steps: underfoot on the street, in its place on a table', () => {
  const { headset, ask } = inside();
  headset.head.point.x = 3;
  headset.play();
  const feet = { ...headset.head.point, y: 0 };
  const under = cityPointOf(headset.placement, feet);
  ask({ kind: 'resize', direction: -1 });
  expect(headset.placement.scale).toBeCloseTo(0.8, 9);
  expect(cityPointOf(headset.placement, feet).x).toBeCloseTo(under.x, 9);
  expect(cityPointOf(headset.placement, feet).y).toBeCloseTo(0, 9);
  ask({ kind: 'resize', direction: 1 });
  expect(headset.placement.scale).toBe(1);
  ask({ kind: 'rest-at', scale: 'table' });
  const { origin } = headset.placement;
  ask({ kind: 'resize', direction: 1 });
  expect(headset.placement.scale).toBeCloseTo(1.25 * scaleOf(plan, 'table'), 9);
  expect(headset.placement.origin).toEqual(origin);
});

test('whoever sits keeps their height in the city at every size, and it stands before them as they sit', () => {
  const { headset, ask } = inside();
  headset.head.point.y = 1.12;
  headset.play();
  ask({ kind: 'calibrate-seat' });
  expect(headset.placement.origin.y).toBeCloseTo(-0.5, 9);
  for (const direction of [-1, 1, 1] as const) {
    ask({ kind: 'resize', direction });
    expect(headset.placement.origin.y).toBeCloseTo(-0.5, 9);
  }
  ask({ kind: 'lift', layer: 2 });
  const { scale } = headset.placement;
  expect(scale).toBeCloseTo(1.25, 9);
  expect(headset.placement.origin.y).toBeCloseTo(-0.5 - scale * plan.floors.baseMetres(2), 9);
  ask({ kind: 'rest-at', scale: 'table' });
  const { y } = headset.placement.origin;
  for (let times = 0; times < 2; times += 1) {
    ask({ kind: 'calibrate-seat' });
    expect(headset.placement.origin.y).toBe(y);
  }
  ask({ kind: 'rest-at', scale: 'street' });
  expect(headset.placement.origin.y).toBeCloseTo(-0.5, 9);
  expect(headset.guides.hasPlatform).toBe(false);
});

test('the city that hands or steps make small is at the scale it comes nearest to', () => {
  const { moves, headset, ask } = inside();
  const table = scaleOf(plan, 'table');
  headset.place({ ...headset.placement, scale: table * 1.1 });
  moves.notePlaced(headset.placement);
  expect(roomStateOf(moves, false).scale).toBe('table');
  moves.nextRest();
  expect(roomStateOf(moves, false).scale).toBe('room');
  ask({ kind: 'rest-at', scale: 'street' });
  for (let step = 0; step < 20; step += 1) ask({ kind: 'resize', direction: -1 });
  expect(roomStateOf(moves, false).scale).toBe('table');
});

test('the street stays the street for whoever sits, in the hand too', () => {
  const { moves, headset, ask } = inside();
  headset.head.point.y = 1.12;
  headset.play();
  ask({ kind: 'calibrate-seat' });
  ask({ kind: 'lift', layer: 2 });
  const { origin } = headset.placement;
  headset.place({ ...headset.placement, origin: { ...origin, y: -0.45 } });
  moves.notePlaced(headset.placement);
  expect(headset.guides.hasPlatform).toBe(false);
  expect(moves.liftedLayer).toBeUndefined();
});

test('hands that make a raised reader’s city a table leave it there, and the next step does not leap', () => {
  const { moves, headset, ask } = inside();
  headset.head.point.y = 1.12;
  headset.play();
  ask({ kind: 'calibrate-seat' });
  const inHand = { ...headset.placement, scale: scaleOf(plan, 'table') * 1.5 };
  headset.place({ ...inHand, origin: { x: 0, y: 0.7, z: 1 } });
  moves.notePlaced(headset.placement);
  ask({ kind: 'resize', direction: 1 });
  expect(headset.placement.origin.y).toBeCloseTo(0.7, 9);
});

test('what is chosen for comfort holds, the rest of it stays', () => {
  const { moves, ask } = inside();
  ask({ kind: 'set-moving', moving: 'slide' });
  ask({ kind: 'set-turn', degrees: 45 });
  ask({ kind: 'set-main-hand', side: 'left' });
  ask({ kind: 'set-toggle-grip', on: true });
  expect(roomStateOf(moves, false)).toMatchObject({
    moving: 'slide',
    turnDegrees: 45,
    mainHand: 'left',
    togglesGrip: true,
    isRaised: false,
  });
});

test('whoever sits is raised, and put back', () => {
  const { moves, headset, ask } = inside();
  headset.head.point.y = 1.15;
  headset.play();
  ask({ kind: 'calibrate-seat' });
  expect(roomStateOf(moves, false).isRaised).toBe(true);
  ask({ kind: 'calibrate-seat' });
  expect(roomStateOf(moves, false).isRaised).toBe(false);
});
