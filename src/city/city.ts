import { TargetCamera } from '@babylonjs/core/Cameras/targetCamera';
import { Vector3 } from '@babylonjs/core/Maths/math.vector';
import type { CameraRig, Preview } from '#contract/preview.ts';
import { avenuePlan } from '#plan/avenue-plan.ts';
import type { AvenuePlan } from '#plan/avenue-plan.ts';
import type { ReadableStore, StoreState, Topic } from '#store/read.ts';
import { fieldOfViewRadians } from './camera-lens.ts';
import { createCameraRig } from './camera-rig.ts';
import type { ViewScene } from './camera-views.ts';
import { createCityEngine } from './city-engine.ts';
import type { CityContext, CityPart, CreateCityPart } from './city-part.ts';
import { createFrameLoop } from './frame-loop.ts';
import { ReplayFollower } from './replay-front.ts';
import { createTowers } from './towers.ts';

export interface CityOptions {
  readonly canvas: HTMLCanvasElement;
  readonly store: ReadableStore;
  readonly preview: Preview;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMillis: () => number;
  readonly reducedMotion: () => boolean;
  /** What is drawn besides towers, street and sky: labels, billboards, beams, marks. */
  readonly parts?: readonly CreateCityPart[];
}

/** Counts for tests and benches; read-only. */
export interface CityFigures {
  readonly drawnFrames: number;
  readonly uploadedBytes: number;
  /** Tokens whose numbers are not on the card yet. */
  readonly waitingUploads: number;
}

export interface City {
  readonly rig: CameraRig;
  /** Resolves once a frame was drawn that shows every number the store held. */
  readonly firstLight: Promise<void>;
  readonly figures: CityFigures;
  /** Asks for a frame although nothing changed. */
  requestFrame(): void;
  /** Draws now, in this very call; what is on the canvas can be read until it returns control. */
  drawNow(): void;
  dispose(): void;
}

const allTopics: ReadonlySet<Topic> = new Set<Topic>([
  'run',
  'tokens',
  'overview',
  'lens',
  'values',
  'cursor',
  'playing',
  'progress',
  'engine',
  'selection',
  'settings',
  'notices',
]);

/**
 * Builds the city on a canvas. It reads the store, never writes; draws only on change.
 * @throws Error in one sentence when the city cannot be drawn here.
 */
export function createCity(options: CityOptions): City {
  const { canvas, store } = options;
  const page = canvas.ownerDocument;
  const { engine, scene } = createCityEngine(canvas);
  const camera = new TargetCamera('eye', Vector3.Zero(), scene);
  camera.fov = fieldOfViewRadians;
  camera.minZ = 0.06;
  camera.maxZ = 2600;
  scene.activeCamera = camera;

  let plan: AvenuePlan | undefined;
  const stale = new Set<Topic>(allTopics);
  const target = Vector3.Zero();
  const loop = createFrameLoop(page, draw);
  const rig = createCameraRig({
    canvasSize: () => ({ width: canvas.clientWidth, height: canvas.clientHeight }),
    scene: () => viewScene(store.state, plan, canvas),
    reducedMotion: options.reducedMotion,
    onChange: loop.request,
  });
  const follower = new ReplayFollower();
  const context: CityContext = {
    engine,
    scene,
    store,
    preview: options.preview,
    rig,
    plan: () => plan,
    front: follower.front,
    requestFrame: loop.request,
    reducedMotion: options.reducedMotion,
  };
  const towers = createTowers(context, { engine, nowMillis: options.nowMillis });
  const parts: readonly CityPart[] = [
    towers,
    ...(options.parts ?? []).map((create) => create(context)),
  ];

  let announceFirstLight = (): void => undefined;
  const firstLight = new Promise<void>((resolve) => {
    announceFirstLight = resolve;
  });

  function applyChanges(): void {
    if (stale.size === 0) return;
    const { hello, tokens } = store.state;
    if (hello && (plan?.tokenCount !== tokens.length || plan.shape !== hello.model)) {
      plan = avenuePlan(tokens.length, hello.model);
      rig.frameUntilMoved();
    }
    for (const part of parts) part.apply(stale);
    stale.clear();
  }

  function draw(timeMillis: number, deltaMillis: number): boolean {
    let goesOn = rig.advance(deltaMillis);
    applyChanges();
    const { position, target: lookedAt } = rig.pose;
    camera.position.set(position.x, position.y, position.z);
    camera.setTarget(target.set(lookedAt.x, lookedAt.y, lookedAt.z));
    const frame = { timeMillis, deltaMillis };
    if (follower.tick(frame, store.state, options.reducedMotion())) goesOn = true;
    for (const part of parts) if (part.tick(frame)) goesOn = true;
    const couldDrawAll = engine.areAllEffectsReady();
    engine.beginFrame();
    scene.render();
    engine.endFrame();
    // Shaders compile beside the page; what is not ready is left out and needs another frame.
    if (!couldDrawAll || !engine.areAllEffectsReady()) return true;
    if (towers.showsNumbers) announceFirstLight();
    return goesOn;
  }

  const stopListening = store.subscribe((topics) => {
    for (const topic of topics) stale.add(topic);
    loop.request();
  });
  const stopPreview = options.preview.subscribe(loop.request);
  const resized = new ResizeObserver(() => {
    fitToCanvas();
    rig.frameUntilMoved();
    loop.request();
  });
  resized.observe(canvas);
  function fitToCanvas(): void {
    const ratio = Math.min(2, page.defaultView?.devicePixelRatio ?? 1);
    engine.setHardwareScalingLevel(1 / ratio);
    engine.resize();
  }
  engine.onContextRestoredObservable.add(() => {
    for (const part of parts) part.restore?.();
    for (const topic of allTopics) stale.add(topic);
    loop.request();
  });
  fitToCanvas();
  loop.request();

  return {
    rig,
    firstLight,
    figures: {
      get drawnFrames() {
        return loop.drawnCount;
      },
      get uploadedBytes() {
        return towers.uploadedBytes;
      },
      get waitingUploads() {
        return towers.waitingUploads;
      },
    },
    requestFrame: loop.request,
    drawNow: () => {
      draw(options.nowMillis(), 0);
    },
    dispose: () => {
      loop.dispose();
      resized.disconnect();
      stopListening();
      stopPreview();
      for (const part of parts) part.dispose();
      scene.dispose();
      engine.dispose();
    },
  };
}

function viewScene(
  state: StoreState,
  plan: AvenuePlan | undefined,
  canvas: HTMLCanvasElement,
): ViewScene | undefined {
  if (!plan) return undefined;
  return {
    plan,
    size: { width: canvas.clientWidth, height: canvas.clientHeight },
    position: state.selectedPosition ?? Math.max(0, Math.min(state.cursor.position, plan.tokenCount - 1)),
  };
}
