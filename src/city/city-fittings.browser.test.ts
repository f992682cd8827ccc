import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { DecodedLens } from '#contract/decoded-message.ts';
import type { CameraView } from '#contract/intent.ts';
import { createPreview } from '#input/create-preview.ts';
import { avenuePoint, avenuePlan, towerMiddleMetres } from '#tests/support/avenue.ts';
import { beamPoint, writeBeamCurve } from '#plan/beam-curve.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { faceNormal, faces } from '#plan/face.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import type { FakeStore } from '#tests/fakes/fake-store.ts';
import { loadBundledStore } from '#tests/support/bundled-store.ts';
import { overlapArea } from '#tests/support/quad-overlap.ts';
import type { CanvasSpot } from '#tests/support/quad-overlap.ts';
import { createCity } from './city.ts';
import type { City } from './city.ts';
import { quadAnchors } from './label-quad.ts';
import type { LabelRectangle } from './label-rectangles.ts';
import { readCityPixels } from './probe.ts';
import type { CanvasPixels } from './probe.ts';

let fake: FakeStore;
let canvas: HTMLCanvasElement;
let city: City;
const preview = createPreview();

/** The recording's own words, floor by floor: what the lens would say is put in by hand. */
function lensOf(position: number, layerCount: number): DecodedLens {
  return {
    type: 'lens',
    clock: { branch: 0, step: position, position, token: 0, revision: 0 },
    token: Int32Array.from({ length: layerCount * 5 }, (_, index) => 504 + (index % 7) * 13),
    logprob: new Float32Array(layerCount * 5).fill(-1),
    rank: Uint32Array.from({ length: layerCount }, (_, layer) => 4000 >> Math.floor(layer / 2)),
  };
}

beforeAll(async () => {
  const { state } = (await loadBundledStore()).store;
  const layerCount = state.hello?.model.layerCount ?? 0;
  fake = createFakeStore({
    ...state,
    lenses: state.overviews.map((_, position) => lensOf(position, layerCount)),
  });
  canvas = document.createElement('canvas');
  document.body.append(canvas);
  resize(640, 400);
  city = createCity({
    canvas,
    store: fake.store,
    preview,
    nowMillis: () => performance.now(),
    reducedMotion: () => true,
  });
  await city.firstLight;
  await vi.waitUntil(allWritten, { timeout: 30_000 });
});

afterAll(() => {
  city.dispose();
});

function resize(width: number, height: number): void {
  canvas.style.cssText = `width:${String(width)}px;height:${String(height)}px;display:block`;
}

function allWritten(): boolean {
  city.drawNow();
  return city.fittings.areLabelsComplete && city.fittings.labelRectangles().length > 0;
}

function tokenCount(): number {
  return fake.store.state.tokens.length;
}

/** The walls with windows that turn towards the eye, as they stand on the canvas. */
function wallsInView(): CanvasSpot[][] {
  const { rig } = city;
  const eye = rig.pose.position;
  const layerCount = fake.store.state.hello?.model.layerCount ?? 0;
  const width = cityMeasures.towerMetres;
  const top = layerCount * cityMeasures.floorMetres;
  return Array.from({ length: tokenCount() }, (_, position) => position).flatMap((position) =>
    faces.flatMap((face) => {
      const normal = faceNormal(face);
      const away = { x: eye.x - towerMiddleMetres(position), z: eye.z };
      if (away.x * normal.x + away.z * normal.z < width / 2) return [];
      const corners = [
        [0, 0],
        [width, 0],
        [width, top],
        [0, top],
      ].flatMap(
        ([u = 0, v = 0]) => rig.project(avenuePoint({ position, layer: 0, face, u, v })) ?? [],
      );
      return corners.length === 4 ? [corners] : [];
    }),
  );
}

function show(view: CameraView): readonly LabelRectangle[] {
  city.rig.flyTo(view);
  city.drawNow();
  return city.fittings
    .labelRectangles()
    .filter(({ anchor, text }) => text !== undefined && anchor !== quadAnchors.wall);
}

for (const [width, height] of [
  [1600, 900],
  [390, 844],
] as const) {
  test(`labels never cover windows or each other at ${String(width)} × ${String(height)}`, async () => {
    resize(width, height);
    await expect.poll(() => canvas.width).toBe(width);
    for (const view of ['overview', 'street', 'close'] as const) {
      const labels = show(view);
      expect(labels.length, view).toBeGreaterThan(3);
      const walls = wallsInView();
      expect(walls.length, view).toBeGreaterThan(0);
      labels.forEach((label, nth) => {
        for (const wall of walls) {
          expect(overlapArea(label.corners, wall), `${view}: ${label.text ?? ''}`).toBeLessThan(1);
        }
        for (const other of labels.slice(0, nth)) {
          const shared = overlapArea(label.corners, other.corners);
          expect(shared, `${view}: ${label.text ?? ''} on ${other.text ?? ''}`).toBeLessThan(1);
        }
      });
    }
  });
}

function settings(change: Record<string, boolean>): void {
  const before = fake.store.state.settings;
  fake.show({ settings: { ...before, shown: { ...before.shown, ...change } } }, 'settings');
}

/** Whether a pixel lies within the box around a rectangle, outline and filter included. */
function isNear(corners: readonly CanvasSpot[], { x, y }: CanvasSpot): boolean {
  const reach = 4;
  const xs = corners.map((corner) => corner.x);
  const ys = corners.map((corner) => corner.y);
  return (
    x > Math.min(...xs) - reach &&
    x < Math.max(...xs) + reach &&
    y > Math.min(...ys) - reach &&
    y < Math.max(...ys) + reach
  );
}

/** Pixels that differ by more than a rounding, y up. */
function changedPixels(a: CanvasPixels, b: CanvasPixels): CanvasSpot[] {
  const changed: CanvasSpot[] = [];
  for (let at = 0; at < a.bytesArray.length; at += 4) {
    let difference = 0;
    for (let channel = at; channel < at + 3; channel += 1) {
      const change = Math.abs((a.bytesArray[channel] ?? 0) - (b.bytesArray[channel] ?? 0));
      if (change > difference) difference = change;
    }
    if (difference > 6) changed.push({ x: (at / 4) % a.width, y: Math.floor(at / 4 / a.width) });
  }
  return changed;
}

test('what labels draw lies where their rectangles say', async () => {
  resize(640, 400);
  await expect.poll(() => canvas.width).toBe(640);
  const eye = { x: towerMiddleMetres(4) + 1, y: 15, z: -9 };
  city.rig.setPose({ position: eye, target: { x: towerMiddleMetres(4), y: 14.6, z: 0 } });
  settings({ beams: false, pulse: false });
  const withLabels = readCityPixels(city, canvas);
  const rectangles = city.fittings.labelRectangles();
  settings({ labels: false, predictions: false });
  const without = readCityPixels(city, canvas);
  settings({ labels: true, predictions: true });
  await expect.poll(allWritten).toBe(true);
  const changed = changedPixels(withLabels, without);
  expect(changed.length).toBeGreaterThan(2000);
  const outside = changed.filter(
    ({ x, y }) => !rectangles.some(({ corners }) => isNear(corners, { x, y: 400 - y })),
  );
  // The lens curve is a line, not a label.
  expect(outside.length / changed.length).toBeLessThan(0.03);
  settings({ beams: true });
});

test('at arm’s length panes carry their numbers, farther away none does', () => {
  const numbers = (): readonly LabelRectangle[] =>
    city.fittings.labelRectangles().filter(({ anchor }) => anchor === quadAnchors.wall);
  const x = towerMiddleMetres(3);
  const at = (metres: number): void => {
    city.rig.setPose({ position: { x, y: 5, z: -0.75 - metres }, target: { x, y: 5, z: 0 } });
    // The digits are drawn into the atlas first.
    for (let frame = 0; frame < 6; frame += 1) city.drawNow();
  };
  at(3);
  expect(numbers()).toHaveLength(0);
  at(0.35);
  const near = numbers();
  expect(near.length).toBeGreaterThan(100);
  expect(near.every(({ text }) => /^[0-9.≈−e]$/.test(text ?? ''))).toBe(true);
  // Floors that a hand is cutting away take their numbers with them.
  const point = { x, y: 2.6, z: -0.75 };
  const plane = { actor: 'mouse', grip: { verb: 'slice', layer: 3 }, pulledMetres: 1 } as const;
  const where = { stage: undefined, fromPoint: point, atPoint: point, isLost: false };
  preview.set({ held: [{ ...plane, ...where }] });
  city.drawNow();
  expect(numbers()).toHaveLength(0);
  preview.set({ held: [] });
  city.drawNow();
  expect(numbers()).toHaveLength(near.length);
});

test('beams end where the replay stands, and in their head’s hue', () => {
  fake.show({ cursor: { position: 4, layer: 29, sweep: false } }, 'cursor');
  const x = towerMiddleMetres(3);
  city.rig.setPose({ position: { x, y: 8, z: -16 }, target: { x, y: 8, z: 0 } });
  settings({ labels: false, predictions: false, beams: true });
  const all = readCityPixels(city, canvas);
  fake.show({ cursor: { position: 4, layer: 9, sweep: false } }, 'cursor');
  const half = readCityPixels(city, canvas);
  settings({ beams: false });
  const noneOfHalf = readCityPixels(city, canvas);
  fake.show({ cursor: { position: 4, layer: 29, sweep: false } }, 'cursor');
  const none = readCityPixels(city, canvas);
  const lit = changedPixels(all, none);
  const litHalf = changedPixels(half, noneOfHalf);
  expect(lit.length).toBeGreaterThan(500);
  expect(litHalf.length).toBeGreaterThan(100);
  // Floor 10 begins 5.6 m above the street, a beam rises a little above its floor.
  const border = city.rig.project({ x, y: 0.6 + 10 * 0.5 + 0.6, z: -0.75 })?.y ?? 0;
  expect(litHalf.filter(({ y }) => 400 - y < border - 2)).toEqual([]);
  settings({ labels: true, predictions: true, beams: true });
});

test('a beam is found where it is drawn', () => {
  city.drawNow();
  const target = city.fittings.beamAt(4, 12, 0);
  expect(target).toMatchObject({ kind: 'beam', layer: 12, query: 4 });
  const spot = beamMiddleOnCanvas();
  expect(city.fittings.pickAt(spot.x, spot.y)).toMatchObject({ kind: 'beam' });
});

/** Some drawn beam's middle that nothing else hides. */
function beamMiddleOnCanvas(): CanvasSpot {
  const target = city.fittings.beamAt(4, 12, 0);
  if (target?.kind !== 'beam') throw new Error('There should be a beam.');
  const curve = new Float32Array(9);
  writeBeamCurve(curve, 0, target, avenuePlan(tokenCount()));
  return city.rig.project(beamPoint(curve, 0, 0.5)) ?? { x: 0, y: 0 };
}

test('after the context was lost and came back the labels are the same', async () => {
  city.rig.setPose({
    position: { x: towerMiddleMetres(4) + 1, y: 15, z: -9 },
    target: { x: towerMiddleMetres(4), y: 14.6, z: 0 },
  });
  await expect.poll(allWritten).toBe(true);
  const before = readCityPixels(city, canvas);
  const extension = canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
  let isBack = false;
  canvas.addEventListener('webglcontextrestored', () => (isBack = true), { once: true });
  extension?.loseContext();
  // A context may only be given back once everybody has heard that it is gone.
  await expect
    .poll(() => {
      if (!isBack) extension?.restoreContext();
      return isBack;
    })
    .toBe(true);
  await expect
    .poll(() => allWritten() && changedPixels(before, readCityPixels(city, canvas)).length, {
      timeout: 30_000,
    })
    .toBe(0);
});

test('a look for what is pointed at and for what can be held finds what two looks would', async () => {
  city.rig.flyTo('close');
  city.drawNow();
  const grips = await city.fittings.gripPicker();
  const kinds = new Set<string | undefined>();
  for (let x = 10; x < 640; x += 30) {
    for (let y = 10; y < 400; y += 20) {
      const { gripped, target } = grips.hoverAt(x, y);
      kinds.add(target?.kind);
      expect(gripped).toEqual(grips.gripAt(x, y));
      expect(target).toEqual(gripped?.target ?? city.fittings.pickAt(x, y));
    }
  }
  expect(kinds.size).toBeGreaterThan(2);
});
