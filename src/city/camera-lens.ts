import type { Engine } from '@babylonjs/core/Engines/engine';
import type { CameraPose, CameraRig, Ray, Vec3 } from '#contract/preview.ts';
import type { Viewer } from './city-part.ts';
import { add, cross, dot, length, normalize, scale, subtract, vec3 } from './vector.ts';

/** Vertical field of view. */
export const fieldOfViewRadians = 0.9;

/** CSS pixels that a metre takes at one metre's distance. */
export function focalPixels(
  engine: Pick<Engine, 'getRenderHeight' | 'getHardwareScalingLevel'>,
): number {
  const height = engine.getRenderHeight() * engine.getHardwareScalingLevel();
  return height / (2 * Math.tan(fieldOfViewRadians / 2));
}

/** Who looks at the canvas. */
export function canvasViewerOf(rig: CameraRig, engine: Engine): Viewer {
  return {
    get pose() {
      return rig.pose;
    },
    get focalPixels() {
      return focalPixels(engine);
    },
  };
}

/** Size of the canvas in CSS pixels. */
export interface CanvasSize {
  readonly width: number;
  readonly height: number;
}

/** A camera's own directions in city coordinates: unit vectors, left-handed. */
export interface CameraAxes {
  readonly right: Vec3;
  readonly up: Vec3;
  readonly forward: Vec3;
}

export function cameraAxes(pose: CameraPose): CameraAxes {
  const forward = normalize(subtract(pose.target, pose.position));
  const side = cross(vec3(0, 1, 0), forward);
  const right = length(side) < 1e-6 ? vec3(1, 0, 0) : normalize(side);
  return { right, up: cross(forward, right), forward };
}

/** Half of the view's width and height at distance 1. */
export function viewSlopes(size: CanvasSize): { readonly across: number; readonly up: number } {
  const up = Math.tan(fieldOfViewRadians / 2);
  return { across: (up * size.width) / Math.max(1, size.height), up };
}

/** The ray under a point of the canvas, CSS pixels from its top left. */
export function rayThrough(pose: CameraPose, size: CanvasSize, x: number, y: number): Ray {
  const { right, up, forward } = cameraAxes(pose);
  const slopes = viewSlopes(size);
  const sideways = ((2 * x) / Math.max(1, size.width) - 1) * slopes.across;
  const upward = (1 - (2 * y) / Math.max(1, size.height)) * slopes.up;
  return {
    origin: pose.position,
    direction: normalize(add(forward, add(scale(right, sideways), scale(up, upward)))),
  };
}

/** Where a point falls on the canvas, CSS pixels from its top left, or undefined behind the eye. */
export function projectPoint(
  pose: CameraPose,
  size: CanvasSize,
  point: Vec3,
): { readonly x: number; readonly y: number } | undefined {
  const { right, up, forward } = cameraAxes(pose);
  const away = subtract(point, pose.position);
  const depth = dot(away, forward);
  if (depth <= 1e-6) return undefined;
  const slopes = viewSlopes(size);
  return {
    x: ((dot(away, right) / (depth * slopes.across) + 1) * size.width) / 2,
    y: ((1 - dot(away, up) / (depth * slopes.up)) * size.height) / 2,
  };
}

/**
 * How far from `middle`, in direction `towardsEye` (a unit vector), the eye must stand so that all
 * points are in view, with `margin` (0 … 1) of the view kept free on each side.
 */
export function distanceToSee(
  points: readonly Vec3[],
  middle: Vec3,
  view: { readonly towardsEye: Vec3; readonly size: CanvasSize; readonly margin: number },
): number {
  const eye = add(middle, view.towardsEye);
  const { right, up } = cameraAxes({ position: eye, target: middle });
  const slopes = viewSlopes(view.size);
  const usable = 1 - view.margin;
  let metres = 0;
  for (const point of points) {
    const away = subtract(point, middle);
    const nearer = dot(away, view.towardsEye);
    metres = Math.max(
      metres,
      nearer + Math.abs(dot(away, right)) / (slopes.across * usable),
      nearer + Math.abs(dot(away, up)) / (slopes.up * usable),
    );
  }
  return metres;
}
