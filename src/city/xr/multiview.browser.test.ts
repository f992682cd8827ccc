import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { City } from '#city/city.ts';
import type { Vec3 } from '#contract/preview.ts';
import { createPreview } from '#input/create-preview.ts';
import { avenuePoint } from '#tests/support/avenue.ts';
import { openBundledCity } from '#tests/support/bundled-city.ts';
import type { FakeStore } from '#tests/fakes/fake-store.ts';
import { differingPixels, MultiviewEyes } from '#tests/support/multiview-eyes.ts';
import { Extras } from './extras.ts';
import { Mirror } from './mirror.ts';
import { RoomRig } from './room-rig.ts';
import { XrDevices } from './xr-devices.ts';

let fake: FakeStore;
let city: City;
let eyes: MultiviewEyes;
let rig: RoomRig;
let extras: Extras;
const preview = createPreview();
const errors: string[] = [];

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation((...words) => void errors.push(words.join(' ')));
  ({ fake, city } = await openBundledCity(preview));
  const { scene } = city.stage.context;
  rig = new RoomRig(scene);
  extras = await Extras.load(scene, rig);
  const wall = avenuePoint({ position: 4, layer: 4, face: 'street', u: 0.7, v: 0.25 });
  eyes = new MultiviewEyes(city, before(wall, 3.2));
}, 120_000);

afterAll(() => {
  extras.dispose();
  rig.dispose();
  city.dispose();
});

function before(at: Vec3, metres: number): { position: Vec3; target: Vec3 } {
  return { position: { ...at, z: at.z - metres }, target: at };
}

/** What is drawn and not the same for both eyes by design: the sky is too far off, the veil before both. */
const alike = ['sky', 'veil'];

/** Meshes that draw now, by name. */
function drawnNames(): string[] {
  const { meshes } = city.stage.context.scene;
  const isDrawn = meshes.filter((mesh) => mesh.isEnabled() && (mesh.layerMask & 0x0fffffff) !== 0);
  return [...new Set(isDrawn.map(({ name }) => name))].filter((name) => !alike.includes(name));
}

/** How far both eyes' pictures of each mesh alone differ, pixels. */
async function parallax(names: readonly string[]): Promise<Record<string, number>> {
  const { scene } = city.stage.context;
  const found: Record<string, number> = {};
  for (const name of names) {
    const { left, right } = await eyes.see(scene.meshes.filter((mesh) => mesh.name === name));
    found[name] = differingPixels(left, right);
  }
  return found;
}

test('a multiview pass over the city draws every mesh for both eyes apart, without an error', async () => {
  preview.set({ hover: { kind: 'token', position: 4 } });
  const { left, right } = await eyes.see();
  expect(differingPixels(left, new Uint8Array(left.length))).toBeGreaterThan(left.length / 8);
  expect(differingPixels(left, right)).toBeGreaterThan(500);
  const names = drawnNames();
  expect(names).toEqual(
    expect.arrayContaining([
      'towers upright',
      'towers reflected',
      'ground',
      'beams',
      'beam ends',
      'labels',
    ]),
  );
  const found = await parallax(names.filter((name) => name !== 'labels'));
  for (const [name, pixels] of Object.entries(found)) expect(pixels, name).toBeGreaterThan(8);
  // Texts are written as they are needed, and read from near.
  const wall = avenuePoint({ position: 4, layer: 0, face: 'street', u: 0.7, v: 0 });
  eyes.look(before({ ...wall, y: 0.4 }, 2.4));
  await vi.waitUntil(() => (eyes.draw(), city.fittings.areLabelsComplete), { timeout: 30_000 });
  const { labels } = await parallax(['labels']);
  expect(labels).toBeGreaterThan(8);
  expect(eyes.glError).toBe(0);
  expect(errors).toEqual([]);
});

test('what stands open, and what grows out of a tower, holds under multiview too', async () => {
  fake.show({ zoom: { level: 'layer', layer: 4 }, openLayers: [4] }, 'zoom');
  await vi.waitUntil(() => (eyes.draw(), drawnNames().includes('exhibit')), { timeout: 30_000 });
  const stand = city.fittings.exhibit;
  if (!stand || stand === 'coming') throw new Error('The exhibit has come.');
  const { origin, normal } = stand.stand.frame;
  const eye = { x: origin.x + normal.x * 4, y: origin.y + 1.5, z: origin.z + normal.z * 4 };
  eyes.look({ position: eye, target: { ...origin, y: origin.y + 1 } });
  const opened = drawnNames().filter((name) => name.startsWith('exhibit'));
  const found = await parallax(opened);
  for (const name of opened) expect(found[name], name).toBeGreaterThan(8);
  fake.show({ zoom: { level: 'token', position: 4 }, openLayers: [] }, 'zoom');
  await vi.waitUntil(() => (eyes.draw(), drawnNames().includes('branches')), { timeout: 30_000 });
  eyes.look(before(avenuePoint({ position: 4, layer: 4, face: 'street', u: 1.2, v: 0.25 }), 2));
  const grown = await parallax(['branches', 'particles']);
  expect(grown['branches']).toBeGreaterThan(8);
  expect(grown['particles']).toBeGreaterThan(8);
  expect(eyes.glError).toBe(0);
  expect(errors).toEqual([]);
});

test('controllers, hands, rays, arc and platform are seen by both eyes apart', async () => {
  rig.place({ origin: { x: 0, y: 0, z: 0 }, yawRadians: 0.4, scale: 0.5 });
  rig.fade = 0.5;
  const { guides } = rig;
  guides.pointers.left.reachMetres = guides.pointers.right.reachMetres = 1;
  guides.arcFrom = 'right';
  Object.assign(guides.arcEnd, { x: 0.4, y: 0, z: 2 });
  guides.hasPlatform = true;
  const devices = new XrDevices();
  const { left, right } = devices.sides;
  left.kind = 'controller';
  right.kind = 'hand';
  left.isTracked = right.isTracked = true;
  left.gripMatrix.set([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -0.1, 1.5, -0.4, 1]);
  for (let joint = 0; joint < 25; joint += 1) {
    const at = [0.1 + (joint % 5) * 0.02, 1.5 + Math.floor(joint / 5) * 0.02, 0.4, 0.01];
    right.joints.pointsArray.set(at, joint * 4);
  }
  Object.assign(left.ray.origin, { x: -0.1, y: 1.5, z: 0.4 });
  Object.assign(right.ray.origin, { x: 0.1, y: 1.5, z: 0.4 });
  const head = { point: { x: 0, y: 1.6, z: 0 }, direction: { x: 0, y: 0, z: 1 } };
  const frame = { timeMillis: 0, deltaMillis: 0, head, devices: devices.sides, roomCount: 0 };
  rig.look(frame, 256);
  extras.show(devices, frame);
  eyes.look(rig.pose);
  const found = await parallax(['controller', 'hands', 'guides']);
  for (const name of Object.keys(found)) expect(found[name], name).toBeGreaterThan(8);
  extras.hide();
  const clear = await eyes.see();
  extras.show(devices, frame);
  const veiled = await eyes.see();
  // Half dark for both eyes.
  for (const side of ['left', 'right'] as const) {
    expect(lightOf(veiled[side])).toBeLessThan(lightOf(clear[side]) * 0.75);
  }
  expect(extras.meshes.filter((mesh) => mesh.isEnabled()).length).toBeLessThanOrEqual(6);
  expect(eyes.glError).toBe(0);
  expect(errors).toEqual([]);
});

test('after a multiview pass the page mirrors what is seen, four times a second at most', async () => {
  extras.hide();
  const shown = document.createElement('canvas');
  shown.hidden = true;
  const mirror = new Mirror(city.stage, shown);
  const wall = avenuePoint({ position: 4, layer: 4, face: 'street', u: 0.7, v: 0.25 });
  const follow = async (metres: number, timeMillis: number): Promise<Uint8ClampedArray> => {
    eyes.look(before(wall, metres));
    await eyes.see();
    mirror.follow(timeMillis, false);
    return pixelsOf(shown);
  };
  const near = await follow(3.2, 1000);
  expect(shown.hidden).toBe(false);
  const tooSoon = await follow(9, 1200);
  expect(differingPixels(tooSoon, near)).toBe(0);
  const far = await follow(9, 1260);
  expect(differingPixels(far, near)).toBeGreaterThan(far.length / 40);
  const { left, right } = await eyes.see();
  expect(differingPixels(left, right)).toBeGreaterThan(500);
  expect(eyes.glError).toBe(0);
  expect(errors).toEqual([]);
  // The page's own camera draws the same from there.
  const { scene } = city.stage.context;
  const camera = scene.activeCamera;
  scene.activeCamera = scene.getCameraByName('eye');
  city.drawNow();
  const canvas = scene.getEngine().getRenderingCanvas();
  if (!canvas) throw new Error('There is no canvas.');
  expect(differingPixels(pixelsOf(canvas), far)).toBeLessThan(far.length / 4000);
  scene.activeCamera = camera;
  mirror.hide();
  expect(shown.hidden).toBe(true);
});

function pixelsOf(canvas: HTMLCanvasElement): Uint8ClampedArray {
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height).getContext('2d');
  if (!copy) throw new Error('There is no copy.');
  copy.drawImage(canvas, 0, 0);
  return copy.getImageData(0, 0, width, height).data;
}

function lightOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte, at) => (at % 4 === 3 ? sum : sum + byte), 0);
}
