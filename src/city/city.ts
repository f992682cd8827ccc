import type { TargetCamera } from '@babylonjs/core/Cameras/targetCamera';
import type { Engine } from '@babylonjs/core/Engines/engine';
import { Vector3 } from '@babylonjs/core/Maths/math.vector';
import type { Scene } from '@babylonjs/core/scene';
import type { CameraRig } from '#contract/preview.ts';
import { allTopics } from '#store/read.ts';
import type { Topic } from '#store/read.ts';
import { DesktopCameraRig } from './camera-rig.ts';
import { isSameScene, viewSceneOf } from './view-scene.ts';
import type { ViewScene } from './view-scene.ts';
import { createCityEngine } from './city-engine.ts';
import { CityFittings } from './city-fittings.ts';
import { canvasViewerOf } from './camera-lens.ts';
import type { CityOptions } from './city-options.ts';
import type { CityContext, CityPart, Viewer } from './city-part.ts';
import type { CityStage } from './city-stage.ts';
import { FirstLight } from './first-light.ts';
import { createFrameLoop } from './frame-loop.ts';
import { noInsets } from './free-view.ts';
import type { FrameLoop } from './frame-loop.ts';
import { PixelQuality } from './pixel-quality.ts';
import { PlanFollower } from './plan-follower.ts';
import { ReplayFollower } from './replay-front.ts';
import { cutLayers } from './shown-light.ts';
import { Towers } from './towers.ts';

/** Counts for tests and benches. */
export interface CityFigures {
  readonly drawnFrames: number;
  readonly uploadedBytes: number;
  /** Tokens whose numbers are not on the card yet. */
  readonly waitingUploads: number;
}

export interface City {
  readonly rig: CameraRig;
  /** Resolves once a frame is finished that shows every number the store held. */
  readonly firstLight: Promise<void>;
  readonly figures: CityFigures;
  /** Beams, texts and marks, and what a pointer finds among it all. */
  readonly fittings: CityFittings;
  /** For a headset's session. */
  readonly stage: CityStage;
  /** Asks for a frame although nothing changed. */
  requestFrame(): void;
  /** What panels cover has changed: frames what is looked at anew, unless somebody moved the camera. */
  reframe(): void;
  /** Draws now, in this very call; what is on the canvas can be read until it returns control. */
  drawNow(): void;
  dispose(): void;
}

/**
 * Builds the city on a canvas. It reads the store, never writes; draws only on change.
 * @throws Error in one sentence when the city cannot be drawn here.
 */
export function createCity(options: CityOptions): City {
  return new DrawnCity(options);
}

class DrawnCity implements City, CityFigures {
  readonly rig: DesktopCameraRig;
  readonly fittings: CityFittings;
  readonly #options: CityOptions;
  readonly #engine: Engine;
  readonly #scene: Scene;
  readonly #camera: TargetCamera;
  readonly #loop: FrameLoop;
  readonly #towers: Towers;
  readonly #standing: PlanFollower;
  readonly #parts: readonly CityPart[];
  readonly #stops: readonly (() => void)[];
  /** What changed since the parts were told; every topic at first. */
  readonly #staleTopics = new Set<Topic>(allTopics);
  readonly #light: FirstLight;
  readonly #quality = new PixelQuality();
  readonly #follower = new ReplayFollower();
  readonly #lookedAt = Vector3.Zero();
  /** One object for all frames: an idle replay must leave nothing behind. */
  readonly #frame = { timeMillis: 0, deltaMillis: 0 };
  readonly #requestFrame = (): void => {
    this.#loop.request();
  };
  #framed: ViewScene | undefined;
  readonly stage: CityStage;
  /** In a headset. */
  #isInside = false;
  #viewer: Viewer;

  constructor(options: CityOptions) {
    const { engine, scene, camera } = createCityEngine(options.canvas);
    this.#options = options;
    this.#engine = engine;
    this.#scene = scene;
    this.#camera = camera;
    this.#loop = createFrameLoop(options.canvas.ownerDocument, (time, delta) =>
      this.#draw(time, delta),
    );
    this.#light = new FirstLight({ engine, scene, camera, startMillis: options.nowMillis() });
    this.rig = new DesktopCameraRig({
      canvasSize: () => this.#canvasSize(),
      scene: () => this.#viewScene(),
      reducedMotion: options.reducedMotion,
      onChange: this.#requestFrame,
    });
    this.#standing = new PlanFollower(scene, engine);
    const canvasViewer = canvasViewerOf(this.rig, engine);
    this.#viewer = canvasViewer;
    const context = this.#createContext();
    this.stage = {
      context,
      enter: (viewer) => {
        this.#viewer = viewer ?? canvasViewer;
        this.#isInside = viewer !== undefined;
        this.#loop.hold(this.#isInside);
        if (!viewer) this.#fitToCanvas();
        this.requestFrame();
      },
      drawFrame: this.#loop.draw,
      watchFrames: this.#loop.watch,
    };
    this.#towers = new Towers(context, { engine, nowMillis: options.nowMillis });
    const others = (options.parts ?? []).map((create) => create(context));
    this.fittings = new CityFittings(context, {
      requestValues: options.requestValues ?? (() => undefined),
    });
    this.#parts = [this.#towers, ...this.fittings.parts, ...others];
    this.#stops = this.#listen();
    this.#fitToCanvas();
    this.requestFrame();
  }

  get firstLight(): Promise<void> {
    return this.#light.announced;
  }

  get figures(): CityFigures {
    return this;
  }

  get drawnFrames(): number {
    return this.#loop.drawnCount;
  }

  get uploadedBytes(): number {
    return this.#towers.uploadedBytes;
  }

  get waitingUploads(): number {
    return this.#towers.waitingUploads;
  }

  requestFrame(): void {
    this.#requestFrame();
  }

  reframe(): void {
    this.#keepFramed(true);
  }

  drawNow(): void {
    this.#draw(this.#options.nowMillis(), 0);
  }

  dispose(): void {
    this.#loop.dispose();
    for (const stop of this.#stops) stop();
    for (const part of this.#parts) part.dispose();
    this.#standing.texture.dispose();
    this.#scene.dispose();
    this.#engine.dispose();
  }

  #createContext(): CityContext {
    const { store, preview, reducedMotion } = this.#options;
    return {
      engine: this.#engine,
      scene: this.#scene,
      store,
      preview,
      rig: this.rig,
      viewer: () => this.#viewer,
      plan: () => this.#standing.plan,
      planTexture: this.#standing.texture,
      front: this.#follower.front,
      quality: { hasReflections: true },
      requestFrame: this.#requestFrame,
      reducedMotion,
    };
  }

  /** Everything that may ask for a frame. Returns how to stop listening. */
  #listen(): readonly (() => void)[] {
    const { canvas, preview, store } = this.#options;
    const stopStore = store.subscribe((topics) => {
      for (const topic of topics) this.#staleTopics.add(topic);
      this.#requestFrame();
    });
    const stopPreview = preview.subscribe(this.#requestFrame);
    const resized = new ResizeObserver(() => {
      this.#fitToCanvas();
      this.#keepFramed(true);
      this.#requestFrame();
    });
    resized.observe(canvas);
    this.#engine.onContextRestoredObservable.add(() => {
      this.#standing.texture.restore();
      for (const part of this.#parts) part.restore?.();
      for (const topic of allTopics) this.#staleTopics.add(topic);
      this.#requestFrame();
    });
    return [
      stopStore,
      stopPreview,
      () => {
        resized.disconnect();
      },
    ];
  }

  /** One scene tick: changes, then uploads, then the draws. Returns true when it goes on. */
  #draw(timeMillis: number, deltaMillis: number): boolean {
    this.#adaptQuality(deltaMillis);
    let goesOn = this.rig.advance(timeMillis);
    this.#applyChanges();
    const { position, target } = this.#viewer.pose;
    this.#standing.upload(position);
    this.#camera.position.set(position.x, position.y, position.z);
    this.#camera.setTarget(this.#lookedAt.set(target.x, target.y, target.z));
    const frame = this.#frame;
    frame.timeMillis = timeMillis;
    frame.deltaMillis = deltaMillis;
    const { store, preview, reducedMotion } = this.#options;
    if (!this.#light.isDrawn) this.#towers.uploadAll();
    const isLate = this.#light.isLate(timeMillis);
    if (this.#light.isOn || isLate) this.#towers.makeBackdrop();
    this.#follower.front.cutLayers = cutLayers(store.state, preview.state);
    if (this.#follower.tick(frame, store.state, reducedMotion())) goesOn = true;
    for (const part of this.#parts) {
      // What is not in the first frame must not take its time either.
      if (!this.#light.isOn && this.fittings.parts.includes(part)) continue;
      if (part.tick(frame)) goesOn = true;
    }
    const { layer } = store.state.cursor;
    const hasLight = this.#towers.showsNumbers && this.#light.suffices(layer, timeMillis);
    if (this.#light.holdsBack(timeMillis, hasLight)) return true;
    const couldDrawAll = this.#engine.areAllEffectsReady();
    this.#engine.beginFrame();
    this.#scene.render();
    this.#engine.endFrame();
    // Shaders compile beside the page; what is not ready is left out and needs another frame.
    if (!couldDrawAll || !this.#engine.areAllEffectsReady()) return true;
    this.#light.noteFrame(hasLight);
    return goesOn || this.#light.isUnderWay;
  }

  #applyChanges(): void {
    if (this.#staleTopics.size === 0) return;
    this.#standing.follow(this.#options.store.state);
    this.#keepFramed(false);
    for (const part of this.#parts) part.apply(this.#staleTopics);
    this.#staleTopics.clear();
  }

  /** Until somebody moves the camera it keeps what stands in view. */
  #keepFramed(wasResized: boolean): void {
    const scene = this.#viewScene();
    if (!scene) return;
    if (isSameScene(this.#framed, scene) && !wasResized) return;
    this.#framed = scene;
    if (wasResized) this.rig.fitAnew();
    else this.rig.frameUntilMoved(this.#light.isDrawn ? 'gently' : 'at once');
  }

  #canvasSize(): { readonly width: number; readonly height: number } {
    const { clientWidth, clientHeight } = this.#options.canvas;
    return { width: clientWidth, height: clientHeight };
  }

  #viewScene(): ViewScene | undefined {
    const { state } = this.#options.store;
    this.#standing.follow(state);
    const { plan } = this.#standing;
    if (!plan) return undefined;
    const insets = this.#options.insets?.() ?? noInsets;
    const { exhibit } = this.fittings;
    return { ...viewSceneOf(state, plan, this.#canvasSize()), insets, exhibit };
  }

  #adaptQuality(deltaMillis: number): void {
    if (!this.#isInside && this.#quality.noteFrame(deltaMillis)) this.#fitToCanvas();
  }

  #fitToCanvas(): void {
    if (this.#isInside) return;
    const ratio = this.#options.canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1;
    this.#engine.setHardwareScalingLevel(1 / this.#quality.pixelRatio(ratio));
    this.#engine.resize();
  }
}
