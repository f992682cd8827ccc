import { createBeams, type Beams } from '#city/beams.ts';
import { fieldOfViewRadians } from '#city/camera-lens.ts';
import type { CreateCityPart } from '#city/city-part.ts';
import { createCity, type City } from '#city/city.ts';
import { createLabels } from '#city/labels.ts';
import { bundledRecordingUrl, defaultModel } from '#contract/default-model.ts';
import type { Target } from '#contract/intent.ts';
import type { CameraPose, Preview, PreviewState } from '#contract/preview.ts';
import type { Source } from '#contract/worker-api.ts';
import { DecodeWorker } from '#decode/decode-worker.ts';
import kernelsUrl from '#engine/kernels/kernels.wasm?url';
import { connectInput } from '#input/connect-input.ts';
import { keyBindings } from '#input/desktop/key-bindings.ts';
import type { InputFacts } from '#input/input-world.ts';
import { createInterpreter } from '#intents/create-interpreter.ts';
import { hasWasmSimd } from '#kit/wasm-simd.ts';
import { createPanel } from '#panel/panel.ts';
import { avenuePlan } from '#plan/avenue-plan.ts';
import { pick } from '#plan/pick.ts';
import type { LiveModel } from '#source/live-source.ts';
import { openRecordingSource } from '#source/recording-source.ts';
import { createStore } from '#store/create-store.ts';
import type { RunSource, StoreState } from '#store/read.ts';

/**
 * Builds every room and ties the knot: sources → store → city and panel, devices → intents →
 * interpreter → store. Nobody imports this file.
 */
const nowMillis = (): number => performance.now();
const motionQuery = matchMedia('(prefers-reduced-motion: reduce)');
const reducedMotion = (): boolean => motionQuery.matches;
/** Replay without a city has no frames to go by. */
const citylessTickMillis = 33;
/** How far beside a beam still counts. */
const pickTolerancePixels = 5;

const hasProbe = new URLSearchParams(location.search).has('probe');

function createPreview(): Preview {
  let state: PreviewState = { hover: undefined, focus: undefined, pointer: { x: 0, y: 0 } };
  const listeners = new Set<() => void>();
  return {
    get state() {
      return state;
    },
    set: (change) => {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function pageElement(id: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`#${id}`);
  if (found === null) throw new Error(`index.html has no element #${id}.`);
  return found;
}

function factsOf({ tokens, hello, settings, ...state }: StoreState): InputFacts {
  return {
    ...settings,
    tokenCount: tokens.length,
    layerCount: hello?.model.layerCount ?? 0,
    headCount: hello?.model.headCount ?? 0,
    playing: state.playing,
    cursor: state.cursor,
    selectedPosition: state.selectedPosition,
  };
}

const canvas = pageElement('city') as HTMLCanvasElement;
const preview = createPreview();
const sources: Partial<Record<RunSource, Source>> = {};
const connector = new DecodeWorker();
const { store, commands } = createStore({
  recycle: ({ buffer }) => {
    (sources.live ?? sources.recording)?.send({ kind: 'recycle', texels: buffer }, [buffer]);
  },
});
let model: LiveModel | undefined;
let beams: Beams | undefined;
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
    openRecordingSource({ connector, url: bundledRecordingUrl }).then(
      (source) => {
        listenTo(source, 'recording');
      },
      (error: unknown) => {
        commands.addNotice('error', sentenceOf(error));
      },
    );
  },
  camera: { flyTo: (target) => city?.rig.flyTo(target) },
  prefersReducedMotion: reducedMotion,
});

/** Behind the decoder the model takes the recording's place, so only once something is asked of it. */
function connectModel(): void {
  if (sources.live === undefined && model !== undefined) listenTo(model.connect(connector), 'live');
}

function listenTo(source: Source, runSource: RunSource): void {
  sources[runSource] = source;
  source.onMessage((message) => {
    commands.applyMessage(message, runSource);
  });
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
    const labels = createLabels({
      requestValues: (site, layer, position) => {
        interpreter.wantValues(site, layer, position);
      },
    });
    const makeBeams: CreateCityPart = (context) => (beams = createBeams(context));
    const parts = [makeBeams, labels, ticking];
    return createCity({ canvas, store, preview, nowMillis, reducedMotion, parts });
  } catch (error) {
    commands.addNotice('error', `${sentenceOf(error)} The text outline shows the run in words.`);
    setInterval(() => {
      if (store.state.playback.kind !== 'paused') interpreter.tick(citylessTickMillis);
    }, citylessTickMillis);
    return undefined;
  }
}

/** What lies under a point of the canvas: the plan's own geometry is asked, not the picture. */
function pickAt(x: number, y: number): Target | undefined {
  const { hello, tokens, settings } = store.state;
  if (city === undefined || hello === undefined) return undefined;
  const ray = city.rig.rayAt(x, y);
  const scene = {
    plan: avenuePlan(tokens.length, hello.model),
    eye: ray.origin,
    beams: beams?.pickable,
    billboardsShown: settings.shown.predictions,
    lens: undefined,
    toleranceRadians: pickTolerancePixels * (fieldOfViewRadians / canvas.clientHeight),
  };
  return pick(ray, scene)?.target;
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
  try {
    const [{ EngineWorker }, { LiveModel }] = await Promise.all([
      import('#decode/engine-worker.ts'),
      import('#source/live-source.ts'),
    ]);
    const loading = new LiveModel(new EngineWorker());
    const { url, sha256, byteLength, calibrationUrl } = defaultModel;
    await loading.load(
      { url, sha256, byteLength, calibrationUrl, kernelsUrl, precision: 'i16' },
      (progress) => {
        commands.setEngineStatus({ kind: 'loading', progress });
      },
    );
    model = loading;
    commands.setEngineStatus({ kind: 'ready' });
  } catch (error) {
    commands.setEngineStatus({ kind: 'failed', message: sentenceOf(error) });
  }
}

/** A lost graphics context comes back by itself; meanwhile a sentence says so. */
function watchGraphics(): void {
  const text =
    'The graphics card was taken away from this page; the city comes back as soon as it is there again.';
  canvas.addEventListener('webglcontextlost', () => {
    commands.addNotice('warning', text);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    const notice = store.state.notices.find((each) => each.text === text);
    if (notice) commands.dismissNotice(notice.id);
  });
}

const panel = createPanel(pageElement('panel'), {
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
  later: (work, millis) => {
    setTimeout(work, millis);
  },
  wantValues: (site, layer, position) => {
    interpreter.wantValues(site, layer, position);
  },
  retryLoad: () => {
    void startEngine();
  },
  shareLink: () => location.href,
  copyText: (text) => navigator.clipboard.writeText(text),
});
const city = buildCity();
watchGraphics();
const input = connectInput(
  { canvas, keys: window },
  {
    rig: city?.rig,
    preview,
    dispatch: interpreter.dispatch,
    facts: () => factsOf(store.state),
    pickAt,
    beamAt: (position, layer, index) => beams?.strongestInto(position, layer, index),
    requestTick: () => city?.requestFrame(),
    page: (command) => {
      panel.command(command);
    },
  },
);
interpreter.start();
if (hasProbe)
  Object.assign(window, { neuralCity: { store, preview, city, dispatch: interpreter.dispatch } });
await city?.firstLight;
performance.mark('first-light');
await startEngine();
