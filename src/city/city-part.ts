import type { Engine } from '@babylonjs/core/Engines/engine';
import type { Scene } from '@babylonjs/core/scene';
import type { CameraPose, CameraRig, Preview } from '#contract/preview.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import type { ReadableStore, Topic } from '#store/read.ts';
import type { CityFrame } from './city-frame.ts';
import type { PlanTexture } from './gpu/plan-texture.ts';
import type { ReplayFront } from './replay-front.ts';

/** For whose eyes a frame is drawn: before the canvas, or in a headset. */
export interface Viewer {
  /** City metres; another object when it has changed. In a headset the middle between both eyes. */
  readonly pose: CameraPose;
  /** Pixels that a metre takes at one metre's distance: CSS pixels, in a headset those of an eye. */
  readonly focalPixels: number;
}

/** What is drawn at all, where a card cannot do everything in time. No wish of the viewer's: no setting. */
export interface DrawnQuality {
  /** False: nothing is mirrored in the street, whatever the setting. */
  hasReflections: boolean;
}

/** What every part of the city is given. */
export interface CityContext {
  readonly engine: Engine;
  readonly scene: Scene;
  readonly store: ReadableStore;
  readonly preview: Preview;
  /** The canvas's camera. What is drawn is drawn for `viewer`. */
  readonly rig: CameraRig;
  readonly viewer: () => Viewer;
  /** Where things stand now; undefined until a model has said hello. A new object when it changes. */
  readonly plan: () => CityPlan | undefined;
  /** The same for shaders, as of this frame. */
  readonly planTexture: PlanTexture;
  /** How far the replay has climbed at this frame; one object, written before every tick. */
  readonly front: Readonly<ReplayFront>;
  /** One object, written; read at every tick. */
  readonly quality: DrawnQuality;
  /** Asks for one frame. Nothing is drawn unless somebody asks. */
  readonly requestFrame: () => void;
  /** The viewer's wish, read anew each time. */
  readonly reducedMotion: () => boolean;
}

/**
 * Something the city draws. Parts never speak to each other; they read the store and the plan.
 * Made once, disposed once; changes of the run arrive as topics.
 */
export interface CityPart {
  /** The store changed; called right before the next frame, at first with every topic. */
  apply(topics: ReadonlySet<Topic>): void;
  /** Before each drawn frame. Returns true while it moves by itself and wants another frame. */
  tick(frame: CityFrame): boolean;
  /** The WebGL context came back: what Babylon does not restore by itself is made again. */
  restore?(): void;
  dispose(): void;
}

export type CreateCityPart = (context: CityContext) => CityPart;
