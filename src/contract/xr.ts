import type { Ray, Vec3 } from './preview.ts';

/**
 * A headset's own measures, room metres: x to the right, y up from the floor, z ahead as the session
 * began; left-handed, as the city's; never scaled. Whoever is inside does not move, the city does.
 */
export interface CityPlacement {
  /** Where the city's own origin lies in the room. */
  readonly origin: Vec3;
  /** How far the city is turned, clockwise as seen from above. */
  readonly yawRadians: number;
  /** Room metres for a city metre: 1 at street scale. */
  readonly scale: number;
}

export const xrSides = ['left', 'right'] as const;
export type XrSide = (typeof xrSides)[number];

export function otherSide(side: XrSide): XrSide {
  return side === 'left' ? 'right' : 'left';
}

/** A controller or a bare hand, as of this frame: one object for each side, written anew. Lengths in room metres. */
export interface XrDevice {
  readonly side: XrSide;
  /** Undefined: nothing is there. */
  readonly kind: 'controller' | 'hand' | undefined;
  /** False: its place is not known now, and all else is what was known last. */
  readonly isTracked: boolean;
  /** Where it points. */
  readonly ray: Ray;
  /** Where it holds: between thumb and forefinger, or in the fist around the controller. */
  readonly gripPoint: Vec3;
  /** What it touches with: a hand's forefinger's tip, a controller's where its ray begins. */
  readonly tip: Vec3;
  /** Of the palm: its middle, out of it, and towards the fingers. */
  readonly palm: { readonly point: Vec3; readonly out: Vec3; readonly along: Vec3 };
  /** How far the fist or the squeeze is closed, 0 … 1. */
  readonly grab: number;
  /** How far trigger or pinch is closed, 0 … 1. */
  readonly select: number;
  /** Thumbstick, −1 … 1, right and forward; 0 for a hand. */
  readonly stick: { readonly right: number; readonly ahead: number };
  /** The lower and the upper button (A and B, X and Y). */
  readonly isFirstDown: boolean;
  readonly isSecondDown: boolean;
}

export interface XrFrame {
  readonly timeMillis: number;
  /** Since the frame before, at most 100. */
  readonly deltaMillis: number;
  readonly head: { readonly point: Vec3; readonly direction: Vec3 };
  readonly devices: Readonly<Record<XrSide, XrDevice>>;
  /** Goes up when the room's origin was set anew (recentred): places before are of another room. */
  readonly roomCount: number;
}

/** The hand that points: the main one, or the other one while that is not seen; undefined: neither is. */
export function pointingSide(devices: XrFrame['devices'], mainHand: XrSide): XrSide | undefined {
  if (devices[mainHand].isTracked) return mainHand;
  const other = otherSide(mainHand);
  return devices[other].isTracked ? other : undefined;
}

/** Frames of a headset, to whom input listens. The same object comes each frame. */
export interface XrFrameSource {
  /** Before each drawn frame; returns how to stop. */
  onFrame(listener: (frame: XrFrame) => void): () => void;
  /** When the session is over, however it ended; returns how to stop. */
  onEnd(listener: () => void): () => void;
  /** Lets a controller tremble; a hand does not. @param strength - 0 … 1. */
  rumble(side: XrSide, strength: number, millis: number): void;
}

/** What is shown for a hand that points, room metres. Written by input, drawn by the city. */
export interface XrPointer {
  /** Length of its ray; 0 hides it. */
  reachMetres: number;
  /** Brighter: it points at something. */
  isOnTarget: boolean;
}

/** What input shows in the room itself. One object, written, never replaced. */
export interface XrGuides {
  readonly pointers: Readonly<Record<XrSide, XrPointer>>;
  /** A teleport's arc from that side's hand to the place where it would lead; undefined: none. */
  arcFrom: XrSide | undefined;
  readonly arcEnd: { x: number; y: number; z: number };
  /** Darkness at the edge of what is seen, 0 … 1, while one slides. */
  vignette: number;
  /** A grid under the feet of whoever stands above the street. */
  hasPlatform: boolean;
}

/** Where the city stands around whoever is inside. */
export interface XrRig {
  readonly placement: CityPlacement;
  /** Where it will stand once it has grown dark, and the same as `placement` at all other times. */
  readonly goal: CityPlacement;
  /** It grows dark: `goal` is not reached yet. */
  readonly isFading: boolean;
  readonly guides: XrGuides;
  /** At once: the city is in a hand, or one slides. A fade that was under way leads nowhere. */
  place(placement: CityPlacement): void;
  /** Behind a fade of 150 ms each way; the latest wish counts. */
  fadeTo(placement: CityPlacement): void;
}

/** Boards in the room, which have to do with a hand before the city has. */
export interface XrBoards {
  /** How far along a side's ray the board is that it points at or touches, room metres; undefined: none. */
  reachOf(side: XrSide): number | undefined;
  /** Presses what that side points at. Returns true where that is a board, whether it can be pressed there or not. */
  press(side: XrSide): boolean;
  /** Opens or closes the menu on the wrist. */
  toggleMenu(): void;
}
