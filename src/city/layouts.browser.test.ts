import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Layout } from '#contract/view-choice.ts';
import { createPreview } from '#input/create-preview.ts';
import { cityPlan, cityPoint } from '#plan/city-plan.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { paneRect, storeyRect } from '#plan/facade-plan.ts';
import type { StoreState } from '#store/read.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import type { FakeStore } from '#tests/fakes/fake-store.ts';
import { loadBundledStore } from '#tests/support/bundled-store.ts';
import { litPanes, luminanceOf, shapeOf, storeys } from '#tests/support/city-readings.ts';
import type { CityOnCanvas } from '#tests/support/city-readings.ts';
import { createCity } from './city.ts';
import type { City } from './city.ts';
import { readCityPixels } from './probe.ts';

let loaded: StoreState;
let fake: FakeStore;
let canvas: HTMLCanvasElement;
let city: City;
let shown: CityOnCanvas;

beforeAll(async () => {
  const { state } = (await loadBundledStore()).store;
  // Towers, street and sky alone: what is read here is their light.
  const off = { beams: false, labels: false, predictions: false, pulse: false };
  const settings = { ...state.settings, shown: { ...state.settings.shown, ...off } };
  // As many tokens as have numbers, so that the ring holds them all.
  const tokens = state.tokens.slice(0, state.hello?.run.promptTokenCount ?? 0);
  loaded = { ...state, tokens, settings };
  fake = createFakeStore(loaded);
  canvas = document.createElement('canvas');
  canvas.style.cssText = 'width:200px;height:480px;display:block';
  document.body.append(canvas);
  city = createCity({
    canvas,
    store: fake.store,
    preview: createPreview(),
    nowMillis: () => performance.now(),
    reducedMotion: () => true,
  });
  await city.firstLight;
  shown = { city, canvas, state: () => fake.store.state };
});

afterAll(() => {
  city.dispose();
});

beforeEach(() => {
  show('avenue', []);
});

/** Shows a layout with some floors open; the plan that stands then. */
function show(layout: Layout, openLayers: readonly number[]): CityPlan {
  fake.show({ settings: { ...loaded.settings, layout }, openLayers }, 'settings', 'zoom');
  return cityPlan({ tokenCount: loaded.tokens.length, shape: shapeOf(shown), layout, openLayers });
}

interface Reading {
  readonly position: number;
  readonly layer: number;
  /** Mean luminance of both storeys, read from 2 m before them. */
  readonly lights: readonly number[];
}

/** Floors of the first, a middle and the last tower. */
function readFloors(plan: CityPlan, layers: readonly number[]): Reading[] {
  const last = loaded.tokens.length - 1;
  return [0, last >> 1, last].flatMap((position) =>
    layers.map((layer) => {
      const middle = { position, layer, face: 'street', u: 0.7, v: 0.25 } as const;
      city.rig.setPose({
        position: cityPoint(plan, { ...middle, out: 2 }),
        target: cityPoint(plan, middle),
      });
      const pixels = readCityPixels(city, canvas);
      const lights = storeys.map((storey) => {
        const rect = storeyRect(storey, 'street');
        return luminanceOf(shown, pixels, { position, layer, plan, rect });
      });
      return { position, layer, lights };
    }),
  );
}

test('in the ring and in blocks each storey shows the light it shows in the avenue', () => {
  const layers = [3, 24];
  const before = readFloors(show('avenue', []), layers);
  const different = new Set(
    before.flatMap(({ lights }) => lights.map((light) => light.toFixed(2))),
  );
  expect(different.size).toBeGreaterThan(4);
  for (const layout of ['ring', 'blocks'] as const) {
    for (const [nth, { lights, ...place }] of readFloors(show(layout, []), layers).entries()) {
      for (const [storey, light] of lights.entries()) {
        const full = before[nth]?.lights[storey] ?? 0;
        // The evening sky lights a wall that looks elsewhere a little differently.
        expect(Math.abs(light - full), `${layout} ${JSON.stringify(place)}`).toBeLessThan(0.012);
      }
    }
  }
});

test('a folded floor shows its own light, dimmed, an open one all of it, in avenue and ring', () => {
  const layers = [2, 12, 24];
  const before = readFloors(show('avenue', []), layers);
  for (const layout of ['avenue', 'ring'] as const) {
    for (const [nth, { lights, ...place }] of readFloors(show(layout, [12]), layers).entries()) {
      for (const [storey, light] of lights.entries()) {
        const full = before[nth]?.lights[storey] ?? 0;
        const expected = place.layer === 12 ? full : full * 0.35;
        const name = `${layout} ${JSON.stringify(place)}`;
        // Flatter panes blend a little sooner into their storey's mean.
        expect(Math.abs(light - expected), name).toBeLessThan(0.02 + 0.25 * expected);
      }
    }
  }
});

test('in the ring and on an open floor single panes are lit where they stand', () => {
  const position = loaded.tokens.length - 1;
  const plan = show('ring', [12, 14]);
  const panes = litPanes(shown, position).filter(
    ({ layer, isPositive }) => isPositive && plan.floors.isOpen(layer),
  );
  expect(panes.length).toBeGreaterThan(0);
  for (const { site, layer, bin } of panes) {
    const rect = paneRect(site, bin, shapeOf(shown), 'street');
    const [u, v] = [(rect.left + rect.right) / 2, (rect.bottom + rect.top) / 2];
    const at = { position, layer, face: 'street', u, v } as const;
    const eye = cityPoint(plan, { ...at, out: 0.6 });
    city.rig.setPose({ position: eye, target: cityPoint(plan, at) });
    const pixels = readCityPixels(city, canvas);
    const light = luminanceOf(shown, pixels, { position, layer, plan, rect });
    expect(light, `${site} ${String(bin)} of layer ${String(layer)}`).toBeGreaterThan(0.1);
    const x = canvas.clientWidth / 2;
    expect(city.fittings.pickAt(x, canvas.clientHeight / 2)).toEqual({
      kind: 'bin',
      site,
      position,
      layer,
      bin,
    });
  }
});
