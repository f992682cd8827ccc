import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { texelLayout } from '#contract/texel-layout.ts';
import { createPreview } from '#input/create-preview.ts';
import type { StoreState } from '#store/read.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import type { FakeStore } from '#tests/fakes/fake-store.ts';
import { avenuePoint } from '#tests/support/avenue.ts';
import { loadBundledStore } from '#tests/support/bundled-store.ts';
import { createCity } from './city.ts';
import type { City } from './city.ts';
import { readCityPixels } from './probe.ts';
import type { CanvasPixels } from './probe.ts';

const position = 4;
const story: StoreState['zoom'] = { level: 'token', position };

let fake: FakeStore;
let canvas: HTMLCanvasElement;
let city: City;
let motion = false;

beforeAll(async () => {
  const { state } = (await loadBundledStore()).store;
  const shown = { ...state.settings.shown, beams: false, labels: false, predictions: false };
  fake = createFakeStore({ ...state, settings: { ...state.settings, shown } });
  canvas = document.createElement('canvas');
  canvas.style.cssText = 'width:320px;height:200px;display:block';
  document.body.append(canvas);
  city = createCity({
    canvas,
    store: fake.store,
    preview: createPreview(),
    nowMillis: () => performance.now(),
    reducedMotion: () => !motion,
  });
  await city.firstLight;
  const wall = avenuePoint({ position, layer: 12, face: 'street', u: 1.2, v: 0.25 });
  city.rig.setPose({
    position: { x: wall.x + 0.6, y: wall.y, z: wall.z - 4 },
    target: { x: wall.x, y: wall.y, z: wall.z },
  });
});

afterAll(() => {
  city.dispose();
});

/** Pixels that differ, as points from the canvas's top left. */
function changes(a: CanvasPixels, b: CanvasPixels): { readonly x: number; readonly y: number }[] {
  const found: { x: number; y: number }[] = [];
  for (let at = 0; at < a.bytesArray.length; at += 4) {
    const differs = [0, 1, 2].some(
      (channel) =>
        Math.abs((a.bytesArray[at + channel] ?? 0) - (b.bytesArray[at + channel] ?? 0)) > 6,
    );
    const pixel = at / 4;
    if (differs) found.push({ x: pixel % a.width, y: a.height - Math.floor(pixel / a.width) });
  }
  return found;
}

const look = (): CanvasPixels => readCityPixels(city, canvas);

async function openStory(): Promise<void> {
  fake.show({ zoom: { level: 'model' } }, 'zoom');
  fake.show({ zoom: story }, 'zoom');
  await vi.waitUntil(() => changes(withoutBranches(), look()).length > 0, { timeout: 30_000 });
}

/** As if no layer had been computed: windows stay, branches go. */
function withoutBranches(): CanvasPixels {
  const { overviews } = fake.store.state;
  const overview = overviews[position];
  if (!overview) throw new Error('The bundled run has this token.');
  const lnScale = new Float32Array(overview.lnScale.length);
  fake.show({ overviews: overviews.with(position, { ...overview, lnScale }) }, 'overview');
  const pixels = look();
  fake.show({ overviews }, 'overview');
  return pixels;
}

test('a story’s tower grows branches by its spine, nowhere else, and loses them again', async () => {
  const before = look();
  await openStory();
  const lit = changes(withoutBranches(), look());
  expect(lit.length).toBeGreaterThan(400);
  const leftmost = avenuePoint({ position, layer: 12, face: 'street', u: 0.75, v: 0.25 });
  const left = city.rig.project(leftmost)?.x ?? 0;
  expect(lit.filter(({ x }) => x < left)).toEqual([]);
  fake.show({ zoom: { level: 'model' } }, 'zoom');
  expect(changes(before, look())).toEqual([]);
});

test('more added on one layer is another picture there', async () => {
  await openStory();
  const before = look();
  const { overviews, hello } = fake.store.state;
  const overview = overviews[position];
  if (!hello || !overview) throw new Error('The bundled run has this token.');
  const layer = 12;
  const texels = overview.texels.slice();
  const { width, added } = texelLayout(hello.model);
  const at = layer * width + added.first;
  texels[at] = (texels[at] ?? 0) > 128 ? 0 : 255;
  fake.show({ overviews: overviews.with(position, { ...overview, texels }) }, 'overview');
  const changed = changes(before, look());
  fake.show({ overviews }, 'overview');
  expect(changed.length).toBeGreaterThan(30);
  const heightOf = (v: number): number =>
    city.rig.project(avenuePoint({ position, layer, face: 'street', u: 1.4, v }))?.y ?? 0;
  // Its points of light rise one floor; the storey itself is lit by the same number.
  expect(changed.filter(({ y }) => y > heightOf(-0.15) || y < heightOf(1.2))).toEqual([]);
});

test('what the replay has not reached has no branches', async () => {
  await openStory();
  const { cursor } = fake.store.state;
  fake.show({ cursor: { position, layer: 11, sweep: false } }, 'cursor');
  const lit = changes(withoutBranches(), look());
  fake.show({ cursor, zoom: story }, 'cursor', 'zoom');
  expect(lit.length).toBeGreaterThan(50);
  const top = avenuePoint({ position, layer: 12, face: 'street', u: 1.4, v: 0.35 });
  const border = city.rig.project(top)?.y ?? 0;
  expect(lit.filter(({ y }) => y < border - 40)).toEqual([]);
});

test('points of light rise when a story opens and then stand still; under reduced motion they stand', async () => {
  await openStory();
  const still = look();
  expect(changes(still, look())).toEqual([]);
  motion = true;
  fake.show({ zoom: { level: 'token', position: 3 } }, 'zoom');
  fake.show({ zoom: story }, 'zoom');
  city.requestFrame();
  await expect.poll(() => changes(still, look()).length, { timeout: 10_000 }).toBeGreaterThan(0);
  let frames = -1;
  await vi.waitUntil(
    () => {
      const isAtRest = frames === city.figures.drawnFrames;
      frames = city.figures.drawnFrames;
      return isAtRest;
    },
    { timeout: 20_000, interval: 1000 },
  );
  motion = false;
});
