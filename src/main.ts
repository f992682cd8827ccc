import type { CreateCityPart } from '#city/city-part.ts';
import { createCity, type City } from '#city/city.ts';
import { takePicture } from '#city/take-picture.ts';
import { watchGraphics } from '#city/watch-graphics.ts';
import { bundledRecordingUrl, defaultModel } from '#contract/default-model.ts';
import type { Site } from '#contract/hook-site.ts';
import type { Intent } from '#contract/intent.ts';
import type { CameraPose } from '#contract/preview.ts';
import type { Source } from '#contract/worker-api.ts';
import { DecodeWorker } from '#decode/decode-worker.ts';
import kernelsUrl from '#engine/kernels/kernels.wasm?url';
import { connectInput } from '#input/connect-input.ts';
import { createPreview } from '#input/create-preview.ts';
import { keyBindings } from '#input/desktop/key-bindings.ts';
import { createInterpreter } from '#intents/create-interpreter.ts';
import { sentenceOf } from '#kit/sentence-of.ts';
import { hasWasmSimd } from '#kit/wasm-simd.ts';
import { pause } from '#kit/when-quiet.ts';
import { followAddress, writeAddress } from '#panel/page-address.ts';
import type { PanelWorld } from '#panel/panel-part.ts';
import { pageElement } from '#panel/page-element.ts';
import { createPanel } from '#panel/panel.ts';
import { saveFile } from '#panel/save-file.ts';
import type { LiveModel } from '#source/live-source.ts';
import { openRecordingSource } from '#source/recording-source.ts';
import { createStore } from '#store/create-store.ts';
import type { RunSource } from '#store/read.ts';
import { readFragment } from '#view/url-state.ts';
import { factsOf } from './input-facts.ts';

/**
 * Builds every room and ties the knot: sources → store → city and panel, devices → intents →
 * interpreter → store. Nobody imports this file.
 */
const nowMillis = (): number => performance.now();
const motionQuery = matchMedia('(prefers-reduced-motion: reduce)');
const reducedMotion = (): boolean => motionQuery.matches;
/** Replay without a city has no frames to go by. */
const citylessTickMillis = 33;
const longestWaitForLightMillis = 8000;
const longestHiddenMillis = 900;

const hasProbe = new URLSearchParams(location.search).has('probe');
/** For tests: what devices said. */
const spokenIntents: Intent[] | undefined = hasProbe ? [] : undefined;

function later(work: () => void, millis: number): void {
  setTimeout(work, millis);
}

const canvas = pageElement('city') as HTMLCanvasElement;
const preview = createPreview();
const sources: Record<RunSource, Source | undefined> = { recording: undefined, live: undefined };
const connector = new DecodeWorker();
connector.start();
const { store, commands } = createStore({
  recycle: ({ buffer }) => {
    (sources.live ?? sources.recording)?.send({ kind: 'recycle', texels: buffer }, [buffer]);
  },
});
let model: LiveModel | undefined;
/** Resolves when there turns out to be no recorded run. */
let noRecording: Promise<void> | undefined;
let lastPose: CameraPose | undefined;
const cameraListeners = new Set<() => void>();
const interpreter = createInterpreter({
  store,
  commands,
  send: (message, to) => {
    if (to === 'live') connectModel();
    sources[to]?.send(message);
  },
  playRecording: () => {
    noRecording = playRecording();
  },
  camera: { flyTo: (target) => city?.rig.flyTo(target) },
  prefersReducedMotion: reducedMotion,
});

function wantValues(site: Site, layer: number, ...positions: readonly number[]): void {
  interpreter.wantValues(site, layer, ...positions);
}

/** Behind the decoder the model takes the recording's place, so only once something is asked of it. */
function connectModel(): void {
  if (sources.live === undefined && model !== undefined) listenTo(model.connect(connector), 'live');
}

/** Resolves only when the recording cannot be played. */
async function playRecording(): Promise<void> {
  try {
    listenTo(await openRecordingSource({ connector, url: bundledRecordingUrl }), 'recording');
  } catch (error) {
    commands.addNotice('error', sentenceOf(error));
    return;
  }
  await new Promise(() => undefined);
}

function listenTo(source: Source, runSource: RunSource): void {
  sources[runSource] = source;
  source.onMessage((message) => {
    commands.applyMessage(message, runSource);
    const isLost = message.type === 'control' && message.message.kind === 'error';
    if (isLost && message.message.code === 'connection-lost') leave(source, runSource);
  });
}

/** The far end died and has said so: the next prompt needs another one, and a model that is loaded again. */
function leave(source: Source, runSource: RunSource): void {
  if (sources[runSource] !== source) return;
  sources[runSource] = undefined;
  source.dispose();
  if (runSource !== 'live') return;
  model?.dispose();
  model = undefined;
  void startEngine();
}

/** Input and replay move with the city's frames. */
const ticking: CreateCityPart = () => ({
  apply: () => undefined,
  tick: ({ deltaMillis }) => {
    if (city?.rig.pose !== lastPose) {
      lastPose = city?.rig.pose;
      for (const listener of cameraListeners) listener();
    }
    const isWalking = input.tick(deltaMillis);
    return interpreter.tick(deltaMillis) || isWalking;
  },
  dispose: () => undefined,
});

/** Without WebGL2 the words stay: outline, panel and model work on, by a clock of their own. */
function buildCity(): City | undefined {
  try {
    return createCity({
      canvas,
      store,
      preview,
      nowMillis,
      reducedMotion,
      requestValues: wantValues,
      insets: () => panel.covered,
      parts: [ticking],
    });
  } catch (error) {
    commands.addNotice('error', `${sentenceOf(error)} The text outline shows the run in words.`);
    setInterval(() => {
      if (store.state.playback.kind !== 'paused') interpreter.tick(citylessTickMillis);
    }, citylessTickMillis);
    return undefined;
  }
}

/** Fetches the model and puts it behind the decoder; until then, and if it fails, the recording plays on. */
async function startEngine(): Promise<void> {
  if (store.state.engine.kind === 'loading') return;
  if (!hasWasmSimd(globalThis)) {
    const message =
      'The model needs WebAssembly with SIMD, which this browser does not offer: open the page in a current Chrome, Firefox, Edge or Safari.';
    commands.setEngineStatus({ kind: 'failed', message });
    return;
  }
  let loading: LiveModel | undefined;
  let isOver = false;
  try {
    const [{ EngineWorker }, { LiveModel }] = await Promise.all([
      import('#decode/engine-worker.ts'),
      import('#source/live-source.ts'),
    ]);
    loading = new LiveModel(new EngineWorker());
    const { url, sha256, byteLength, calibrationUrl, headScoresUrl } = defaultModel;
    await loading.load(
      { url, sha256, byteLength, calibrationUrl, headScoresUrl, kernelsUrl, precision: 'i16' },
      (progress) => {
        // The last report may come after the answer: both are on their way at once.
        if (!isOver) commands.setEngineStatus({ kind: 'loading', progress });
      },
    );
    isOver = true;
    model = loading;
    commands.setEngineStatus({ kind: 'ready' });
  } catch (error) {
    isOver = true;
    loading?.dispose();
    commands.setEngineStatus({ kind: 'failed', message: sentenceOf(error) });
  }
}

/** Shows the view that the address holds, if any, and keeps the address in step from then on. */
function openAddress(): void {
  const read = readFragment(location.hash);
  if (read.kind === 'unreadable') commands.addNotice('warning', read.sentence);
  const view = read.kind === 'view' ? read.view : undefined;
  if (view?.camera) city?.rig.setPose(view.camera);
  for (const intent of view?.intents ?? []) interpreter.dispatch(intent);
  interpreter.start(view);
  followAddress(panelWorld);
}

const panelElement = pageElement('panel');
// Painting the panels is work for the graphics process too: light comes first, but not for long.
panelElement.style.visibility = 'hidden';
const showPanel = (): void => void panelElement.style.removeProperty('visibility');
later(showPanel, longestHiddenMillis);
const panelWorld: PanelWorld = {
  store,
  preview,
  dispatch: interpreter.dispatch,
  keyHints: keyBindings,
  camera: {
    pose: () => city?.rig.pose,
    subscribe: (listener) => {
      cameraListeners.add(listener);
      return () => cameraListeners.delete(listener);
    },
  },
  onCover: () => city?.reframe(),
  later,
  wantValues,
  wantDirections: (layer, ...neurons) => {
    interpreter.wantDirections(layer, ...neurons);
  },
  retryLoad: () => {
    void startEngine();
  },
  shareLink: () => {
    writeAddress(store.state, city?.rig.pose);
    return location.href;
  },
  copyText: (text) => navigator.clipboard.writeText(text),
  saveFile: (name, blob) => {
    saveFile(name, blob, later);
  },
  takePicture: async () => city && takePicture(city, canvas),
};
const facts = (): ReturnType<typeof factsOf> => factsOf(store.state);
const panel = createPanel(panelElement, panelWorld);
const city = buildCity();
watchGraphics(canvas, {
  say: (text) => {
    commands.addNotice('warning', text);
  },
  unsay: (text) => {
    const notice = store.state.notices.find((each) => each.text === text);
    if (notice) commands.dismissNotice(notice.id);
  },
});
const speak = (intent: Intent): void => {
  spokenIntents?.push(intent);
  interpreter.dispatch(intent);
};
const input = connectInput(
  { canvas, keys: window },
  {
    rig: city?.rig,
    preview,
    dispatch: speak,
    facts,
    pickAt: (x, y) => city?.fittings.pickAt(x, y),
    beamAt: (position, layer, index) => city?.fittings.beamAt(position, layer, index),
    requestTick: () => city?.requestFrame(),
    page: (command) => {
      panel.command(command);
    },
    fetchGrips: city && (() => city.fittings.gripPicker()),
    later,
  },
);
openAddress();
if (hasProbe) {
  const hash = async (): Promise<string> =>
    (await import('#store/store-hash.ts')).storeHash(store.state);
  const { dispatch } = interpreter;
  const probe = { store, preview, city, dispatch, storeHash: hash, spokenIntents };
  Object.assign(window, { neuralCity: probe });
}
// The first light comes first; but a page that opens hidden, or a recording that cannot be played,
// must not keep the model waiting.
await Promise.race([city?.firstLight, noRecording, pause(longestWaitForLightMillis, later)]);
performance.mark('first-light');
showPanel();
// Not awaited: what they import waits for this very file to be evaluated.
void panel.complete();
void startEngine();
input.wake();
// A headset's button that cannot be fetched is not there.
if (city) {
  const { toolbar } = panel;
  const world = { city, preview, dispatch: speak, facts, toolbar, wantValues, nowMillis };
  const entry = import('./headset-entry.ts').catch(() => undefined);
  const connected = entry.then((found) => found?.connectHeadset(world));
  void connected.catch((error: unknown) => {
    commands.addNotice('warning', sentenceOf(error));
  });
}
