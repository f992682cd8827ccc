import { afterAll, beforeAll, expect, test } from 'vitest';
import { texelLayout, washRange } from '#contract/texel-layout.ts';
import { headRoles } from '#contract/view-choice.ts';
import { avenuePoint } from '#tests/support/avenue.ts';
import { bayRect, paneRect } from '#plan/facade-plan.ts';
import type { FaceRect } from '#plan/face.ts';
import { createPreview } from '#input/create-preview.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import type { FakeStore } from '#tests/fakes/fake-store.ts';
import { rolesByScores } from '#view/head-roles.ts';
import { loadBundledStore } from '#tests/support/bundled-store.ts';
import {
  litPanes,
  luminanceOf,
  quantile,
  readStoreys,
  shapeOf,
  spearman,
  storeys,
} from '#tests/support/city-readings.ts';
import type { CityOnCanvas, StoreyLight } from '#tests/support/city-readings.ts';
import { createCity } from './city.ts';
import type { City } from './city.ts';
import { readCityPixels } from './probe.ts';
import type { CanvasPixels } from './probe.ts';
import { washLuminance } from './tower-state.ts';
import { vec3 } from './vector.ts';

let state: FakeStore;
let canvas: HTMLCanvasElement;
let city: City;
let shown: CityOnCanvas;

beforeAll(async () => {
  const { state: loaded } = (await loadBundledStore()).store;
  const { settings } = loaded;
  // Towers, street and sky alone: what is read here is their light.
  const off = { beams: false, labels: false, predictions: false, pulse: false };
  state = createFakeStore({
    ...loaded,
    settings: { ...settings, shown: { ...settings.shown, ...off } },
  });
  canvas = document.createElement('canvas');
  // Narrow: a tower fills it, and WebGL runs on the processor here.
  canvas.style.cssText = 'width:160px;height:540px;display:block';
  document.body.append(canvas);
  city = createCity({
    canvas,
    store: state.store,
    preview: createPreview(),
    nowMillis: () => performance.now(),
    reducedMotion: () => true,
  });
  await city.firstLight;
  shown = { city, canvas, state: () => state.store.state };
});

afterAll(() => {
  city.dispose();
});

test('at 40 m a storey’s luminance follows its wash, the sink’s tower left out', () => {
  const count = state.store.state.overviews.length;
  const lights: StoreyLight[] = [];
  for (let position = 1; position < count; position += 1) {
    lights.push(...readStoreys(shown, position, { x: 0, y: 0, metres: 40 }));
  }
  for (const storey of storeys) {
    const ofKind = lights.filter((light) => light.storey === storey);
    expect(spearman(ofKind), storey).toBeGreaterThanOrEqual(0.9);
  }
  expect(spearman(lights)).toBeGreaterThanOrEqual(0.85);
  // The shader's twin in TypeScript says the same, but for evening light and haze.
  for (const { ratio, luminance } of lights) {
    if (ratio > washRange.high) continue;
    const expected = washLuminance(ratio);
    expect(Math.abs(luminance - expected)).toBeLessThan(0.015 + 0.2 * expected);
  }
  const luminances = lights.map(({ luminance }) => luminance);
  expect(quantile(luminances, 0.9) / quantile(luminances, 0.1)).toBeGreaterThanOrEqual(4);
});

test('twenty steps of a fraction of a pixel change a storey’s luminance at 40 m by at most 2 %', () => {
  const seen: number[][] = [];
  for (let step = 0; step < 20; step += 1) {
    // At 540 rows a pixel is 7 cm wide at 40 m.
    const eye = { x: (step + 0.5) * 0.0037, y: (step + 0.5) * 0.0029, metres: 40 };
    seen.push(readStoreys(shown, 3, eye).map(({ luminance }) => luminance));
  }
  let worst = 0;
  seen[0]?.forEach((_, storey) => {
    const values = seen.map((step) => step[storey] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    worst = Math.max(worst, Math.max(...values.map((value) => Math.abs(value / mean - 1))));
  });
  expect(worst).toBeLessThanOrEqual(0.02);
});

test('twenty panes read at 1 m are filled where positive and framed where negative', () => {
  const position = 3;
  const panes = litPanes(shown, position);
  expect(panes).toHaveLength(20);
  for (const { site, layer, bin, isPositive } of panes) {
    const rect = paneRect(site, bin, shapeOf(shown), 'street');
    const u = (rect.left + rect.right) / 2;
    const v = (rect.bottom + rect.top) / 2;
    const eye = avenuePoint({ position, layer, face: 'street', u, v, out: 1 });
    city.rig.setPose({ position: eye, target: vec3(eye.x, eye.y, 0) });
    const pixels = readCityPixels(city, canvas);
    const reach = (rect.top - rect.bottom) / 6;
    const middle = { left: u - reach, right: u + reach, bottom: v - reach, top: v + reach };
    const bar = {
      left: u - reach,
      right: u + reach,
      bottom: rect.top - 0.006,
      top: rect.top - 0.001,
    };
    const lightOf = (part: FaceRect): number =>
      luminanceOf(shown, pixels, { position, layer, rect: part });
    const contrast = lightOf(middle) / lightOf(bar);
    const name = `${site} ${String(bin)} of layer ${String(layer)}`;
    if (isPositive) expect(contrast, name).toBeGreaterThan(0.7);
    else expect(contrast, name).toBeLessThan(0.35);
  }
});

test('a line at a bay’s foot shows what its head is known for, and none where that is unknown', () => {
  const { hello } = state.store.state;
  if (!hello?.display.headScores) throw new Error('The recording should hold scores.');
  const { layerCount, headCount } = hello.model;
  const shape = shapeOf(shown);
  const lineLight = (index: number): number => {
    const layer = Math.floor(index / headCount);
    const bay = bayRect(index % headCount, shape, 'street');
    const rect = { left: bay.left + 0.03, right: bay.right - 0.03, bottom: 0.03, top: 0.037 };
    const at = {
      position: 2,
      layer,
      face: 'street',
      u: (bay.left + bay.right) / 2,
      v: 0.034,
    } as const;
    const eye = avenuePoint({ ...at, out: 0.5 });
    city.rig.setPose({ position: eye, target: vec3(eye.x, eye.y, 0) });
    return luminanceOf(shown, readCityPixels(city, canvas), { position: 2, layer, rect });
  };
  const all = Array.from({ length: layerCount * headCount }, (_, index) => index);
  const roleOf = (index: number): string | undefined =>
    rolesByScores(hello.display.headScores, index)[0]?.role;
  const heads = [...headRoles, undefined].map((role) =>
    all.find((index) => roleOf(index) === role),
  );
  const lit = heads.map((index) => lineLight(index ?? 0));
  state.show({ hello: { ...hello, display: { ...hello.display, headScores: undefined } } }, 'run');
  const dark = heads.map((index) => lineLight(index ?? 0));
  state.show({ hello }, 'run');
  headRoles.forEach((role, nth) => {
    expect(lit[nth], role).toBeGreaterThan((dark[nth] ?? 0) + 0.04);
  });
  expect(lit[headRoles.length]).toBeCloseTo(dark[headRoles.length] ?? 0, 6);
});

/** Draws until everything shown is on the card, then reads. */
function readSettledPixels(): CanvasPixels {
  do city.drawNow();
  while (city.figures.waitingUploads > 0);
  return readCityPixels(city, canvas);
}

const obliquePose = { position: vec3(9.5, 8, -7), target: vec3(6.9, 7, 0) };

test('the same token and layer have the same pixels after other numbers stood there', () => {
  city.rig.setPose(obliquePose);
  const before = readSettledPixels();
  const { overviews, tokens, cursor } = state.store.state;
  for (const shift of [1, 2, 3]) {
    const moved = overviews.map((_, index) => overviews[(index + shift) % overviews.length]);
    state.show({ overviews: moved, cursor: { ...cursor, layer: 9 + shift } }, 'overview', 'cursor');
    expect(readSettledPixels().bytesArray).not.toEqual(before.bytesArray);
  }
  state.show({ overviews, tokens, cursor }, 'run', 'overview', 'tokens', 'cursor');
  expect(readSettledPixels().bytesArray).toEqual(before.bytesArray);
});

test('one changed number changes the light', () => {
  city.rig.setPose(obliquePose);
  const before = readSettledPixels();
  const { overviews } = state.store.state;
  const changed = overviews.map((overview, position) => {
    if (!overview || position !== 3) return overview;
    // The wash of layer 14's attention, in the texels and in the numbers they are packed from.
    const texels = overview.texels.slice();
    const added = overview.added.slice();
    const columns = texelLayout(shapeOf(shown));
    texels[14 * columns.width + columns.added.first] = 255;
    added[28] = 1.5;
    return { ...overview, texels, added };
  });
  state.show({ overviews: changed }, 'overview');
  expect(readSettledPixels().bytesArray).not.toEqual(before.bytesArray);
  state.show({ overviews }, 'overview');
  expect(readSettledPixels().bytesArray).toEqual(before.bytesArray);
});

test('layers above the cursor do not stand, and a component that is switched off is dark', () => {
  const { cursor, settings } = state.store.state;
  const lightOf = (layer: number): number => {
    const [attention] = readStoreys(shown, 3, { x: 0, y: 0, metres: 40 }).filter(
      (light, index) => light.storey === 'attention' && Math.floor(index / 2) === layer,
    );
    return attention?.luminance ?? 0;
  };
  const lit = lightOf(24);
  // A tower ends where the replay stands; behind it is the evening sky.
  state.show({ cursor: { position: 3, layer: 23, sweep: false } }, 'cursor');
  expect(lightOf(24)).toBeLessThan(lit * 0.4);
  state.show({ cursor: { position: 3, layer: 24, sweep: false } }, 'cursor');
  expect(lightOf(24)).toBeCloseTo(lit, 3);
  state.show(
    { settings: { ...settings, shown: { ...settings.shown, attention: false } } },
    'settings',
  );
  expect(lightOf(24)).toBeLessThan(lit * 0.1);
  state.show({ settings: { ...settings, isolatedLayer: 3 } }, 'settings');
  expect(lightOf(24)).toBeLessThan(lit * 0.3);
  state.show({ settings, cursor }, 'settings', 'cursor');
  expect(lightOf(24)).toBeCloseTo(lit, 3);
});

test('an idle city draws nothing, a changed one draws', async () => {
  const { drawnFrames } = await settledFrames();
  await new Promise((resolve) => {
    // Animation frames of the page go by; none of them is the city's.
    requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
  expect(city.figures.drawnFrames).toBe(drawnFrames);
  state.show({ selectedPosition: 2 }, 'selection');
  await expect.poll(() => city.figures.drawnFrames).toBe(drawnFrames + 1);
  state.show({ selectedPosition: null }, 'selection');
});

/** Waits until two looks find the same number of drawn frames. */
async function settledFrames(): Promise<{ readonly drawnFrames: number }> {
  let drawnFrames = -1;
  await expect
    .poll(() => {
      const isSame = city.figures.drawnFrames === drawnFrames;
      drawnFrames = city.figures.drawnFrames;
      return isSame;
    })
    .toBe(true);
  return { drawnFrames };
}

test('a lost WebGL context comes back with the same light', async () => {
  city.rig.setPose(obliquePose);
  const before = readSettledPixels();
  const { uploadedBytes } = city.figures;
  const gl = canvas.getContext('webgl2');
  const extension = gl?.getExtension('WEBGL_lose_context');
  const wasLost = new Promise((resolve) => {
    canvas.addEventListener('webglcontextlost', resolve, { once: true });
  });
  extension?.loseContext();
  await wasLost;
  // Only once the page has been told may it be restored.
  await expect
    .poll(() => {
      if (gl?.isContextLost() === true) extension?.restoreContext();
      return gl?.isContextLost();
    })
    .toBe(false);
  await expect.poll(() => city.figures.uploadedBytes).toBeGreaterThan(uploadedBytes);
  await settledFrames();
  expect(readSettledPixels().bytesArray).toEqual(before.bytesArray);
});
