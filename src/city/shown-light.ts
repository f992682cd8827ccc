import type { ChangeEntry } from '#contract/change.ts';
import type { HeldGrip, PreviewState } from '#contract/preview.ts';
import type { RunState, StoreState } from '#store/read.ts';
import { showsDifference } from '#view/difference-legend.ts';
import { uncutLayers } from './replay-front.ts';

const noChanges: RunState['changes'] = [];

/** Changes as they are asked for: those that are computed now, else those of the run that is shown. */
export function askedChanges({ pendingChanges, changes, branch }: RunState): RunState['changes'] {
  return pendingChanges?.entries ?? (branch === 0 ? noChanges : changes);
}

/** Whether a layer's floor is taken out of the towers. */
export function isGone(state: RunState, layer: number): boolean {
  return askedChanges(state).some(
    ({ change, isOn }) => isOn && change.kind === 'layer' && change.layer === layer,
  );
}

/**
 * The last layer that is lit: above a stop that is asked for nothing will be computed, above one of
 * the run that is shown nothing was. More than any model has where there is none.
 */
export function stopLayer(state: RunState): number {
  const shown = state.branch === 0 ? noChanges : state.changes;
  return Math.min(lowestStop(askedChanges(state)), lowestStop(shown));
}

function lowestStop(changes: RunState['changes']): number {
  let lowest = uncutLayers;
  for (const { change, isOn } of changes) {
    if (isOn && change.kind === 'stop') lowest = Math.min(lowest, change.layer);
  }
  return lowest;
}

/**
 * The last layer under the cutting plane: where a hand holds it, else at the chosen cut, else above all
 * floors; −1 before there is a model.
 */
export function bladeLayer({ settings, hello }: StoreState, { held }: PreviewState): number {
  let layer = settings.cutLayer;
  for (const { grip } of held) if (grip.verb === 'slice') layer = grip.layer;
  return layer ?? (hello?.model.layerCount ?? 0) - 1;
}

/** Floors that stand where the towers are laid open. */
export function cutLayers(state: StoreState, preview: PreviewState): number {
  const layer = bladeLayer(state, preview);
  const layerCount = state.hello?.model.layerCount ?? 0;
  // Above the last floor there is nothing to cut away.
  return layer < 0 || layer >= layerCount - 1 ? uncutLayers : layer + 1;
}

/** Whether towers look otherwise than their numbers alone make them look. */
export function hasChangedLook(state: StoreState, preview: PreviewState): boolean {
  return (
    showsDifference(state) ||
    askedChanges(state).some(takesFloor) ||
    stopLayer(state) < uncutLayers ||
    preview.held.some(isOfFloor) ||
    cutLayers(state, preview) < uncutLayers
  );
}

// Asked every frame: no closures are made for it.
function takesFloor({ change, isOn }: ChangeEntry): boolean {
  return isOn && change.kind === 'layer';
}

function isOfFloor({ grip }: HeldGrip): boolean {
  return grip.verb === 'grab';
}
