import type { Target } from '#contract/intent.ts';
import type { Ray, Vec3 } from '#contract/preview.ts';
import {
  attentionBaseMetres,
  cityMeasures,
  feedForwardBaseMetres,
  windowSpanMetres,
} from './city-measures.ts';
import { paneRect } from './facade-plan.ts';
import { faceAlong } from './face.ts';
import type { Face } from './face.ts';
import { pointOnRay } from './pick-scene.ts';
import type { Picked, PickScene } from './pick-scene.ts';
import { towerX, towerZ } from './tower-place.ts';
import type { TowerPlace } from './tower-place.ts';
import { wallCellAt } from './wall-lookup.ts';

/** The nearest tower or plinth on a ray, and what stands at the point where the ray meets it. */
export function pickTower(ray: Ray, scene: PickScene): Picked | undefined {
  const { plan } = scene;
  let nearest = Infinity;
  let found: TowerPlace | undefined;
  let onPlinth = false;
  let axis = 0;
  let sign = 0;
  for (const candidate of plan.shown) {
    turnRay(ray, candidate);
    for (const plinth of [true, false]) {
      const height = plinth ? cityMeasures.plinthHeightMetres : bodyMetres(candidate, scene);
      if (height === 0) continue;
      if (!enterBox(plinth, height) || span.near >= nearest) continue;
      nearest = span.near;
      found = candidate;
      onPlinth = plinth;
      axis = span.axis;
      sign = span.sign;
    }
  }
  if (!found) return undefined;
  const point = pointOnRay(ray, nearest);
  const isWall = !onPlinth && axis !== 1;
  const target: Target = isWall
    ? wallTarget(point, { place: found, face: faceOf(axis, sign) }, nearest, scene)
    : { kind: 'token', position: found.position };
  return { target, point, distanceMetres: nearest };
}

/** The ray in the coordinates of one tower; one record, reused. */
const local = { x: 0, y: 0, z: 0, stepX: 0, stepY: 0, stepZ: 0 };

function turnRay({ origin, direction }: Ray, place: TowerPlace): void {
  const x = origin.x - place.x;
  const z = origin.z - place.z;
  local.x = towerX(place, x, z);
  local.y = origin.y;
  local.z = towerZ(place, x, z);
  local.stepX = towerX(place, direction.x, direction.z);
  local.stepY = direction.y;
  local.stepZ = towerZ(place, direction.x, direction.z);
}

/** The stretch of the ray inside the box so far, and the side it entered by. */
const span = { near: 0, far: Infinity, axis: -1, sign: 0 };

/** Height of what stands on a plinth: the floors the replay has climbed and the parapet on top. */
function bodyMetres({ position }: TowerPlace, { plan, risenLayers }: PickScene): number {
  const risen = Math.min(risenLayers(position), plan.shape.layerCount);
  return risen > 0 ? plan.floors.climbMetres(risen) + cityMeasures.parapetMetres : 0;
}

/** Slab test of a tower's body or plinth. False when the ray misses it or starts inside. */
function enterBox(plinth: boolean, boxMetres: number): boolean {
  const half = (plinth ? cityMeasures.plinthMetres : cityMeasures.towerMetres) / 2;
  span.near = 0;
  span.far = Infinity;
  span.axis = -1;
  if (!cutSpan(0, local.x + half, local.stepX, 2 * half)) return false;
  const bottom = plinth ? 0 : cityMeasures.plinthHeightMetres;
  if (!cutSpan(1, local.y - bottom, local.stepY, boxMetres)) return false;
  return cutSpan(2, local.z + half, local.stepZ, 2 * half) && span.axis >= 0;
}

/** Cuts the stretch to what lies between two planes, 0 and `width`; false when nothing is left. */
function cutSpan(axis: number, start: number, step: number, width: number): boolean {
  if (step === 0) return start >= 0 && start <= width;
  const first = ((step > 0 ? 0 : width) - start) / step;
  const last = ((step > 0 ? width : 0) - start) / step;
  if (first > span.near) {
    span.near = first;
    span.axis = axis;
    span.sign = step > 0 ? -1 : 1;
  }
  span.far = Math.min(span.far, last);
  return span.near <= span.far;
}

function faceOf(axis: number, sign: number): Face {
  if (axis === 0) return sign > 0 ? 'right' : 'left';
  return sign > 0 ? 'back' : 'street';
}

/** As fine as it can be told apart from there: window, bay, storey, floor. */
function wallTarget(
  point: Vec3,
  wall: { readonly place: TowerPlace; readonly face: Face },
  distance: number,
  scene: PickScene,
): Target {
  const { plan, toleranceRadians } = scene;
  const { place, face } = wall;
  const { position } = place;
  const { floors } = plan;
  const height = point.y - cityMeasures.plinthHeightMetres;
  const risen = Math.min(scene.risenLayers(position), plan.shape.layerCount);
  if (height > floors.climbMetres(risen)) return { kind: 'token', position };
  const layer = floors.layerAt(height);
  const share = floors.heightShare(layer);
  const along = faceAlong(face);
  const x = point.x - place.x;
  const z = point.z - place.z;
  const u =
    cityMeasures.towerMetres / 2 + towerX(place, x, z) * along.x + towerZ(place, x, z) * along.z;
  const v = (point.y - floors.baseMetres(layer)) / share;
  const cell = wallCellAt(u, v, face, plan.shape);
  if (cell.kind === 'floor') return { kind: 'layer', layer };
  const smallest = 2 * toleranceRadians * distance;
  const pane = paneRect(cell.site, cell.bin, plan.shape, face);
  if (Math.min(pane.right - pane.left, (pane.top - pane.bottom) * share) >= smallest) {
    return { kind: 'bin', site: cell.site, position, layer, bin: cell.bin };
  }
  if (cell.site === 'attn.hook_z') {
    return windowSpanMetres / plan.shape.headCount >= smallest
      ? { kind: 'head', position, layer, head: cell.head }
      : { kind: 'attention', position, layer };
  }
  if (cell.site === 'mlp.hook_post') return { kind: 'feed-forward', position, layer };
  // The spine runs past both storeys: from afar it is the storey at its side.
  const isLower = v < (attentionBaseMetres + cityMeasures.storeyMetres + feedForwardBaseMetres) / 2;
  return { kind: isLower ? 'attention' : 'feed-forward', position, layer };
}
