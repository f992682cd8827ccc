import { beforeEach, expect, test } from 'vitest';
import { fakeBeam, fakeFloor, FakeXrRoom } from '#tests/fakes/fake-xr-room.ts';

let room: FakeXrRoom;

beforeEach(() => {
  room = new FakeXrRoom();
});

test.each(['grab', 'select'] as const)(
  'a floor pulled free by %s changes the model, and the controller tells how far it is',
  (by) => {
    room.gripped = fakeFloor;
    room.close(by, 1);
    room.pull('right', -0.55);
    expect(room.world.preview.state.held[0]).toMatchObject({ stage: 'change', actor: 'right' });
    room.close(by, 0);
    expect(room.world.intents).toEqual([
      { kind: 'verb', stage: 'change', verb: 'grab', layer: 23 },
    ]);
    const strengths = room.headset.rumbles.map(([, strength]) => strength);
    expect(strengths.at(-1)).toBe(1);
    expect(strengths.length).toBeGreaterThanOrEqual(3);
  },
);

test('pulled a little a floor is read, and what is pushed away does nothing', () => {
  room.gripped = fakeFloor;
  room.close('grab', 1);
  room.pull('right', -0.2);
  room.close('grab', 0);
  expect(room.world.intents).toEqual([{ kind: 'verb', stage: 'read', verb: 'grab', layer: 23 }]);
  room.close('grab', 1);
  room.pull('right', 0.55);
  room.close('grab', 0);
  expect(room.world.intents).toHaveLength(1);
});

test('a beam under tension trembles the more the farther it is pulled', () => {
  room.gripped = fakeBeam;
  room.close('select', 1);
  room.pull('right', -0.4);
  const strengths = room.headset.rumbles
    .map(([, strength]) => strength)
    .filter((each) => each < 0.34);
  expect(strengths.length).toBeGreaterThan(2);
  expect(strengths).toEqual([...strengths].sort((a, b) => a - b));
});

test('tracking lost mid-pull holds everything, and seen again the pull goes on', () => {
  room.gripped = fakeFloor;
  room.close('grab', 1);
  room.pull('right', -0.3);
  room.headset.devices.right.isTracked = false;
  room.headset.devices.right.grab = 0;
  room.headset.play();
  expect(room.world.preview.state.held[0]).toMatchObject({ isLost: true, stage: 'read' });
  room.headset.devices.right.isTracked = true;
  room.headset.devices.right.grab = 1;
  room.pull('right', -0.3);
  expect(room.world.preview.state.held[0]).toMatchObject({ isLost: false, stage: 'change' });
  room.close('grab', 0);
  expect(room.world.intents).toHaveLength(1);
});

test.each([
  [
    'ended',
    () => {
      room.headset.end();
    },
  ],
  [
    'recentred',
    () => {
      room.headset.roomCount += 1;
      room.headset.play();
    },
  ],
])('a session %s mid-pull leaves nothing held and nothing said', (_what, happen) => {
  room.gripped = fakeFloor;
  room.close('grab', 1);
  room.pull('right', -0.55);
  happen();
  expect(room.world.preview.state.held).toEqual([]);
  room.close('grab', 0);
  expect(room.world.intents).toEqual([]);
});

test('by choice a squeeze holds until the next one', () => {
  room.input.moves.comfort = { ...room.input.moves.comfort, toggleGrip: true };
  room.gripped = fakeFloor;
  room.close('grab', 1);
  room.close('grab', 0);
  room.pull('right', -0.55);
  expect(room.world.preview.state.held[0]).toMatchObject({ stage: 'change', actor: 'right' });
  room.close('grab', 1);
  expect(room.world.preview.state.held).toEqual([]);
  expect(room.world.intents).toEqual([{ kind: 'verb', stage: 'change', verb: 'grab', layer: 23 }]);
  room.close('grab', 0);
  room.close('grab', 1);
  expect(room.world.preview.state.held).toHaveLength(1);
});

test('a board holds nothing: each squeeze presses it, also where squeezes hold', () => {
  room.input.moves.comfort = { ...room.input.moves.comfort, toggleGrip: true };
  room.aimedAtBoard = 'right';
  for (const press of [1, 2, 3]) {
    room.close('grab', 1);
    room.close('grab', 0);
    expect(room.boardPresses).toBe(press);
  }
});

test('a short pinch chooses the token it points at, twice goes in, and at nothing chooses none', () => {
  room.picked = { kind: 'token', position: 3 };
  room.close('select', 1);
  room.close('select', 0);
  expect(room.world.intents.at(-1)).toEqual({ kind: 'select-token', position: 3 });
  room.close('select', 1);
  room.close('select', 0);
  expect(room.world.intents.at(-1)).toEqual({
    kind: 'zoom-to',
    place: { level: 'token', position: 3 },
  });
  room.picked = undefined;
  room.close('select', 1);
  room.close('select', 0);
  expect(room.world.intents.at(-1)).toEqual({ kind: 'select-token', position: null });
});

test.each([
  ['can be held', fakeBeam, fakeBeam.target],
  ['can only be chosen', undefined, { kind: 'token', position: 3 }],
] as const)('what %s shows as hovered, whatever else the ray meets', (_, gripped, shown) => {
  room.gripped = gripped;
  room.picked = { kind: 'token', position: 3 };
  room.headset.play();
  expect(room.world.preview.state.hover).toEqual(shown);
  expect(room.headset.guides.pointers.right).toEqual({ reachMetres: 4, isOnTarget: true });
});
