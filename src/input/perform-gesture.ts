import type { Target } from '#contract/intent.ts';
import type { CameraRig } from '#contract/preview.ts';
import type { Gesture } from './actor.ts';
import { enterIntent } from './entered-place.ts';
import type { InputWorld } from './input-world.ts';
import { positionOf } from './target-parts.ts';

/** Half a turn for a drag across 600 pixels. */
const radiansPerPixel = Math.PI / 600;
/** Length of the stretch of canvas by which a pixel's size in the city is measured. */
const probePixels = 64;

/** Where the canvas stands on the page, CSS pixels. */
export interface CanvasPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Carries out a gesture: camera, hover and selection. */
export function performGesture(gesture: Gesture, world: InputWorld, place: CanvasPlace): void {
  switch (gesture.kind) {
    case 'leave':
      if (world.preview.state.hover !== undefined) {
        world.preview.set({ hover: undefined, handle: undefined });
      }
      break;
    case 'hover':
      showHover(world, gesture.point, place);
      break;
    case 'tap':
      performTap(gesture, world, place);
      break;
    case 'double-tap': {
      const target = world.pickAt(gesture.point.x, gesture.point.y);
      if (target !== undefined) world.dispatch(enterIntent(target, world.facts().zoom));
      break;
    }
    default:
      if (world.rig !== undefined) moveCamera(gesture, world.rig, place);
  }
}

function moveCamera(
  gesture: Extract<Gesture, { kind: 'orbit' | 'pan' | 'dolly' }>,
  rig: CameraRig,
  place: CanvasPlace,
): void {
  switch (gesture.kind) {
    case 'orbit':
      rig.orbit(gesture.dx * radiansPerPixel, gesture.dy * radiansPerPixel);
      break;
    case 'pan': {
      const metres = metresPerPixel(rig, place);
      rig.pan(-gesture.dx * metres, gesture.dy * metres);
      break;
    }
    case 'dolly':
      rig.dolly(gesture.factor);
      break;
  }
}

function performTap(
  { point, touch }: Extract<Gesture, { kind: 'tap' }>,
  world: InputWorld,
  place: CanvasPlace,
): void {
  const target = showHover(world, point, place);
  // A finger cannot hover: tapping a window says its number and leaves the selection as it is.
  if (touch && target !== undefined && !isWhole(target)) return;
  const position = target && positionOf(target);
  world.dispatch({ kind: 'select-token', position: position ?? null });
}

/** Writes what lies under the point into the preview, and the pointer's place on the page. */
function showHover(
  world: InputWorld,
  point: { readonly x: number; readonly y: number },
  place: CanvasPlace,
): Target | undefined {
  const target = world.pickAt(point.x, point.y);
  const pointer = { x: point.x + place.left, y: point.y + place.top };
  const { hover } = world.preview.state;
  if (target !== undefined) world.preview.set({ hover: target, pointer, focus: undefined });
  else if (hover !== undefined) world.preview.set({ hover: undefined, pointer });
  return target;
}

function isWhole(target: Target): boolean {
  return target.kind === 'token' || target.kind === 'prediction' || target.kind === 'lens';
}

/** Size of a pixel in the city at the target's distance, so that a pan keeps the city under the hand. */
export function metresPerPixel(rig: CameraRig, { width, height }: CanvasPlace): number {
  const { position, target } = rig.pose;
  const distance = Math.hypot(target.x - position.x, target.y - position.y, target.z - position.z);
  const a = rig.rayAt(width / 2, height / 2 - probePixels / 2).direction;
  const b = rig.rayAt(width / 2, height / 2 + probePixels / 2).direction;
  return (distance * Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z)) / probePixels;
}
