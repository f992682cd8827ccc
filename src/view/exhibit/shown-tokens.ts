import { visibleText } from '#kit/visible-text.ts';
import type { StoreState } from '#store/read.ts';
import { litLayerAt } from '#view/focus-position.ts';

/** How many tokens an exhibit of a layer shows: positions 0 … count − 1 are lit there. */
export function shownCount(state: StoreState, layer: number): number {
  let count = 0;
  while (count < state.tokens.length && litLayerAt(state, count) >= layer) count += 1;
  return count;
}

const known = new WeakMap<StoreState['tokens'], readonly string[]>();

/** Names for a board's margins: the tokens' texts without quotes, invisible characters made visible. */
export function tokenNames({ tokens }: StoreState, count: number): readonly string[] {
  let names = known.get(tokens);
  if (!names) {
    names = tokens.map(({ text, bytes }) => visibleText(text, bytes));
    known.set(tokens, names);
  }
  return names.slice(0, count);
}

/**
 * Whether a layer's numbers exist: a `stop` leaves the layers above it uncomputed (SPEC.md, OV6).
 * What never came (a gap) proves nothing.
 */
export function isComputed({ overviews }: StoreState, layer: number, position: number): boolean {
  return overviews[position]?.lnScale[2 * layer] !== 0;
}
