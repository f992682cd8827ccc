import type { City } from '#city/city.ts';
import type { Headset } from '#city/xr/headset.ts';
import { wantsMirror } from '#city/xr/mirror.ts';
import type { Site } from '#contract/hook-site.ts';
import type { Dispatch } from '#contract/intent.ts';
import type { Preview } from '#contract/preview.ts';
import type { Layout } from '#contract/view-choice.ts';
import type { InputFacts } from '#input/input-world.ts';
import { connectXr } from '#input/xr/connect-xr.ts';
import { keptPromise } from '#kit/kept-promise.ts';
import { element } from '#panel/element.ts';
import { pageElement } from '#panel/page-element.ts';
import { xrButton } from '#panel/xr-button.ts';

/** What `main.ts` hands over; it fetches this file once the city is lit. */
export interface HeadsetWorld {
  readonly city: City;
  readonly preview: Preview;
  readonly dispatch: Dispatch;
  readonly facts: () => InputFacts;
  /** Asks for exact rows. */
  readonly wantValues: (site: Site, layer: number, position: number) => void;
  readonly nowMillis: () => number;
  /** Where the button stands. */
  readonly toolbar: HTMLElement;
}

const wishes = new URLSearchParams(location.search);
/** `?xr=emulate`: a headset made of script, for whoever has none, and for tests. */
const isEmulated = wishes.get('xr') === 'emulate';

/** Ties the headset's knot: its session, its hands, its button. */
export async function connectHeadset(world: HeadsetWorld): Promise<void> {
  if (isEmulated) await emulateHeadset();
  const mirror = mirrorCanvas();
  const load = keptPromise(() => loadHeadset(world, button.show, mirror));
  const button = xrButton(
    {
      isReady: isVrSupported,
      enter: async () => (await load()).enter(),
      leave: async () => (await load()).leave(),
    },
    {
      isSecureContext: window.isSecureContext,
      port: location.port,
      hasWebXr: 'xr' in navigator,
    },
  );
  world.toolbar.append(button.element);
  // Fetched before it is wanted: a browser lets a click begin a session only for a moment.
  // What fails now is tried again, and told, when the button is pressed.
  if (await isVrSupported()) void load().catch(() => undefined);
  if (wishes.has('stats')) await showStats(world);
}

type Parts = Awaited<ReturnType<typeof importParts>>;

const importParts = (city: City) =>
  Promise.all([
    import('#city/xr/headset.ts'),
    import('./headset-boards.ts'),
    city.fittings.gripPicker(),
  ]);

/** @throws Error with words for whoever pressed the button. */
async function loadHeadset(
  world: HeadsetWorld,
  onSession: (isInside: boolean) => void,
  mirror: HTMLCanvasElement | undefined,
): Promise<Headset> {
  const parts = await importParts(world.city).catch((cause: unknown) => {
    // Some browsers hold on to it that a script did not come, for as long as the page is open.
    throw new Error(
      'its part of the page did not come: check the connection and press the button once more, or load the page anew.',
      { cause },
    );
  });
  const [{ createHeadset }] = parts;
  // A headset of script has no display whose frames could be late.
  const headset = await createHeadset(world.city.stage, { mirror, keepsPace: !isEmulated });
  try {
    connectHands(world, headset, parts);
  } catch (error) {
    headset.dispose();
    throw error;
  }
  followSession(world, headset, onSession);
  return headset;
}

function connectHands(
  { city, preview, dispatch, facts, wantValues }: HeadsetWorld,
  headset: Headset,
  [, { connectBoards }, grips]: Parts,
): void {
  // Boards hear of a frame before hands do. They ask for moves only then.
  const boards = connectBoards({
    city,
    headset,
    dispatch,
    moves: () => input.moves,
    wantValues,
  });
  const input = connectXr({
    frames: headset.frames,
    rig: headset.rig,
    preview,
    dispatch,
    facts,
    plan: city.stage.context.plan,
    pickRay: (ray) => city.fittings.pickRay(ray),
    gripOfRay: (ray, hand) => grips.gripOfRay(ray, hand),
    sliceLayerAt: (yMetres) => grips.sliceLayerAt(yMetres),
    boards,
  });
  if (isEmulated) Object.assign(window, { roomBoards: boards });
}

function followSession(
  { dispatch, facts }: HeadsetWorld,
  headset: Headset,
  onSession: (isInside: boolean) => void,
): void {
  let layoutBefore: Layout | undefined;
  headset.subscribe((state) => {
    if (state === 'entering') {
      layoutBefore = facts().layout;
      // One stands inside it.
      if (layoutBefore !== 'ring') dispatch({ kind: 'set-layout', layout: 'ring' });
    }
    if (state === 'hidden' && facts().playing) dispatch({ kind: 'pause' });
    if (state === 'outside' && layoutBefore) {
      const isOurs = layoutBefore !== 'ring' && facts().layout === 'ring';
      if (isOurs) dispatch({ kind: 'set-layout', layout: layoutBefore });
      layoutBefore = undefined;
    }
    onSession(state === 'inside' || state === 'hidden');
  });
}

/** Over the city's own canvas, under the panels. Undefined where nobody would see it. */
function mirrorCanvas(): HTMLCanvasElement | undefined {
  if (!wantsMirror(navigator.userAgent, wishes.get('mirror'))) return undefined;
  const canvas = element('canvas', {
    class: 'mirror',
    testid: 'mirror',
    attributes: { role: 'img', 'aria-label': 'What is seen in the headset' },
  });
  canvas.hidden = true;
  pageElement('panel').before(canvas);
  return canvas;
}

/** `?stats`: frame times, on the page and while somebody is inside. */
async function showStats({ city, nowMillis }: HeadsetWorld): Promise<void> {
  const { frameStats } = await import('#panel/frame-stats.ts');
  document.body.append(frameStats(city.stage.watchFrames, nowMillis));
}

async function isVrSupported(): Promise<boolean> {
  if (!('xr' in navigator)) return false;
  return (await navigator.xr?.isSessionSupported('immersive-vr').catch(() => false)) ?? false;
}

/** The device is put on `window`, as the boards are, so that a console or a test can move it and find buttons. */
async function emulateHeadset(): Promise<void> {
  const { metaQuest3, XRDevice } = await import('iwer');
  const device = new XRDevice(metaQuest3, { stereoEnabled: true });
  // A browser on localhost may bring a runtime of its own, without a headset.
  device.installRuntime({ forceInstall: true });
  Object.assign(window, { emulatedHeadset: device });
  // After a session it puts the canvas last on the page, over all that stands before it.
  addEventListener('resize', () => {
    const canvas = document.querySelector('#city');
    const isLast = canvas !== null && canvas === document.body.lastElementChild;
    if (isLast) document.body.prepend(canvas);
  });
}
