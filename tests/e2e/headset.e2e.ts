import type { Vec3 } from '#contract/preview.ts';
import { beamCurveLength, beamPoint, writeBeamCurve } from '#plan/beam-curve.ts';
import { cityPlan, cityPoint } from '#plan/city-plan.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { expect, livePrompt, test } from './app-test.ts';
import { differingPixels, litPixels } from './canvas-region.ts';
import type { RegionPixels } from './canvas-region.ts';
import type { CityPage } from './city-page.ts';
import { HeadsetPage } from './headset-page.ts';
import type { HeadsetDevice } from './headset-page.ts';
import { beamTorn, layerPulled, sliced, VerbAnswers, type VerbCase } from './verb-cases.ts';
import { hashesOf, spoken, spokenHashes } from './verb-hashes.ts';

test.use({
  viewport: { width: 480, height: 240 },
  contextOptions: { reducedMotion: 'reduce' },
});

async function openRecorded(city: CityPage, wishes?: string): Promise<HeadsetPage> {
  await city.page.route('**/models/*.gguf', () => undefined);
  const headset = new HeadsetPage(city);
  await headset.open(wishes);
  return headset;
}

async function ringOf(city: CityPage): Promise<CityPlan> {
  const { texts } = await city.state();
  const newest = (await city.state()).cursor.position;
  return cityPlan({
    tokenCount: texts.length,
    shape: await city.shape(),
    layout: 'ring',
    newest,
  });
}

test('one enters, sees with both eyes, goes about, leaves and enters again; nothing is asked of others', async ({
  city,
}) => {
  test.slow();
  const headset = await openRecorded(city);
  const layoutBefore = await city.page.evaluate(
    () => window.neuralCity.store.state.settings.layout,
  );
  await headset.enter();
  const [left, right] = await headset.eyes();
  expect(litPixels(left)).toBeGreaterThan(1000);
  expect(litPixels(right)).toBeGreaterThan(1000);
  expect(differingPixels(left, right)).toBeGreaterThan(1000);
  // In the ring's middle, at the height of one's own eyes.
  const start = await headset.head();
  expect(Math.hypot(start.x, start.z)).toBeLessThan(0.01);
  expect(start.y).toBeCloseTo(1.6, 2);

  await city.dispatch({ kind: 'set-component', component: 'beams', shown: false });
  const plan = await ringOf(city);
  const places = floorPlaces(plan, 23);
  await headset.pointAt('controller', { verb: 'grab', layer: 23 }, places);
  await headset.move(({ controllers }) => {
    controllers.right.updateButtonValue('b-button', 1);
  });
  await expect
    .poll(async () => (await headset.head()).y)
    .toBeCloseTo(plan.floors.baseMetres(23) + 1.6, 2);
  await headset.move(({ controllers }) => {
    controllers.right.updateButtonValue('b-button', 0);
  });

  await headset.move(({ controllers }) => {
    controllers.left.updateAxes('thumbstick', 0, -1);
  });
  await headset.play(3);
  await headset.move(({ controllers }) => {
    controllers.left.updateAxes('thumbstick', 0, 0);
  });
  await expect
    .poll(async () => {
      const { x, z } = await headset.head();
      return Math.hypot(x - start.x, z - start.z);
    })
    .toBeGreaterThan(1);

  await headset.end();
  const layout = await city.page.evaluate(() => window.neuralCity.store.state.settings.layout);
  expect(layout).toBe(layoutBefore);
  await headset.enter();
  const again = await headset.head();
  expect(Math.hypot(again.x, again.z)).toBeLessThan(0.01);
  await headset.leave();
});

test('by controller and by hand each verb changes the model as its intent does, down to the store’s hash', async ({
  city,
}) => {
  test.setTimeout(420_000);
  const headset = new HeadsetPage(city);
  await headset.open();
  await city.waitForModel();
  const answers = new VerbAnswers();
  const wanted = await spokenHashes(city, answers);
  await headset.enter();
  for (const device of ['controller', 'hand'] as const) {
    const before = (await spoken(city)).length;
    const seen = await hashesOf(
      city,
      answers,
      (verb) => carryOut(headset, device, verb),
      () => readInside(city),
    );
    expect(seen, device).toEqual(wanted);
    expect((await spoken(city)).slice(before), device).toEqual([
      layerPulled.intent,
      sliced.intent,
      beamTorn.intent,
    ]);
  }
  answers.dispose();
});

/** A session draws on and on: only the run itself can be waited for. */
async function readInside(city: CityPage): Promise<void> {
  const { request } = await city.state();
  await city.dispatch({ kind: 'submit-prompt', text: livePrompt, chat: false });
  await expect.poll(async () => (await city.state()).request).not.toBe(request);
  await city.expectState({ arrivedCount: 5, playback: 'paused', branch: 0 });
}

test('a session that ends mid-pull leaves nothing half done, and taking it off pauses', async ({
  city,
}) => {
  test.slow();
  const headset = await openRecorded(city);
  await headset.enter();
  await city.dispatch({ kind: 'set-component', component: 'beams', shown: false });
  await headset.play(2);
  const places = floorPlaces(await ringOf(city), 23);
  const direction = await headset.pointAt('controller', { verb: 'grab', layer: 23 }, places);
  await headset.close('controller', 1);
  await headset.pullTowards('controller', direction, 0.6);
  const held = await city.page.evaluate(() => window.neuralCity.preview.state.held[0]);
  expect(held).toMatchObject({ stage: 'change', grip: { verb: 'grab', layer: 23 } });
  // Out of sight it is held, and comes back.
  await headset.move(({ controllers }) => {
    controllers.right.connected = false;
  });
  await expect
    .poll(() => city.page.evaluate(() => window.neuralCity.preview.state.held[0]?.isLost))
    .toBe(true);
  await headset.move(({ controllers }) => {
    controllers.right.connected = true;
  });
  await expect
    .poll(() => city.page.evaluate(() => window.neuralCity.preview.state.held[0]?.isLost))
    .toBe(false);
  await city.dispatch({ kind: 'seek', position: 0, layer: 0 }, { kind: 'play' });
  await headset.move((emulated) => {
    emulated.updateVisibilityState('hidden');
  });
  await expect.poll(async () => (await city.state()).playback).toBe('paused');
  await headset.end();
  const after = await city.page.evaluate(() => window.neuralCity.preview.state);
  expect(after.held).toEqual([]);
  expect(await spoken(city)).toEqual([]);
});

test('the page mirrors what is seen; behind the system’s menu the replay pauses and drawing goes on', async ({
  city,
}) => {
  test.slow();
  const headset = await openRecorded(city, '&mirror&stats');
  await expect(city.find('mirror')).toBeHidden();
  await headset.enter();
  await expect(city.find('mirror')).toBeVisible();
  await expect(city.find('frame-stats')).toHaveText(/frames\/s, slowest \d/);
  await headset.play(4);
  const ahead = await mirrored(city);
  expect(litPixels(ahead)).toBeGreaterThan(1000);
  await headset.move((emulated) => {
    emulated.quaternion.set(0, Math.sin(0.5), 0, Math.cos(0.5));
  });
  await expect.poll(async () => differingPixels(await mirrored(city), ahead)).toBeGreaterThan(1000);

  await city.dispatch({ kind: 'seek', position: 0, layer: 0 }, { kind: 'play' });
  await headset.move((emulated) => {
    emulated.updateVisibilityState('visible-blurred');
  });
  await expect.poll(async () => (await city.state()).playback).toBe('paused');
  await headset.play(3);
  const shown = await city.page.evaluate(() =>
    (window.neuralCity.city?.stage.context.scene.meshes ?? [])
      .filter((mesh) => mesh.isEnabled())
      .map(({ name }) => name),
  );
  expect(shown).toContain('towers upright');
  for (const name of ['controller', 'hands']) expect(shown).not.toContain(name);

  await headset.end();
  await expect(city.find('mirror')).toBeHidden();
});

async function mirrored(city: CityPage): Promise<RegionPixels> {
  return city.find('mirror').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const picture = (canvas as HTMLCanvasElement).getContext('2d');
    return { bytes: new Uint8Array(picture?.getImageData(0, 0, width, height).data ?? []) };
  });
}

async function carryOut(
  headset: HeadsetPage,
  device: HeadsetDevice,
  { change, intent }: VerbCase,
): Promise<void> {
  const { city } = headset;
  if (intent.kind !== 'verb') throw new Error('A verb is said.');
  const { kind: _kind, stage: _stage, ...grip } = intent;
  // Beams pass before the walls; only what is pulled is shown.
  const isBeam = change.kind === 'beam';
  await city.dispatch({ kind: 'set-component', component: 'beams', shown: isBeam });
  await headset.play(2);
  const direction = await headset.pointAt(device, grip, await placesOf(city, change.kind));
  await headset.close(device, 1);
  await headset.pullTowards(device, direction, 0.6);
  await headset.close(device, 0);
}

async function placesOf(city: CityPage, kind: VerbCase['change']['kind']): Promise<Vec3[]> {
  const plan = await ringOf(city);
  if (kind === 'layer') return floorPlaces(plan, 23);
  const newest = (await city.state()).cursor.position;
  return kind === 'stop' ? signPlaces(plan, newest, 26) : beamPlaces(plan);
}

/** The middle of a floor on every tower that stands. */
function floorPlaces(plan: CityPlan, layer: number): Vec3[] {
  return plan.shown.map(({ position }) =>
    cityPoint(plan, { position, layer, face: 'street', u: 0.8, v: 0.3 }),
  );
}

/** Beside a tower, where its signs hang, at a floor's height. */
function signPlaces(plan: CityPlan, position: number, layer: number): Vec3[] {
  const steps = Array.from({ length: 60 }, (_, nth) => -1.6 + nth * 0.08);
  return steps.flatMap((u) =>
    [0.05, 0.4].map((out) => cityPoint(plan, { position, layer, face: 'street', u, v: 0.25, out })),
  );
}

function beamPlaces(plan: CityPlan): Vec3[] {
  const curve = new Float32Array(beamCurveLength);
  const { layer, head, query, key } = beamTorn.change as Extract<
    typeof beamTorn.change,
    { readonly kind: 'beam' }
  >;
  writeBeamCurve(curve, 0, { layer, head, query, key }, plan);
  return Array.from({ length: 40 }, (_, nth) => beamPoint(curve, 0, (nth + 1) / 41));
}
