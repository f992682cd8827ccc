import type { XrSide } from './xr.ts';

/** Scales at which the city rests: on a table, as high as a room, life-size. */
export const xrScales = ['table', 'room', 'street'] as const;
export type XrScale = (typeof xrScales)[number];

/**
 * What somebody in a headset asks of the room they stand in. It moves the city around them or chooses
 * for their comfort, and changes nothing of the run: no intent, and in no recording.
 */
export type XrCommand =
  | { readonly kind: 'rest-at'; readonly scale: XrScale }
  /** That token's tower life-size within reach. */
  | { readonly kind: 'bring-tower'; readonly position: number }
  /** Up to a floor; null sets one down on the street. */
  | { readonly kind: 'lift'; readonly layer: number | null }
  /** Once to one's right (1) or left (−1), by the angle that was chosen. */
  | { readonly kind: 'turn'; readonly direction: 1 | -1 }
  /** The city a step larger (1) or smaller (−1). */
  | { readonly kind: 'resize'; readonly direction: 1 | -1 }
  | { readonly kind: 'set-moving'; readonly moving: 'teleport' | 'slide' }
  | { readonly kind: 'set-turn'; readonly degrees: 30 | 45 }
  /** The hand that points and pulls; the menu is at the other one. */
  | { readonly kind: 'set-main-hand'; readonly side: XrSide }
  /** Eyes of somebody who sits at the height of somebody who stands, and back. */
  | { readonly kind: 'calibrate-seat' }
  | { readonly kind: 'set-toggle-grip'; readonly on: boolean }
  /** Calls the headset's own keyboard, to write a sentence. */
  | { readonly kind: 'type-prompt' }
  | { readonly kind: 'leave' };

/** What holds in the room now: what a menu must know to offer these. */
export interface XrRoomState {
  readonly scale: XrScale;
  /** The floor one stands on; undefined on the street. */
  readonly liftedLayer: number | undefined;
  readonly moving: 'teleport' | 'slide';
  readonly turnDegrees: 30 | 45;
  readonly mainHand: XrSide;
  readonly isRaised: boolean;
  readonly togglesGrip: boolean;
  /** The headset brings a keyboard to type with. */
  readonly hasKeyboard: boolean;
}
