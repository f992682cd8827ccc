import type { CameraView, Target } from './intent.ts';
import type { Grip, VerbStage } from './verb.ts';

/**
 * What changes every frame and matters to nobody later. One object, owned by `main.ts`, written by
 * `input/`, by the city's camera and by the tour, read by whoever draws. Never part of the run or of a recording.
 */
export interface PreviewState {
  readonly hover: Target | undefined;
  /** Where the pointer is, CSS pixels from the page's top left. */
  readonly pointer: { readonly x: number; readonly y: number };
  /** Set by keyboard focus when no pointer is used; drawn like a hover. */
  readonly focus: Target | undefined;
  /** A handle that is pointed at and not yet held. */
  readonly handle: Grip | undefined;
  /** What is held now, one entry a hand. */
  readonly held: readonly HeldGrip[];
}

export interface Preview {
  readonly state: PreviewState;
  set(change: Partial<PreviewState>): void;
  /** Called after every change; returns how to stop. */
  subscribe(listener: () => void): () => void;
}

/** City metres: x along the reading direction, y up, z away from the street; left-handed, as Babylon's. */
export interface Vec3 {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A ray in city metres; `direction` has length 1. */
export interface Ray {
  readonly origin: Vec3;
  readonly direction: Vec3;
}

/** Where the eye is and what it looks at, city metres. */
export interface CameraPose {
  readonly position: Vec3;
  readonly target: Vec3;
}

/**
 * The camera as input sees it. Moves at once unless said otherwise. By itself it only keeps what
 * stands in view, until it is first told anything else, and again after `flyTo('overview')`.
 */
export interface CameraRig {
  readonly pose: CameraPose;
  setPose(pose: CameraPose): void;
  /** Turns about the target. */
  orbit(yawRadians: number, pitchRadians: number): void;
  /** Moves eye and target across the view, metres at the target's distance. */
  pan(rightMetres: number, upMetres: number): void;
  /** Multiplies the distance to the target; below arm's length it walks on instead. */
  dolly(factor: number): void;
  /** Moves eye and target along the ground and up, metres. */
  walk(forwardMetres: number, rightMetres: number, upMetres: number): void;
  /** Eases there in at most 0.6 s; at once under reduced motion. */
  flyTo(target: Target | CameraView): void;
  /** The ray under a point of the canvas, CSS pixels from its top left. */
  rayAt(x: number, y: number): Ray;
  /** Where a point of the city falls on the canvas, CSS pixels, or undefined behind the eye. */
  project(point: Vec3): { readonly x: number; readonly y: number } | undefined;
}

/** A verb under way: part of the preview, written by `input/`. */
export interface HeldGrip {
  /** Which pointer, finger, controller or hand. */
  readonly actor: string;
  readonly grip: Grip;
  /** How far it is pulled, metres of the hand's own path, along the verb's own direction. */
  readonly pulledMetres: number;
  /** What a release would do now; undefined: nothing. */
  readonly stage: VerbStage | undefined;
  /** Where it was taken hold of and where it is held now, city metres. */
  readonly fromPoint: Vec3;
  readonly atPoint: Vec3;
  /** Tracking is lost: everything stays as it is until it comes back. */
  readonly isLost: boolean;
}
