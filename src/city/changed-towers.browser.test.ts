import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Change } from '#contract/change.ts';
import type { HeldGrip, Preview, Vec3 } from '#contract/preview.ts';
import { createPreview } from '#input/create-preview.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { paneRect, storeyRect } from '#plan/facade-plan.ts';
import type { FaceRect } from '#plan/face.ts';
import type { Settings, StoreState } from '#store/read.ts';
import { fakeDifference } from '#tests/fakes/fake-difference.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import type { FakeStore } from '#tests/fakes/fake-store.ts';
import { avenuePoint, floorBaseMetres, towerMiddleMetres } from '#tests/support/avenue.ts';
import { loadBundledStore } from '#tests/support/bundled-store.ts';
import { luminanceOf, shapeOf } from '#tests/support/city-readings.ts';
import type { CityOnCanvas } from '#tests/support/city-readings.ts';
import { createCity } from './city.ts';
import { projectToPixels, readCityPixels } from './probe.ts';
import { vec3 } from './vector.ts';

const position = 3;
const layer = 23;
const fell = 128;
let state: FakeStore;
let original: StoreState;
let preview: Preview;
let shown: CityOnCanvas;
let isStill = true;

beforeAll(async () => {
  const { state: loaded } = (await loadBundledStore()).store;
  const off = { beams: false, labels: false, predictions: false, pulse: false, reflections: false };
  original = {
    ...loaded,
    settings: { ...loaded.settings, shown: { ...loaded.settings.shown, ...off } },
  };
  state = createFakeStore(original);
  preview = createPreview();
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'width:200px;height:200px;display:block';
  document.body.append(canvas);
  const city = createCity({
    canvas,
    store: state.store,
    preview,
    nowMillis: () => performance.now(),
    reducedMotion: () => isStill,
  });
  await city.firstLight;
  shown = { city, canvas, state: () => state.store.state };
});

beforeEach(async () => {
  isStill = true;
  preview.set({ held: [] });
  state.show(original, 'run', 'overview', 'changes', 'difference', 'settings');
  lookAtFloor();
  await drawn(() => true);
});

afterAll(() => {
  shown.city.dispose();
});

/** Straight at a floor of the tower, from the street. */
function lookAtFloor(height = floorBaseMetres(layer) + 0.25): void {
  const x = towerMiddleMetres(position);
  shown.city.rig.setPose({ position: vec3(x, height, -3), target: vec3(x, height, 0) });
}

/** Waits until the towers' other look has come and all numbers are on the card. */
async function drawn(isThere: () => boolean): Promise<void> {
  const isDrawn = (): boolean => {
    shown.city.drawNow();
    return shown.city.figures.waitingUploads === 0 && isThere();
  };
  await vi.waitUntil(isDrawn, { timeout: 30_000, interval: 50 });
}

function asChanged(change: Partial<Settings>, ...changes: readonly Change[]): void {
  const entries = changes.map((each, id) => ({ id, change: each, isOn: true }));
  const settings = { ...original.settings, ...change };
  const next = { branch: 1, beside: original, changes: entries, settings };
  state.show(next, 'run', 'changes', 'settings', 'difference');
}

function lightOf(rect: FaceRect, ofLayer = layer): number {
  const pixels = readCityPixels(shown.city, shown.canvas);
  return luminanceOf(shown, pixels, { position, layer: ofLayer, rect });
}

/** sRGB bytes of the pixel on which a point of the city falls. */
function colourAt(point: Vec3): readonly number[] {
  const { city, canvas } = shown;
  const pixels = readCityPixels(city, canvas);
  const at = projectToPixels(city, canvas, point) ?? { x: 0, y: 0 };
  const first = (Math.floor(at.y) * pixels.width + Math.floor(at.x)) * 4;
  return Array.from(pixels.bytesArray.subarray(first, first + 3));
}

/** How many bytes are not the same; a list of them all would take minutes to print. */
function differing(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let count = 0;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) count += 1;
  return count;
}

function onWall(rect: FaceRect, ofLayer = layer): Vec3 {
  const u = (rect.left + rect.right) / 2;
  const v = (rect.bottom + rect.top) / 2;
  return avenuePoint({ position, layer: ofLayer, face: 'street', u, v });
}

const bin = 22;
const pane = (): FaceRect => paneRect('mlp.hook_post', bin, shapeOf(shown), 'street');

const isGold = ([red = 0, , blue = 0]: readonly number[]): boolean => red > blue + 60;
const isGreen = ([red = 0, green = 0, blue = 0]: readonly number[]): boolean =>
  green > red + 40 && green > blue + 40;
/** A pane of the floor below whose difference is always the same: when it is lit, the others are there. */
const marker = (): readonly number[] => colourAt(onWall(pane(), layer - 1));

/** Shows differences of which the pane's code is as given and every other but the marker's 0. */
async function showCode(code: number): Promise<void> {
  const differences = original.overviews.map(
    (overview) =>
      overview &&
      fakeDifference(overview, shapeOf(shown), (site, ofLayer, ofBin) => {
        if (site !== 'mlp.hook_post' || ofBin !== bin) return 0;
        return ofLayer === layer ? code : ofLayer === layer - 1 ? 80 : 0;
      }),
  );
  asChanged({ light: 'difference' });
  state.show({ differences }, 'difference');
  await drawn(() => isGold(marker()) && lightOf(storeyRect('attention', 'street')) < 0.01);
}

test('a difference of nothing is dark, and the larger it is the brighter its window', async () => {
  const lights: number[] = [];
  for (const code of [0, 50, 90, 127]) {
    await showCode(code);
    lights.push(lightOf(pane()));
  }
  const [none = 1, small = 0, more = 0, full = 0] = lights;
  expect(none).toBeLessThan(0.01);
  expect(small).toBeGreaterThan(2 * none);
  expect(more).toBeGreaterThan(1.5 * small);
  expect(full).toBeGreaterThan(1.5 * more);
});

test('what grew is gold and filled, what fell is violet and framed', async () => {
  await showCode(100);
  expect(isGold(colourAt(onWall(pane())))).toBe(true);
  await showCode(100 + fell);
  const rect = pane();
  const frame = { ...rect, bottom: rect.top - 0.006, top: rect.top - 0.002 };
  const [frameRed = 255, , frameBlue = 0] = colourAt(onWall(frame));
  expect(frameBlue).toBeGreaterThan(frameRed + 60);
  expect(lightOf({ ...frame, bottom: frame.bottom - 0.03, top: frame.top - 0.03 })).toBeLessThan(
    lightOf(rect),
  );
});

test('a position whose differences are not here stays dark', async () => {
  await showCode(127);
  expect(lightOf(pane())).toBeGreaterThan(0.1);
  state.show({ differences: [] }, 'difference');
  await drawn(() => lightOf(pane()) < 0.01);
});

test('a layer that is taken away leaves its floor open in every tower, until it is put back', async () => {
  const [attention, feedForward] = (['attention', 'feed-forward'] as const).map((storey) =>
    storeyRect(storey, 'street'),
  );
  if (!attention || !feedForward) throw new Error('There are two storeys.');
  const [x, height] = [towerMiddleMetres(position), floorBaseMetres(layer) + 0.25];
  shown.city.rig.setPose({ position: vec3(x, height - 1.2, -3), target: vec3(x, height, 0) });
  const before = readCityPixels(shown.city, shown.canvas);
  const other = lightOf(feedForward, layer - 1);
  const lit = lightOf(feedForward);
  asChanged({}, { kind: 'layer', layer, by: 'zero' });
  // The rim of the gap, in the selection's green.
  const rim = onWall({ ...attention, bottom: 0, top: 0.008 });
  await drawn(() => isGreen(colourAt(rim)));
  // From below one looks at the dark underside of the floor above.
  expect(lightOf(feedForward)).toBeLessThan(0.7 * lit);
  expect(lightOf(feedForward, layer - 1)).toBeCloseTo(other, 3);
  state.show(original, 'run', 'changes', 'settings');
  // Byte for byte as before.
  const after = readCityPixels(shown.city, shown.canvas).bytesArray;
  expect(differing(after, before.bytesArray)).toBe(0);
});

const held = (pulledMetres: number): HeldGrip => ({
  actor: 'mouse',
  grip: { verb: 'grab', layer },
  pulledMetres,
  stage: 'read',
  fromPoint: vec3(0, 0, 0),
  atPoint: vec3(0, 0, 0),
  isLost: false,
});

/** Looks along the avenue: what stands out of the façade is seen before the dark. Says whether something does. */
function watchFacade(): () => boolean {
  const height = floorBaseMetres(layer) + 0.25;
  shown.city.rig.setPose({ position: vec3(-6, height, -1.2), target: vec3(6, height, -1.2) });
  const outside = { x: towerMiddleMetres(0) - 0.75, y: height, z: -1.2 };
  const night = colourAt(outside);
  return () => colourAt(outside).some((value, at) => Math.abs(value - (night[at] ?? 0)) > 12);
}

test('a floor that is held comes out of its tower as far as it is pulled', async () => {
  const isOut = watchFacade();
  preview.set({ held: [held(0.3)] });
  await drawn(isOut);
  preview.set({ held: [held(0.05)] });
  await drawn(() => !isOut());
});

test('a floor that is let go slides back in, and stays there when the towers next look otherwise', async () => {
  isStill = false;
  const isOut = watchFacade();
  preview.set({ held: [held(0.3)] });
  await drawn(isOut);
  preview.set({ held: [] });
  expect(isOut()).toBe(true);
  await drawn(() => !isOut());
  asChanged({ cutLayer: layer + 4 });
  expect(isOut()).toBe(false);
});

test('a cut leaves nothing above it and shows the residual stream’s bins on its face', async () => {
  const cutLayer = 20;
  const top = floorBaseMetres(cutLayer + 1);
  const x = towerMiddleMetres(position);
  shown.city.rig.setPose({ position: vec3(x, top + 4, -0.4), target: vec3(x, top, 0) });
  asChanged({ cutLayer });
  // Where the wall above would be, its rim.
  await drawn(() => isGreen(colourAt({ x, y: top, z: -0.745 })));
  const codes = original.overviews[position]?.residCodes.subarray(
    cutLayer * 64,
    cutLayer * 64 + 64,
  );
  const cell = (cityMeasures.towerMetres - 0.1) / 8;
  const lightOfBin = (ofBin: number): number => {
    const [column, row] = [ofBin % 8, 7 - Math.floor(ofBin / 8)];
    const at = { x: (column + 0.5) * cell - 4 * cell, z: (row + 0.5) * cell - 4 * cell };
    const [red = 0, green = 0, blue = 0] = colourAt({ x: x + at.x, y: top, z: at.z });
    return red + green + blue;
  };
  const filled = Array.from(codes ?? [], (code, ofBin) => ({ code, ofBin })).filter(
    ({ code }) => code < fell,
  );
  const [largest, smallest] = [filled.toSorted((a, b) => b.code - a.code)[0], filled[0]];
  if (!largest || !smallest) throw new Error('No bin is positive.');
  const quiet = filled.toSorted((a, b) => a.code - b.code)[0] ?? smallest;
  expect(lightOfBin(largest.ofBin)).toBeGreaterThan(lightOfBin(quiet.ofBin) + 120);
});

test('a run that stops early has a green line there', async () => {
  asChanged({}, { kind: 'stop', layer: layer - 1 });
  const edge = onWall({ left: 0.4, right: 0.6, bottom: -0.004, top: 0.008 });
  await drawn(() => isGreen(colourAt(edge)));
});

/** sRGB bytes of everything within a rectangle of a floor's street wall. */
function bytesOf(rect: FaceRect, ofLayer: number): readonly number[] {
  const { city, canvas } = shown;
  const pixels = readCityPixels(city, canvas);
  const corner = (u: number, v: number): { readonly x: number; readonly y: number } => {
    const at = avenuePoint({ position, layer: ofLayer, face: 'street', u, v });
    const { x, y } = projectToPixels(city, canvas, at) ?? { x: 0, y: 0 };
    return { x: Math.round(x), y: Math.round(y) };
  };
  const [from, to] = [corner(rect.left, rect.bottom), corner(rect.right, rect.top)];
  const bytes: number[] = [];
  for (let y = Math.min(from.y, to.y); y < Math.max(from.y, to.y); y += 1) {
    const row = 4 * y * pixels.width;
    const [first, last] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    bytes.push(...pixels.bytesArray.subarray(row + 4 * first, row + 4 * last));
  }
  return bytes;
}

test('above a stop nothing is lit: no window, no branch, no spine', async () => {
  const floor = { left: 0.02, right: cityMeasures.towerMetres - 0.02, bottom: 0.06, top: 0.47 };
  const edge = onWall({ left: 0.4, right: 0.6, bottom: -0.004, top: 0.008 });
  const stop = { kind: 'stop', layer: layer - 1 } as const;
  asChanged({}, stop);
  await drawn(() => isGreen(colourAt(edge)));
  const seen = [bytesOf(floor, layer - 1), bytesOf(floor, layer)] as const;
  const { shown: parts } = original.settings;
  const none = { ...parts, attention: false, 'feed-forward': false, residual: false };
  asChanged({ shown: none }, stop);
  expect(seen[1].length).toBeGreaterThan(4000);
  expect(differing(seen[0], bytesOf(floor, layer - 1))).toBeGreaterThan(1000);
  expect(differing(seen[1], bytesOf(floor, layer))).toBe(0);
});
