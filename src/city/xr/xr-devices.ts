import type { Ray } from '#contract/preview.ts';
import { xrSides } from '#contract/xr.ts';
import type { XrDevice, XrSide } from '#contract/xr.ts';
import type { Point } from '#plan/board-pose.ts';
import { HandJoints } from './hand-joints.ts';

/** Buttons and axes of an `xr-standard` gamepad (WebXR Gamepads Module, 3.3). */
const buttons = { trigger: 0, squeeze: 1, first: 4, second: 5 } as const;
const axes = { right: 2, back: 3 } as const;

type Written<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** One side's device, and where its model is to be drawn. */
interface Side extends Written<XrDevice> {
  readonly ray: Ray & { readonly origin: Point; readonly direction: Point };
  readonly gripPoint: Point;
  readonly tip: Point;
  readonly palm: { readonly point: Point; readonly out: Point; readonly along: Point };
  /** Room from controller, column by column, in WebXR's own right-handed metres. */
  readonly gripMatrix: Float32Array;
  readonly joints: HandJoints;
  source: XRInputSource | undefined;
  /** Its place was once seen, not guessed: some runtimes call every place a guess. */
  wasSeen: boolean;
}

/** What a session's input sources say, as two devices that are written anew each frame. */
export class XrDevices {
  readonly sides: Readonly<Record<XrSide, Side>> = {
    left: createSide('left'),
    right: createSide('right'),
  };

  read(session: XRSession, frame: XRFrame, space: XRReferenceSpace): void {
    for (const name of xrSides) {
      const side = this.sides[name];
      const source = sourceOf(session, name);
      side.source = source;
      // While the system's own menu lies before it, a session is told nothing of hands.
      if (!source || session.visibilityState !== 'visible') side.isTracked = false;
      else if (source.hand) readHand(side, source, source.hand, { frame, space });
      else readController(side, source, { frame, space });
      if (!source) side.kind = undefined;
    }
  }

  rumble(side: XrSide, strength: number, millis: number): void {
    const gamepad = this.sides[side].source?.gamepad;
    const actuator = gamepad?.vibrationActuator as Partial<Pulsing> | null | undefined;
    void actuator?.pulse?.(strength, millis);
  }
}

/** The haptic actuator of the WebXR Gamepads Module; the page's own type knows only its newer cousin. */
interface Pulsing {
  pulse(strength: number, millis: number): Promise<unknown>;
}

interface Moment {
  readonly frame: XRFrame;
  readonly space: XRReferenceSpace;
}

function createSide(side: XrSide): Side {
  const point = (): Point => ({ x: 0, y: 0, z: 0 });
  return {
    side,
    kind: undefined,
    isTracked: false,
    ray: { origin: point(), direction: { x: 0, y: 0, z: 1 } },
    gripPoint: point(),
    tip: point(),
    palm: { point: point(), out: point(), along: point() },
    grab: 0,
    select: 0,
    stick: { right: 0, ahead: 0 },
    isFirstDown: false,
    isSecondDown: false,
    gripMatrix: new Float32Array(16),
    joints: new HandJoints(),
    source: undefined,
    wasSeen: false,
  };
}

function sourceOf({ inputSources }: XRSession, side: XrSide): XRInputSource | undefined {
  for (const source of inputSources) if (source.handedness === side) return source;
  return undefined;
}

function readController(side: Side, source: XRInputSource, { frame, space }: Moment): void {
  side.kind = 'controller';
  const aim = frame.getPose(source.targetRaySpace, space);
  const grip = source.gripSpace && frame.getPose(source.gripSpace, space);
  const isGuessed = grip?.emulatedPosition ?? true;
  if (!isGuessed) side.wasSeen = true;
  side.isTracked = aim !== undefined && grip !== undefined && !(isGuessed && side.wasSeen);
  if (aim) readRay(side, aim.transform);
  Object.assign(side.tip, side.ray.origin);
  if (grip) {
    side.gripMatrix.set(grip.transform.matrix);
    copyColumn(side.gripPoint, side.gripMatrix, 3);
    copyColumn(side.palm.point, side.gripMatrix, 3);
    // Held thumbs up, palms look at each other along x; the rod in them points to −z.
    copyColumn(side.palm.out, side.gripMatrix, 0, side.side === 'left' ? 1 : -1);
    copyColumn(side.palm.along, side.gripMatrix, 2, -1);
  }
  readButtons(side, source.gamepad);
}

function readButtons(side: Side, gamepad: Gamepad | undefined): void {
  side.select = pressOf(gamepad, buttons.trigger);
  side.grab = pressOf(gamepad, buttons.squeeze);
  side.isFirstDown = pressOf(gamepad, buttons.first) > 0.5;
  side.isSecondDown = pressOf(gamepad, buttons.second) > 0.5;
  const stick = side.stick as Written<typeof side.stick>;
  stick.right = gamepad?.axes[axes.right] ?? 0;
  stick.ahead = -(gamepad?.axes[axes.back] ?? 0);
}

function pressOf(gamepad: Gamepad | undefined, button: number): number {
  return gamepad?.buttons[button]?.value ?? 0;
}

function readHand(side: Side, source: XRInputSource, hand: XRHand, { frame, space }: Moment): void {
  side.kind = 'hand';
  const { joints } = side;
  side.isTracked = joints.read(frame, hand, space);
  const stick = side.stick as Written<typeof side.stick>;
  stick.right = stick.ahead = 0;
  side.isFirstDown = side.isSecondDown = false;
  if (!side.isTracked) return;
  const aim = frame.getPose(source.targetRaySpace, space);
  if (aim) readRay(side, aim.transform);
  joints.pinchPoint(side.gripPoint);
  joints.tip(side.tip);
  joints.palm(side.palm);
  side.select = joints.pinch;
  side.grab = joints.fist;
}

/** WebXR is right-handed and looks to −z; the room looks to +z. */
function readRay({ ray }: Side, { position, matrix }: XRRigidTransform): void {
  ray.origin.x = position.x;
  ray.origin.y = position.y;
  ray.origin.z = -position.z;
  copyColumn(ray.direction, matrix, 2, -1);
}

/** A column of a WebXR matrix as a point or direction of the room. */
function copyColumn(out: Point, matrix: Float32Array, column: number, sign = 1): void {
  out.x = (matrix[column * 4] ?? 0) * sign;
  out.y = (matrix[column * 4 + 1] ?? 0) * sign;
  out.z = (matrix[column * 4 + 2] ?? 0) * -sign;
}
