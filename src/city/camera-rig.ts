import type { CameraView, Target } from '#contract/intent.ts';
import type { CameraPose, CameraRig, Ray, Vec3 } from '#contract/preview.ts';
import { cameraAxes, projectPoint, rayThrough } from './camera-lens.ts';
import type { CanvasSize } from './camera-lens.ts';
import { poseOfTarget, poseOfView } from './camera-views.ts';
import type { ViewScene } from './view-scene.ts';
import { fittedIntoFree, noInsets } from './free-view.ts';
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

interface Flight {
  readonly from: CameraPose;
  readonly to: CameraPose;
  readonly durationMillis: number;
  /** Time of the first frame of the flight; undefined before. */
  startMillis: number | undefined;
}

const startPose: CameraPose = { position: vec3(14, 6, -25), target: vec3(4, 7, 0) };

/** The desktop camera: an eye and the point it looks at. Every command ends a flight. */
export class DesktopCameraRig implements CameraRig {
  readonly #options: CameraRigOptions;
  #pose = startPose;
  #flight: Flight | undefined;
  /** What the eye was sent to last, or stands before at first; undefined once somebody moved it. */
  #kept: Target | CameraView | undefined = 'overview';
  /** Told to fly to an exhibit that cannot be drawn yet. */
  #awaitsExhibit = false;

  constructor(options: CameraRigOptions) {
    this.#options = options;
  }

  get pose(): CameraPose {
    return this.#pose;
  }

  setPose(pose: CameraPose): void {
    this.#flight = undefined;
    this.#kept = undefined;
    this.#awaitsExhibit = false;
    this.#place(pose);
  }

  /**
   * Positive yaw turns the city to the right under the eye, positive pitch lifts the eye: a drag by
   * (dx, dy) pixels orbits by (k dx, k dy).
   */
  orbit(yawRadians: number, pitchRadians: number): void {
    this.setPose(orbited(this.#pose, yawRadians, pitchRadians));
  }

  pan(rightMetres: number, upMetres: number): void {
    const { right, up } = cameraAxes(this.#pose);
    this.#shift(add(scale(right, rightMetres), scale(up, upMetres)));
  }

  dolly(factor: number): void {
    this.setPose(dollied(this.#pose, factor));
  }

  walk(forwardMetres: number, rightMetres: number, upMetres: number): void {
    const { right, forward } = cameraAxes(this.#pose);
    const ahead = normalize(vec3(forward.x, 0, forward.z));
    const step = add(scale(ahead, forwardMetres), scale(right, rightMetres));
    const rise = Math.max(step.y + upMetres, lowestEyeMetres - this.#pose.position.y);
    this.#shift(vec3(step.x, rise, step.z));
  }

  flyTo(target: Target | CameraView): void {
    const to = this.#poseOf(target);
    this.#awaitsExhibit = !to && target === 'exhibit';
    if (!to) return;
    if (this.#options.reducedMotion()) this.setPose(to);
    else this.#startFlight(to);
    this.#kept = target;
  }

  rayAt(x: number, y: number): Ray {
    return rayThrough(this.#pose, this.#options.canvasSize(), x, y);
  }

  project(point: Vec3): { readonly x: number; readonly y: number } | undefined {
    return projectPoint(this.#pose, this.#options.canvasSize(), point);
  }

  /**
   * Goes on with a flight, by the clock and not by frames: it is over in time on a slow card too.
   * Returns true while it lasts.
   */
  advance(timeMillis: number): boolean {
    if (this.#awaitsExhibit) this.flyTo('exhibit');
    const flight = this.#flight;
    if (!flight) return false;
    flight.startMillis ??= timeMillis;
    const share = Math.min(1, (timeMillis - flight.startMillis) / flight.durationMillis);
    const eased = share * share * (3 - 2 * share);
    this.#pose = keptAboveGround({
      position: mix(flight.from.position, flight.to.position, eased),
      target: mix(flight.from.target, flight.to.target, eased),
    });
    if (share >= 1) this.#flight = undefined;
    return share < 1;
  }

  /**
   * Keeps what stands in view as long as nobody moves the camera, or since they asked for the
   * overview or the exhibit: at once the first time and when nothing should move by itself, else by a flight.
   */
  frameUntilMoved(moves: 'at once' | 'gently'): void {
    if (this.#kept === 'overview' || this.#kept === 'exhibit') this.#composeAnew(moves);
  }

  /** The canvas, or what panels leave free of it, has another size: what is looked at stays in view. */
  fitAnew(): void {
    // On the way to it already, the eye goes on from where it is.
    this.#composeAnew(this.#flight ? 'gently' : 'at once');
  }

  #composeAnew(moves: 'at once' | 'gently'): void {
    const pose = this.#kept && this.#poseOf(this.#kept);
    if (!pose || isSamePose(pose, this.#flight?.to ?? this.#pose)) return;
    if (moves === 'at once' || this.#options.reducedMotion()) {
      this.#flight = undefined;
      this.#place(pose);
    } else this.#startFlight(pose);
  }

  #startFlight(to: CameraPose): void {
    const metres = length(subtract(to.position, this.#pose.position));
    const durationMillis = Math.min(longestFlightMillis, 260 + metres * 14);
    this.#flight = { from: this.#pose, to, durationMillis, startMillis: undefined };
    this.#options.onChange();
  }

  #place(pose: CameraPose): void {
    this.#pose = keptAboveGround(pose);
    this.#options.onChange();
  }

  #shift(step: Vec3): void {
    const { position, target } = this.#pose;
    this.setPose({ position: add(position, step), target: add(target, step) });
  }

  #poseOf(target: Target | CameraView): CameraPose | undefined {
    const scene = this.#options.scene();
    if (!scene) return undefined;
    if (target === 'exhibit' && scene.exhibit) {
      return scene.exhibit === 'coming' ? undefined : poseOfView(target, scene);
    }
    const isView = typeof target === 'string';
    const pose = isView ? poseOfView(target, scene) : poseOfTarget(target, scene);
    const isWhole = isView
      ? target === 'overview' || target === 'exhibit'
      : target.kind === 'token';
    const { size, insets = noInsets } = scene;
    return fittedIntoFree(pose, { size, insets, isWhole });
  }
}

function isSamePose(a: CameraPose, b: CameraPose): boolean {
  const apart = length(subtract(a.position, b.position)) + length(subtract(a.target, b.target));
  return apart < 1e-6;
}

function keptAboveGround(pose: CameraPose): CameraPose {
  const { position, target } = pose;
  if (position.y >= lowestEyeMetres) return pose;
  return { position: vec3(position.x, lowestEyeMetres, position.z), target };
}

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
