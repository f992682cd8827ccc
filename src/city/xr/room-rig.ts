import { Matrix } from '@babylonjs/core/Maths/math.vector';
import { TransformNode } from '@babylonjs/core/Meshes/transformNode';
import type { Scene } from '@babylonjs/core/scene';
import type { Viewer } from '#city/city-part.ts';
import type { CameraPose } from '#contract/preview.ts';
import type { CityPlacement, XrFrame, XrGuides, XrRig } from '#contract/xr.ts';
import type { Point } from '#plan/board-pose.ts';

/** Each way of a fade. */
const fadeMillis = 150;

interface WrittenPose extends CameraPose {
  readonly position: Point;
  readonly target: Point;
}

const nowhere: CityPlacement = { origin: { x: 0, y: 0, z: 0 }, yawRadians: 0, scale: 1 };

/**
 * The room in the city. The picture is drawn in city metres; so the room's node, under which the
 * eyes hang, has the inverse of the city's placement, and the room itself is never scaled in itself.
 */
export class RoomRig implements XrRig, Viewer {
  readonly node: TransformNode;
  /** City from room, for what is drawn in the room. Kept by reference. */
  readonly cityFromRoom = Matrix.Identity();
  readonly guides: XrGuides = {
    pointers: {
      left: { reachMetres: 0, isOnTarget: false },
      right: { reachMetres: 0, isOnTarget: false },
    },
    arcFrom: undefined,
    arcEnd: { x: 0, y: 0, z: 0 },
    vignette: 0,
    hasPlatform: false,
  };
  /** 1: nothing is seen. It stays so until the city was first placed. */
  fade = 1;
  focalPixels = 1000;
  #placement = nowhere;
  #wished: CityPlacement | undefined;
  #isPlaced = false;
  /** Written in turns, so that a pose that changed is another object. */
  readonly #poses: readonly [WrittenPose, WrittenPose] = [writtenPose(), writtenPose()];
  #turn: 0 | 1 = 0;

  constructor(scene: Scene) {
    this.node = new TransformNode('room', scene);
  }

  get placement(): CityPlacement {
    return this.#placement;
  }

  get goal(): CityPlacement {
    return this.#wished ?? this.#placement;
  }

  get isFading(): boolean {
    return this.#wished !== undefined;
  }

  get pose(): CameraPose {
    return this.#poses[this.#turn];
  }

  place(placement: CityPlacement): void {
    this.#wished = undefined;
    this.#settle(placement);
  }

  fadeTo(placement: CityPlacement): void {
    if (this.#isPlaced) this.#wished = placement;
    else this.#settle(placement);
  }

  /** Where one is to be before the first frame of a session: nowhere yet. */
  reset(): void {
    this.#isPlaced = false;
    this.#wished = undefined;
    this.fade = 1;
    this.guides.arcFrom = undefined;
    this.guides.vignette = 0;
    this.guides.hasPlatform = false;
  }

  /** Goes on with a fade. */
  advance(deltaMillis: number): void {
    const isDarkening = this.#wished !== undefined || !this.#isPlaced;
    const step = deltaMillis / fadeMillis;
    this.fade = Math.min(1, Math.max(0, this.fade + (isDarkening ? step : -step)));
    if (this.fade >= 1 && this.#wished) this.place(this.#wished);
  }

  /** Takes over where the head is. @param focalPixels - of an eye. */
  look({ head }: XrFrame, focalPixels: number): void {
    this.focalPixels = focalPixels;
    this.#turn = this.#turn === 0 ? 1 : 0;
    const { position, target } = this.#poses[this.#turn];
    this.#toCity(head.point, 1, position);
    this.#toCity(head.direction, 0, target);
    target.x += position.x;
    target.y += position.y;
    target.z += position.z;
  }

  dispose(): void {
    this.node.dispose();
  }

  #settle(placement: CityPlacement): void {
    this.#placement = placement;
    this.#isPlaced = true;
    const { yawRadians, scale } = placement;
    this.node.scaling.setAll(1 / scale);
    this.node.rotation.set(0, -yawRadians, 0);
    this.#toCity(nowhere.origin, 1, this.node.position);
    this.cityFromRoom.copyFrom(this.node.computeWorldMatrix(true));
  }

  /** A point (1) or a direction of length 1 (0) of the room in the city. */
  #toCity({ x, y, z }: Readonly<Point>, isPoint: 0 | 1, out: Point): void {
    const { origin, yawRadians, scale } = this.#placement;
    const size = isPoint === 1 ? 1 / scale : 1;
    const [cos, sin] = [Math.cos(yawRadians), Math.sin(yawRadians)];
    const dx = (x - origin.x * isPoint) * size;
    const dz = (z - origin.z * isPoint) * size;
    out.x = dx * cos - dz * sin;
    out.y = (y - origin.y * isPoint) * size;
    out.z = dz * cos + dx * sin;
  }
}

function writtenPose(): WrittenPose {
  return { position: { x: 0, y: 0, z: 0 }, target: { x: 0, y: 0, z: 1 } };
}
