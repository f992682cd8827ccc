import type { CameraPose } from '#contract/preview.ts';
import { placeAbove, wholeModel, type ZoomPlace } from '#contract/zoom.ts';
import type { StoreState } from '#store/read.ts';
import type { InterpreterWorld } from './interpreter-world.ts';

/** Goes to a place, opens its floor and flies there. A layer the model does not have is not gone to. */
export function zoomTo(place: ZoomPlace, world: InterpreterWorld): void {
  const { commands, store, camera } = world;
  const { state } = store;
  if (!isPlace(place, state)) return;
  const left = layerOfPlace(state.zoom);
  const entered = layerOfPlace(place);
  const others = state.openLayers.filter((layer) => layer !== left);
  commands.zoomTo(place, entered === undefined ? others : [...others, entered]);
  if (place.level === 'token') commands.select(place.position);
  camera.flyTo(place.level === 'model' ? 'overview' : 'exhibit');
}

export function zoomOut(world: InterpreterWorld): void {
  const { zoom } = world.store.state;
  if (zoom.level !== 'model') zoomTo(placeAbove(zoom), world);
}

/** Opens or closes a floor where it stands. Closing the one that is looked at leaves it. */
export function setLayerOpen(layer: number, open: boolean, world: InterpreterWorld): void {
  const { commands, store } = world;
  const { zoom, openLayers } = store.state;
  if (!isPlace({ level: 'layer', layer }, store.state)) return;
  const others = openLayers.filter((each) => each !== layer);
  const isLeft = !open && layerOfPlace(zoom) === layer;
  commands.zoomTo(isLeft ? wholeModel : zoom, open ? [...others, layer] : others);
}

/** Where a shared view looks, and from where; a place or a floor that the model does not have is left out. */
export interface SharedZoom {
  readonly zoom?: ZoomPlace;
  readonly openLayers?: readonly number[];
  readonly camera?: CameraPose | undefined;
}

/** Goes to a shared place; the camera flies there only if the view does not say where the eye is. */
export function restoreZoom(
  shared: SharedZoom,
  { commands, store, camera }: InterpreterWorld,
): void {
  const { zoom = wholeModel, openLayers = [] } = shared;
  const place = isPlace(zoom, store.state) ? zoom : wholeModel;
  const layers = [...openLayers, layerOfPlace(place)].filter(
    (layer): layer is number =>
      layer !== undefined && isPlace({ level: 'layer', layer }, store.state),
  );
  if (place.level === 'model' && layers.length === 0) return;
  commands.zoomTo(place, layers);
  if (place.level !== 'model' && !shared.camera) camera.flyTo('exhibit');
}

function layerOfPlace(place: ZoomPlace): number | undefined {
  return place.level === 'model' || place.level === 'token' ? undefined : place.layer;
}

/** A position may be one whose token is still on its way: what is shown there says so. */
function isPlace(place: ZoomPlace, { hello }: StoreState): boolean {
  const layer = layerOfPlace(place);
  return (
    layer === undefined ||
    (Number.isInteger(layer) && layer >= 0 && layer < (hello?.model.layerCount ?? 0))
  );
}
