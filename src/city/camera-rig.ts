import type { CameraView, Target } from '#contract/intent.ts';
import type { CameraPose, CameraRig } from '#contract/preview.ts';
import { cameraAxes, projectPoint, rayThrough } from './camera-lens.ts';
import type { CanvasSize } from './camera-lens.ts';
import { poseOfTarget, poseOfView } from './camera-views.ts';
import type { ViewScene } from './camera-views.ts';
import { add, length, mix, normalize, scale, subtract, vec3 } from './vector.ts';

/** The eye stays above the street and below the zenith of its target. */
const lowestEyeMetres = 0.3;
const steepestRadians = 1.45;
/** Nearer than this, dolly moves the target on instead of closing in. */
const armMetres = 0.7;
const farthestMetres = 450;
const longestFlightMillis = 600;

export interface CameraRigOptions {
  readonly canvasSize: () => CanvasSize;
  /** What views are composed for; undefined while nothing stands. */
  readonly scene: () => ViewScene | undefined;
  readonly reducedMotion: () => boolean;
  /** The pose changed: somebody should draw. */
  readonly onChange: () => void;
}

/** The rig, and what the frame loop needs of it. */
export interface MovingCameraRig extends CameraRig {
  /** Goes on with a flight. Returns true while it lasts. */
  advance(deltaMillis: number): boolean;
  /** Frames the city until somebody moves the camera for the first time. */
  frameUntilMoved(): void;
}

interface Flight {
  readonly from: CameraPose;
  readonly to: CameraPose;
  readonly durationMillis: number;
  elapsedMillis: number;
}

const startPose: CameraPose = { position: vec3(14, 6, -25), target: vec3(4, 7, 0) };

/** The desktop camera: an eye and the point it looks at. Every command ends a flight. */
export function createCameraRig(options: CameraRigOptions): MovingCameraRig {
  let pose = startPose;
  let flight: Flight | undefined;
  let wasMoved = false;

  const place = (next: CameraPose): void => {
    pose = keptAboveGround(next);
    options.onChange();
  };
  const command = (next: CameraPose): void => {
    flight = undefined;
    wasMoved = true;
    place(next);
  };
  const poseOf = (target: Target | CameraView): CameraPose | undefined => {
    const scene = options.scene();
    if (!scene) return undefined;
    return typeof target === 'string' ? poseOfView(target, scene) : poseOfTarget(target, scene);
  };

  return {
    get pose() {
      return pose;
    },
    setPose: command,
    orbit: (yawRadians, pitchRadians) => {
      command(orbited(pose, yawRadians, pitchRadians));
    },
    pan: (rightMetres, upMetres) => {
      const { right, up } = cameraAxes(pose);
      const step = add(scale(right, rightMetres), scale(up, upMetres));
      command({ position: add(pose.position, step), target: add(pose.target, step) });
    },
    dolly: (factor) => {
      command(dollied(pose, factor));
    },
    walk: (forwardMetres, rightMetres, upMetres) => {
      const { right, forward } = cameraAxes(pose);
      const ahead = normalize(vec3(forward.x, 0, forward.z));
      const step = add(
        add(scale(ahead, forwardMetres), scale(right, rightMetres)),
        vec3(0, upMetres, 0),
      );
      const held = Math.max(step.y, lowestEyeMetres - pose.position.y);
      const move = vec3(step.x, held, step.z);
      command({ position: add(pose.position, move), target: add(pose.target, move) });
    },
    flyTo: (target) => {
      const to = poseOf(target);
      if (!to) return;
      if (options.reducedMotion()) {
        command(to);
        return;
      }
      wasMoved = true;
      const metres = length(subtract(to.position, pose.position));
      const durationMillis = Math.min(longestFlightMillis, 260 + metres * 14);
      flight = { from: pose, to, durationMillis, elapsedMillis: 0 };
      options.onChange();
    },
    rayAt: (x, y) => rayThrough(pose, options.canvasSize(), x, y),
    project: (point) => projectPoint(pose, options.canvasSize(), point),
    advance: (deltaMillis) => {
      if (!flight) return false;
      flight.elapsedMillis += deltaMillis;
      const share = Math.min(1, flight.elapsedMillis / flight.durationMillis);
      const eased = share * share * (3 - 2 * share);
      const { from, to } = flight;
      pose = keptAboveGround({
        position: mix(from.position, to.position, eased),
        target: mix(from.target, to.target, eased),
      });
      if (share >= 1) flight = undefined;
      return flight !== undefined;
    },
    frameUntilMoved: () => {
      const next = wasMoved ? undefined : poseOf('overview');
      if (next) place(next);
    },
  };
}

function keptAboveGround(pose: CameraPose): CameraPose {
  const { position, target } = pose;
  if (position.y >= lowestEyeMetres) return pose;
  return { position: vec3(position.x, lowestEyeMetres, position.z), target };
}

/**
 * Turns the eye about the target. Positive yaw turns the city to the right under the eye, positive
 * pitch lifts the eye: a drag by (dx, dy) pixels orbits by (k dx, k dy).
 */
function orbited(pose: CameraPose, yawRadians: number, pitchRadians: number): CameraPose {
  const away = subtract(pose.position, pose.target);
  const metres = Math.max(1e-3, length(away));
  const yaw = Math.atan2(away.x, away.z) + yawRadians;
  const lowest = Math.asin(
    Math.min(0.99, Math.max(-0.99, (lowestEyeMetres - pose.target.y) / metres)),
  );
  const pitch = Math.min(
    steepestRadians,
    Math.max(Math.max(-steepestRadians, lowest), Math.asin(away.y / metres) + pitchRadians),
  );
  const flat = Math.cos(pitch) * metres;
  const turned = vec3(Math.sin(yaw) * flat, Math.sin(pitch) * metres, Math.cos(yaw) * flat);
  return { position: add(pose.target, turned), target: pose.target };
}

function dollied(pose: CameraPose, factor: number): CameraPose {
  const away = subtract(pose.position, pose.target);
  const metres = length(away);
  const wanted = metres * factor;
  const towardsEye = normalize(away);
  if (wanted >= armMetres || factor >= 1) {
    const kept = Math.min(farthestMetres, Math.max(armMetres, wanted));
    return { position: add(pose.target, scale(towardsEye, kept)), target: pose.target };
  }
  const walked = scale(towardsEye, wanted - metres);
  return { position: add(pose.position, walked), target: add(pose.target, walked) };
}
