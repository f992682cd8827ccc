import type { StoreState } from '#store/read.ts';
import { tokenWords } from './token-words.ts';

/** "layer 23 · token 4 “␣is” · i16". */
export function placeWords(state: StoreState, position: number, layer?: number): string {
  const parts = [
    ...(layer === undefined ? [] : [`layer ${String(layer)}`]),
    `token ${String(position)} ${tokenWords(state, position)}`,
    state.hello?.run.precision ?? '',
  ];
  return parts.join(' · ');
}

/** Why a value has "≈" before it, and whether the exact one will come. */
export function roughWords(state: StoreState): string {
  return state.runSource === 'recording'
    ? 'Shown at display precision: the exact number is not recorded.'
    : 'Shown at display precision until the exact number is here.';
}

export const notCause =
  'A weight says how much is read, not what it causes; switching it off would be the test.';
