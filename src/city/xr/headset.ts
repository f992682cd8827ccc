import '@babylonjs/core/Engines/Extensions/engine.multiview';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import { WebXRCamera } from '@babylonjs/core/XR/webXRCamera';
import { WebXRSessionManager } from '@babylonjs/core/XR/webXRSessionManager';
import type { CityStage } from '#city/city-stage.ts';
import type { XrFrame, XrFrameSource, XrSide } from '#contract/xr.ts';
import type { Point } from '#plan/board-pose.ts';
import { Extras } from './extras.ts';
import { Mirror } from './mirror.ts';
import { RoomRig } from './room-rig.ts';
import { openLayer } from './session-layer.ts';
import { SessionPace } from './session-pace.ts';
import { XrDevices } from './xr-devices.ts';

/** Nearest and farthest that is drawn, room metres. */
const depthMetres = { near: 0.05, far: 4000 } as const;
const longestDeltaMillis = 100;

/** A session has begun, is hidden behind the system's menu or seen again, or has ended. */
export type HeadsetState = 'outside' | 'entering' | 'inside' | 'hidden';

export interface Headset {
  readonly state: HeadsetState;
  readonly rig: RoomRig;
  readonly frames: XrFrameSource;
  /**
   * Begins a session; to be called from a click.
   * @throws Error when the browser, the headset or its wearer refuses.
   */
  enter(): Promise<void>;
  leave(): Promise<void>;
  /** The session can be typed in, with a keyboard that the headset shows. */
  readonly hasKeyboard: boolean;
  /** Something else that is to stand in the room; its owner shows it, during sessions only. */
  adopt(mesh: Mesh): void;
  /** Called when the state changed; returns how to stop. */
  subscribe(listener: (state: HeadsetState) => void): () => void;
  dispose(): void;
}

export interface HeadsetOptions {
  /** What the page shows meanwhile: a hidden canvas over the city's, where somebody can see the page. */
  readonly mirror?: HTMLCanvasElement | undefined;
  /** Quality steps down where frames are late. */
  readonly keepsPace: boolean;
}

/** What a city needs to be seen from inside; made when a headset is there, used for every session. */
export async function createHeadset(stage: CityStage, options: HeadsetOptions): Promise<Headset> {
  const rig = new RoomRig(stage.context.scene);
  try {
    const extras = await Extras.load(stage.context.scene, rig);
    return new CityHeadset(stage, { rig, extras, ...options });
  } catch (error) {
    rig.dispose();
    throw error;
  }
}

class CityHeadset implements Headset, XrFrameSource {
  readonly rig: RoomRig;
  readonly #stage: CityStage;
  readonly #extras: Extras;
  readonly #manager: WebXRSessionManager;
  readonly #camera: WebXRCamera;
  readonly #devices = new XrDevices();
  readonly #mirror: Mirror | undefined;
  readonly #pace: SessionPace;
  readonly #stateListeners = new Set<(state: HeadsetState) => void>();
  readonly #frameListeners = new Set<(frame: XrFrame) => void>();
  readonly #endListeners = new Set<() => void>();
  readonly #frame: {
    -readonly [Key in keyof XrFrame]: XrFrame[Key];
  } & { readonly head: { readonly point: Point; readonly direction: Point } };
  #state: HeadsetState = 'outside';
  #closeLayer: (() => void) | undefined;
  #lastMillis = 0;

  constructor(
    stage: CityStage,
    {
      rig,
      extras,
      mirror,
      keepsPace,
    }: HeadsetOptions & { readonly rig: RoomRig; readonly extras: Extras },
  ) {
    const { scene } = stage.context;
    this.#stage = stage;
    this.rig = rig;
    this.#extras = extras;
    this.#mirror = mirror && new Mirror(stage, mirror);
    this.#manager = new WebXRSessionManager(scene);
    this.#pace = new SessionPace(stage, this.#manager, keepsPace);
    this.#camera = new WebXRCamera('headset', scene, this.#manager);
    // The city comes to the eyes' room, not the eyes to a camera's place.
    this.#camera.compensateOnFirstFrame = false;
    this.#camera.parent = rig.node;
    this.#camera.minZ = depthMetres.near;
    this.#camera.maxZ = depthMetres.far;
    this.#frame = {
      timeMillis: 0,
      deltaMillis: 0,
      head: { point: { x: 0, y: 0, z: 0 }, direction: { x: 0, y: 0, z: 1 } },
      devices: this.#devices.sides,
      roomCount: 0,
    };
    this.#manager.onXRSessionEnded.add(() => {
      this.#end();
    });
  }

  get state(): HeadsetState {
    return this.#state;
  }

  get frames(): XrFrameSource {
    return this;
  }

  get hasKeyboard(): boolean {
    if (!this.#manager.inXRSession) return false;
    const session: XRSession & { readonly isSystemKeyboardSupported?: boolean } =
      this.#manager.session;
    return session.isSystemKeyboardSupported === true;
  }

  adopt(mesh: Mesh): void {
    this.#extras.adopt(mesh);
  }

  async enter(): Promise<void> {
    if (this.#state !== 'outside') return;
    this.#become('entering');
    try {
      await this.#begin();
    } catch (error) {
      if (this.#manager.inXRSession) await this.#manager.exitXRAsync();
      this.#become('outside');
      throw error;
    }
  }

  async leave(): Promise<void> {
    await this.#manager.exitXRAsync();
  }

  subscribe(listener: (state: HeadsetState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  onFrame(listener: (frame: XrFrame) => void): () => void {
    this.#frameListeners.add(listener);
    return () => this.#frameListeners.delete(listener);
  }

  onEnd(listener: () => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  rumble(side: XrSide, strength: number, millis: number): void {
    this.#devices.rumble(side, strength, millis);
  }

  dispose(): void {
    void this.leave();
    this.#manager.dispose();
    this.#camera.dispose();
    this.#extras.dispose();
    this.rig.dispose();
  }

  async #begin(): Promise<void> {
    const { engine, scene } = this.#stage.context;
    await this.#manager.initializeAsync();
    const session = await this.#manager.initializeSessionAsync('immersive-vr', {
      requiredFeatures: ['local-floor'],
      optionalFeatures: ['hand-tracking', 'layers'],
    });
    await this.#manager.setReferenceSpaceTypeAsync('local-floor');
    this.#closeLayer = await openLayer(engine, this.#manager, depthMetres);
    this.#pace.begin(session);
    this.#listen(session);
    this.rig.reset();
    this.#stage.enter(this.rig);
    scene.activeCamera = this.#camera;
    await this.#extras.warmUp();
    // The session may be over before it was seen.
    if (!this.#manager.inXRSession) throw new Error('The session ended before it was seen.');
    this.#lastMillis = 0;
    this.#manager.runXRRenderLoop();
    engine.runRenderLoop(this.#draw);
    this.#become('inside');
  }

  #listen(session: XRSession): void {
    session.addEventListener('visibilitychange', () => {
      if (this.#state === 'inside' || this.#state === 'hidden') {
        this.#become(session.visibilityState === 'visible' ? 'inside' : 'hidden');
      }
    });
    this.#manager.baseReferenceSpace.addEventListener('reset', () => {
      this.#frame.roomCount += 1;
    });
  }

  /** Called by the engine for each frame of the session. */
  readonly #draw = (): void => {
    const { currentFrame, currentTimestamp, session } = this.#manager;
    // Outside of a frame of the headset there are no eyes to draw for.
    if (!this.#manager.inXRFrameLoop || !currentFrame || session.visibilityState === 'hidden')
      return;
    const frame = this.#frame;
    frame.timeMillis = currentTimestamp;
    frame.deltaMillis =
      this.#lastMillis === 0
        ? 0
        : Math.min(longestDeltaMillis, currentTimestamp - this.#lastMillis);
    this.#lastMillis = currentTimestamp;
    this.#readHead();
    this.#devices.read(session, currentFrame, this.#manager.referenceSpace);
    for (const listener of this.#frameListeners) listener(frame);
    // While shaders compile, it stays dark.
    const { engine } = this.#stage.context;
    this.rig.advance(engine.areAllEffectsReady() ? frame.deltaMillis : 0);
    this.rig.look(frame, this.#eyes());
    this.#extras.show(this.#devices, frame);
    this.#stage.drawFrame(currentTimestamp);
    this.#pace.noteFrame(session, frame.deltaMillis);
    this.#mirror?.follow(currentTimestamp, this.#pace.isReduced);
  };

  /** Babylon's camera has been told of the head before; its own place is that in the room. */
  #readHead(): void {
    const { position, rotationQuaternion: q } = this.#camera;
    const { point, direction } = this.#frame.head;
    point.x = position.x;
    point.y = position.y;
    point.z = position.z;
    direction.x = 2 * (q.x * q.z + q.w * q.y);
    direction.y = 2 * (q.y * q.z - q.w * q.x);
    direction.z = 1 - 2 * (q.x * q.x + q.y * q.y);
  }

  /**
   * Makes depths come out in city metres, as all shaders expect; nearest and farthest stay the
   * room's. Returns how many pixels of an eye a metre takes at one metre's distance.
   */
  #eyes(): number {
    const { scale } = this.rig.placement;
    const { rigCameras, viewport } = this.#camera;
    let slope = 1;
    for (const eye of rigCameras) {
      const projection = eye.getProjectionMatrix();
      slope = projection.m[5] ?? 1;
      projection.scaleToRef(1 / scale, projection);
    }
    const share = rigCameras[0]?.viewport.height ?? viewport.height;
    return (slope * this.#stage.context.engine.getRenderHeight() * share) / 2;
  }

  #end(): void {
    const { engine, scene } = this.#stage.context;
    engine.stopRenderLoop(this.#draw);
    for (const eye of this.#camera.rigCameras) eye.outputRenderTarget = null;
    this.#camera.outputRenderTarget = null;
    this.#closeLayer?.();
    this.#closeLayer = undefined;
    this.#extras.hide();
    this.#mirror?.hide();
    this.#pace.end();
    for (const listener of [...this.#endListeners]) listener();
    this.#become('outside');
    scene.activeCamera = scene.getCameraByName('eye');
    this.#stage.enter(undefined);
  }

  #become(state: HeadsetState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#stateListeners]) listener(state);
  }
}
