import { litLayer, type StoreState } from '#store/read.ts';

/** The newest position of which anything is lit, or undefined before the first. */
export function newestLitPosition(state: StoreState): number | undefined {
  const { cursor, tokens } = state;
  const newest = cursor.layer < 0 && !cursor.sweep ? cursor.position - 1 : cursor.position;
  const position = litLayerAt(state, newest) < 0 ? newest - 1 : newest;
  if (litLayerAt(state, position) < 0) return undefined;
  return position < tokens.length ? position : undefined;
}

/** The token one looks at: the selected one, else the newest that is lit. */
export function focusPosition(state: StoreState): number | undefined {
  return state.selectedPosition ?? newestLitPosition(state);
}

/** Highest lit layer of a position, −1 for none. */
export function litLayerAt(state: StoreState, position: number): number {
  const { cursor, hello } = state;
  if (position < 0 || !hello) return -1;
  return litLayer(cursor, position, hello.run.promptTokenCount, hello.model.layerCount);
}

/** The last layer that is computed: a changed run that stops early has none above. */
export function lastLayer({ branch, changes, hello }: StoreState): number {
  const stops =
    branch === 0 ? [] : changes.filter(({ change, isOn }) => isOn && change.kind === 'stop');
  return Math.min((hello?.model.layerCount ?? 0) - 1, ...stops.map(({ change }) => change.layer));
}
