import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { City } from '#city/city.ts';
import type { Intent } from '#contract/intent.ts';
import type { Vec3 } from '#contract/preview.ts';
import type { XrCommand, XrRoomState } from '#contract/xr-command.ts';
import type { XrFrame, XrFrameSource } from '#contract/xr.ts';
import { createPreview } from '#input/create-preview.ts';
import { cityPointOf } from '#plan/city-placement.ts';
import type { FakeStore } from '#tests/fakes/fake-store.ts';
import { openBundledCity } from '#tests/support/bundled-city.ts';
import { differingPixels, MultiviewEyes } from '#tests/support/multiview-eyes.ts';
import { boardPixels } from './board-layout.ts';
import type { BoardSlot } from './board-slot.ts';
import { RoomBoards } from './room-boards.ts';
import { RoomRig } from './room-rig.ts';
import { XrDevices } from './xr-devices.ts';

const room: XrRoomState = {
  scale: 'street',
  liftedLayer: undefined,
  moving: 'teleport',
  turnDegrees: 30,
  mainHand: 'right',
  isRaised: false,
  togglesGrip: false,
  hasKeyboard: false,
};
const head = { point: { x: 0, y: 1.6, z: 0 }, direction: { x: 0, y: 0, z: 1 } };
const preview = createPreview();
const asked: (Intent | XrCommand)[] = [];
const devices = new XrDevices();
const frames = new (class implements XrFrameSource {
  roomCount = 0;
  end: () => void = () => undefined;
  #listener: (frame: XrFrame) => void = () => undefined;
  #millis = 0;
  onFrame(listener: (frame: XrFrame) => void): () => void {
    this.#listener = listener;
    return () => undefined;
  }
  onEnd(listener: () => void): () => void {
    this.end = listener;
    return () => undefined;
  }
  rumble(): void {
    // Nobody feels it.
  }
  play(): void {
    this.#millis += 200;
    const devicesNow = devices.sides;
    this.#listener({
      timeMillis: this.#millis,
      deltaMillis: 20,
      head,
      devices: devicesNow,
      roomCount: this.roomCount,
    });
  }
})();
let fake: FakeStore;
let city: City;
let rig: RoomRig;
let boards: RoomBoards;
let eyes: MultiviewEyes;

beforeAll(async () => {
  ({ fake, city } = await openBundledCity(preview));
  rig = new RoomRig(city.stage.context.scene);
  // Small, so that a board's distance is many of the city's metres and both eyes see about the same.
  rig.place({ origin: { x: 0, y: 0, z: 2 }, yawRadians: 0.3, scale: 0.05 });
  boards = new RoomBoards({
    context: city.stage.context,
    rig,
    frames,
    room: () => room,
    recentPrompts: () => [],
    dispatch: (intent) => asked.push(intent),
    command: (command) => asked.push(command),
    pickRay: () => undefined,
    requestValues: () => undefined,
  });
  eyes = new MultiviewEyes(city, { position: head.point, target: { x: 0, y: 0, z: 9 } });
  const { left, right } = devices.sides;
  left.kind = right.kind = 'hand';
  left.isTracked = right.isTracked = true;
  Object.assign(left.palm.point, { x: -0.1, y: 1.2, z: 0.4 });
  Object.assign(left.palm.out, { x: 0, y: 0.9, z: -0.43 });
  aimAt({ x: 1, y: 0, z: 0.2 });
  frames.play();
}, 120_000);

afterAll(() => {
  boards.dispose();
  rig.dispose();
  city.dispose();
});

/** Points the right hand's ray from beside the head. */
function aimAt(point: Vec3): void {
  const from = { x: 0.2, y: 1.4, z: 0.05 };
  const away = { x: point.x - from.x, y: point.y - from.y, z: point.z - from.z };
  const metres = Math.hypot(away.x, away.y, away.z);
  const { ray, tip } = devices.sides.right;
  Object.assign(ray.origin, from);
  Object.assign(tip, from);
  Object.assign(ray.direction, { x: away.x / metres, y: away.y / metres, z: away.z / metres });
}

/** A pixel of a board's picture in the room. */
function pointOn({ pose }: BoardSlot, x: number, y: number): Vec3 {
  const size = pose.widthMetres / boardPixels.width;
  const { corner, right, down } = pose;
  return {
    x: corner.x + (right.x * x + down.x * y) * size,
    y: corner.y + (right.y * x + down.y * y) * size,
    z: corner.z + (right.z * x + down.z * y) * size,
  };
}

function buttonPoint(slot: BoardSlot, key: string): Vec3 {
  const found = slot.laid.buttons.find(({ button }) => button.key === key);
  if (!found) throw new Error(`The board has no button ${key}.`);
  return pointOn(slot, found.x + found.width / 2, found.y + found.height / 2);
}

/** Looks at a board's middle from near, square to it. */
async function lookAt(slot: BoardSlot, share: number): ReturnType<MultiviewEyes['see']> {
  const middle = pointOn(slot, boardPixels.width / 2, slot.laid.height / 2);
  const eye = {
    x: middle.x + (head.point.x - middle.x) * share,
    y: middle.y + (head.point.y - middle.y) * share,
    z: middle.z + (head.point.z - middle.z) * share,
  };
  const { placement } = rig;
  eyes.look({ position: cityPointOf(placement, eye), target: cityPointOf(placement, middle) });
  return eyes.see([boards.draw.mesh]);
}

/** Bright pixels of an eye's picture. */
function brightPixels(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at += 4) if ((bytes[at + 1] ?? 0) > 120) count += 1;
  return count;
}

test('a palm turned up opens the menu; its words are lit for both eyes, apart, in one draw', async () => {
  expect(boards.wrist.isOpen).toBe(true);
  const { left, right } = await lookAt(boards.menu, 0.55);
  expect(brightPixels(left)).toBeGreaterThan(300);
  expect(brightPixels(right)).toBeGreaterThan(300);
  expect(differingPixels(left, right)).toBeGreaterThan(300);
  expect(eyes.glError).toBe(0);
  const names = city.stage.context.scene.meshes.filter(({ name }) => name === 'boards');
  expect(names).toHaveLength(1);
});

test('a ray on a button lights it, and a press says its intent', async () => {
  const before = await lookAt(boards.menu, 0.55);
  aimAt(buttonPoint(boards.menu, 'play'));
  frames.play();
  expect(boards.reachOf('right')).toBeGreaterThan(0.1);
  const after = await lookAt(boards.menu, 0.55);
  expect(differingPixels(before.left, after.left)).toBeGreaterThan(150);
  expect(boards.press('right')).toBe(true);
  expect(asked.splice(0)).toEqual([{ kind: 'play' }]);
  // The hand that holds the menu cannot press it.
  expect(boards.press('left')).toBe(false);
});

test('a fingertip goes through a button to the next page, and back', () => {
  const touch = (key: string): void => {
    const goal = buttonPoint(boards.menu, key);
    for (const share of [0.08, 0.05, -0.02, 0.2]) {
      const { tip, ray } = devices.sides.right;
      for (const axis of ['x', 'y', 'z'] as const) {
        tip[axis] = goal[axis] + (head.point[axis] - goal[axis]) * share;
        ray.direction[axis] = axis === 'x' ? 1 : 0;
      }
      frames.play();
    }
  };
  touch('page-place');
  expect(boards.menu.laid.buttons.map(({ button }) => button.key)).toContain('scale-table');
  touch('scale-table');
  expect(asked.splice(0)).toEqual([{ kind: 'rest-at', scale: 'table' }]);
  touch('back');
  expect(boards.menu.laid.buttons.map(({ button }) => button.key)).toContain('play');
});

test('what is pointed at is told on a plaque before it, with its exact value where that is here', async () => {
  aimAt({ x: 0.6, y: 1.6, z: 1.5 });
  rig.guides.pointers.right.reachMetres = 3;
  preview.set({ hover: { kind: 'token', position: 1 } });
  frames.play();
  const { hover } = boards.plaques;
  expect(hover.isEmpty).toBe(false);
  expect(hover.laid.texts.map(({ text }) => text).join(' ')).toContain('token');
  const middle = pointOn(hover, boardPixels.width / 2, hover.laid.height / 2);
  const away = Math.hypot(middle.x, middle.y - 1.6, middle.z);
  expect(away).toBeGreaterThan(1);
  expect(away).toBeLessThan(2);
  const letters = (boardPixels.smallest / boardPixels.width) * hover.pose.widthMetres;
  expect((letters / away) * (180 / Math.PI)).toBeGreaterThan(1);
  const { left } = await lookAt(hover, 0.55);
  expect(brightPixels(left)).toBeGreaterThan(100);
  preview.set({ hover: undefined });
  frames.play();
  expect(hover.isEmpty).toBe(true);
});

test('what is kept in view stays where it was put, with buttons that a ray presses', () => {
  fake.show({ pinned: { kind: 'layer', layer: 4 } }, 'pinned');
  frames.play();
  const { pinned } = boards.plaques;
  const corner = { ...pinned.pose.corner };
  aimAt(buttonPoint(pinned, 'act-open'));
  head.direction = { x: 0.6, y: 0, z: 0.8 };
  frames.play();
  expect(pinned.pose.corner).toEqual(corner);
  expect(boards.press('right')).toBe(true);
  expect(asked.splice(0)).toEqual([{ kind: 'verb', stage: 'read', verb: 'grab', layer: 4 }]);
  fake.show({ pinned: null }, 'pinned');
  frames.play();
  expect(boards.reachOf('right')).toBeUndefined();
});

test.each([
  ['the room is recentred', () => (frames.roomCount += 1)],
  [
    'a session is over and another begins',
    () => {
      frames.end();
    },
  ],
])('what is kept in view stands beside where one looks once %s', (_, happen) => {
  fake.show({ pinned: { kind: 'layer', layer: 4 } }, 'pinned');
  const besideGaze = (): number => {
    const { x, z } = pointOn(boards.plaques.pinned, boardPixels.width / 2, 0);
    return Math.atan2(x, z) - Math.atan2(head.direction.x, head.direction.z);
  };
  head.direction = { x: 0, y: 0, z: 1 };
  frames.play();
  const beside = besideGaze();
  head.direction = { x: -1, y: 0, z: 0 };
  frames.play();
  expect(besideGaze()).toBeGreaterThan(beside + 1);
  happen();
  frames.play();
  expect(besideGaze()).toBeCloseTo(beside, 1);
  head.direction = { x: 0, y: 0, z: 1 };
  fake.show({ pinned: null }, 'pinned');
  frames.play();
});

test('a menu that says the same is neither drawn nor uploaded again', () => {
  const upload = vi.spyOn(WebGL2RenderingContext.prototype, 'texSubImage2D');
  fake.show({}, 'values');
  frames.play();
  frames.play();
  expect(upload).not.toHaveBeenCalled();
  fake.show({ playing: true }, 'playing');
  frames.play();
  expect(upload).toHaveBeenCalledTimes(1);
});

test('boards that say something else in one frame are made smaller for afar together', () => {
  const upload = vi.spyOn(WebGL2RenderingContext.prototype, 'texSubImage2D').mockClear();
  const fill = vi.spyOn(WebGL2RenderingContext.prototype, 'generateMipmap');
  fake.show({ pinned: { kind: 'layer', layer: 6 }, playing: false }, 'pinned');
  frames.play();
  expect(upload.mock.calls.length).toBeGreaterThan(1);
  expect(fill).toHaveBeenCalledTimes(1);
  frames.play();
  expect(fill).toHaveBeenCalledTimes(1);
});
