import { expect, type CDPSession } from '@playwright/test';
import type { HeldGrip, Vec3 } from '#contract/preview.ts';
import type { Grip } from '#contract/verb.ts';
import { beamCurveLength, beamPoint, writeBeamCurve } from '#plan/beam-curve.ts';
import { quadAnchors } from '#city/label-quad.ts';
import { avenuePlan, floorBaseMetres } from '#tests/support/avenue.ts';
import type { CityPage, PagePoint } from './city-page.ts';

export type Device = 'mouse' | 'touch';
type BeamGrip = Extract<Grip, { readonly verb: 'pull' }>;

/** How far a verb is pulled, CSS pixels; on a narrow screen a finger needs less. */
export const pulledPixels = { little: 120, allTheWay: 420 } as const;
export type Pulled = keyof typeof pulledPixels;

/** A real pointer on the page. */
interface Pointer {
  /** Presses, and waits until something is held. */
  press(at: PagePoint): Promise<void>;
  moveTo(at: PagePoint): Promise<void>;
  lift(): Promise<void>;
}

const reachPixels: Readonly<Record<Device, number>> = { mouse: 4, touch: 14 };
/** How far in front of the towers the eye stands, metres. */
const eyeMetres = 9;
/** Half of the view's height at one metre's distance. */
const viewSlope = Math.tan(0.45);

/** Where a floor's number stands on the ruler, with the eye before it. */
export async function findNumber(
  city: CityPage,
  device: Device,
  layer: number,
): Promise<PagePoint> {
  const y = (floorBaseMetres(layer) + floorBaseMetres(layer + 1)) / 2;
  await lookAt(city, { x: -1, y, z: 0 });
  const places = await rulerMiddles(city, String(layer));
  return findGrip(city, device, { grip: { verb: 'grab', layer }, places });
}

/** Drags a floor's number on the ruler. What was held before it was let go comes back. */
export async function pullLayer(
  city: CityPage,
  device: Device,
  layer: number,
  pulled: Pulled = 'allTheWay',
): Promise<HeldGrip> {
  const from = await findNumber(city, device, layer);
  return dragAside(city, device, { places: [from], pulled });
}

/** Drags the blade along the ruler to a layer, then aside. */
export async function slice(
  city: CityPage,
  device: Device,
  layer: number,
  pulled: Pulled = 'allTheWay',
): Promise<HeldGrip> {
  const top = await topLayer(city);
  await lookAt(city, {
    x: -1,
    y: (floorBaseMetres(top + 1) + floorBaseMetres(layer + 1)) / 2,
    z: 0,
  });
  const blades = await rulerMiddles(city, undefined);
  const from = await findGrip(city, device, {
    grip: { verb: 'slice', layer: top },
    places: blades,
  });
  const [below] = await rulerMiddles(city, String(layer));
  const [above] = await rulerMiddles(city, String(layer + 1));
  if (!below || !above) throw new Error(`The ruler does not show layer ${String(layer)} here.`);
  const there = { x: from.x, y: (below.y + above.y) / 2 };
  return dragAside(city, device, { places: [from, there], pulled, layer });
}

/** Plucks a beam anywhere along its curve. */
export async function tearBeam(
  city: CityPage,
  device: Device,
  beam: Omit<BeamGrip, 'verb'>,
  pulled: Pulled = 'allTheWay',
): Promise<HeldGrip> {
  const curve = new Float32Array(beamCurveLength);
  const { texts } = await city.state();
  writeBeamCurve(curve, 0, beam, avenuePlan(texts.length));
  await lookAt(city, beamPoint(curve, 0, 0.5));
  const shares = Array.from({ length: 33 }, (_, nth) => (nth + 1) / 34);
  const projected = await city.project(shares.map((share) => beamPoint(curve, 0, share)));
  const places = projected.filter((place) => place !== undefined);
  const from = await findGrip(city, device, { grip: { verb: 'pull', ...beam }, places });
  return dragAside(city, device, { places: [from], pulled });
}

/** Puts the eye before a point of the avenue, so that there is room to its right. */
async function lookAt(city: CityPage, point: Vec3): Promise<void> {
  const { width, height } = city.page.viewportSize() ?? { width: 1, height: 1 };
  const aside = 0.6 * eyeMetres * viewSlope * (width / height);
  const x = point.x + aside;
  const pose = {
    position: { x, y: point.y, z: point.z - eyeMetres },
    target: { x, y: point.y, z: point.z },
  };
  await city.page.evaluate((to) => {
    const { city: drawn, dispatch, store } = window.neuralCity;
    drawn?.rig.setPose(to);
    // What a verb brought up may stand before what the next one takes hold of.
    dispatch({ kind: 'pin', target: null });
    for (const { id } of store.state.notices) dispatch({ kind: 'dismiss-notice', notice: id });
  }, pose);
  await city.settle();
}

/** Middles of a text on the ruler, or of the plates there. */
async function rulerMiddles(city: CityPage, text: string | undefined): Promise<PagePoint[]> {
  return city.page.evaluate(
    ({ wanted, anchor }) =>
      (window.neuralCity.city?.fittings.labelRectangles() ?? [])
        .filter((each) => each.anchor === anchor && each.text === wanted)
        .map(({ corners }) => ({
          x: corners.reduce((sum, corner) => sum + corner.x, 0) / corners.length,
          y: corners.reduce((sum, corner) => sum + corner.y, 0) / corners.length,
        })),
    { wanted: text, anchor: quadAnchors.ruler },
  );
}

async function topLayer(city: CityPage): Promise<number> {
  return (await city.shape()).layerCount - 1;
}

/** The first of some places where just that is taken hold of, with nothing of the panel over it. */
async function findGrip(
  city: CityPage,
  device: Device,
  { grip, places }: { readonly grip: Grip; readonly places: readonly PagePoint[] },
): Promise<PagePoint> {
  const looked = await city.page.evaluate(
    async ({ wanted, list, reach }) => {
      const grips = await window.neuralCity.city?.fittings.gripPicker();
      const over = new Set<string>();
      const found = list.find(({ x, y }) => {
        const top = document.elementFromPoint(x, y);
        if (top?.id !== 'city') {
          over.add(top?.closest('[data-testid]')?.getAttribute('data-testid') ?? 'nothing');
          return false;
        }
        const there: Record<string, unknown> = { ...grips?.gripAt(x, y, reach)?.grip };
        return Object.entries(wanted).every(([key, value]) => there[key] === value);
      });
      return { found, over: [...over] };
    },
    { wanted: { ...grip }, list: [...places], reach: reachPixels[device] },
  );
  const { found, over } = looked;
  if (!found) {
    const count = `${String(places.length)} places; over some of them: ${over.join(', ')}`;
    throw new Error(`Nowhere to take hold of ${JSON.stringify(grip)} (${count}).`);
  }
  return found;
}

interface Drag {
  readonly places: readonly PagePoint[];
  readonly pulled: Pulled;
  /** Where a plane is to be before it is pulled aside. */
  readonly layer?: number;
}

/** Presses at the first place, goes through the others and then to the right, and lets go there. */
async function dragAside(
  city: CityPage,
  device: Device,
  { places, pulled, layer }: Drag,
): Promise<HeldGrip> {
  const pointer = device === 'mouse' ? mouseOn(city) : await fingerOn(city);
  const [first, ...others] = places;
  const last = places.at(-1);
  if (!first || !last) throw new Error('There is nowhere to press.');
  await pointer.press(first);
  for (const place of others) await pointer.moveTo(place);
  if (layer !== undefined) {
    // Pulled aside a plane stays at its layer: it must be there first.
    await expect.poll(async () => (await heldNow(city))?.grip.layer).toBe(layer);
  }
  const width = city.page.viewportSize()?.width ?? 0;
  const isNarrow = device === 'touch' && 0.6 * width < 400;
  const pixels = pulledPixels[pulled] * (isNarrow ? (0.6 * width) / 400 : 1);
  await pointer.moveTo({ x: last.x + pixels, y: last.y });
  // The page hears of a finger a little later than it moves.
  const stage = pulled === 'little' ? 'read' : 'change';
  await expect.poll(async () => (await heldNow(city))?.stage).toBe(stage);
  const held = await heldNow(city);
  await pointer.lift();
  await expect.poll(() => heldNow(city)).toBeUndefined();
  if (!held) throw new Error('What was taken hold of was let go too soon.');
  return held;
}

async function heldNow(city: CityPage): Promise<HeldGrip | undefined> {
  return city.page.evaluate(() => window.neuralCity.preview.state.held[0]);
}

async function expectHeld(city: CityPage): Promise<void> {
  await expect.poll(async () => (await heldNow(city)) !== undefined).toBe(true);
}

function mouseOn(city: CityPage): Pointer {
  const { mouse } = city.page;
  return {
    press: async ({ x, y }) => {
      await mouse.move(x, y);
      await expect
        .poll(() => city.page.evaluate(() => window.neuralCity.preview.state.handle !== undefined))
        .toBe(true);
      await mouse.down();
      await expectHeld(city);
    },
    moveTo: ({ x, y }) => mouse.move(x, y, { steps: 6 }),
    lift: () => mouse.up(),
  };
}

async function fingerOn(city: CityPage): Promise<Pointer> {
  const cdp = await city.page.context().newCDPSession(city.page);
  let now: PagePoint = { x: 0, y: 0 };
  return {
    press: async (at) => {
      now = at;
      await touch(cdp, 'touchStart', [at]);
      // What is no handle is taken once the finger has rested on it.
      await expectHeld(city);
    },
    moveTo: async (to) => {
      const from = now;
      for (const share of [0.25, 0.5, 0.75, 1]) {
        now = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
        await touch(cdp, 'touchMove', [now]);
      }
    },
    lift: async () => {
      await touch(cdp, 'touchEnd', []);
      await cdp.detach();
    },
  };
}

async function touch(
  cdp: CDPSession,
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  points: readonly PagePoint[],
): Promise<void> {
  const touchPoints = points.map(({ x, y }, id) => ({ x, y, id }));
  await cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
}
