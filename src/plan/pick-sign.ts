import type { Ray } from '#contract/preview.ts';
import { cityMeasures } from './city-measures.ts';
import { columnHit } from './column-hit.ts';
import { faceAlong, faceNormal } from './face.ts';
import { pointOnRay } from './pick-scene.ts';
import type { Picked, PickScene } from './pick-scene.ts';
import { emptySignColumn, signShare, writeSignColumn } from './sign-column.ts';
import { billboardBaseMetres, facingFace, signMeasures } from './sign-measures.ts';
import { towerX, towerZ } from './tower-place.ts';
import type { TowerPlace } from './tower-place.ts';

/** The nearest billboard or lens sign on a ray. */
export function pickSign(ray: Ray, scene: PickScene): Picked | undefined {
  const lens = pickLens(ray, scene);
  const billboard = scene.billboardsShown ? pickBillboard(ray, scene) : undefined;
  if (!lens || !billboard) return lens ?? billboard;
  return lens.distanceMetres <= billboard.distanceMetres ? lens : billboard;
}

function pickBillboard(ray: Ray, scene: PickScene): Picked | undefined {
  const { plan, eye } = scene;
  const bottom = billboardBaseMetres(plan);
  const out = cityMeasures.towerMetres / 2 + signMeasures.billboardOutMetres;
  let nearest = Infinity;
  let found: TowerPlace | undefined;
  for (const place of plan.shown) {
    if (scene.risenLayers(place.position) < plan.shape.layerCount) continue;
    const face = facingFace(eye, place);
    const normal = faceNormal(face);
    const along = faceAlong(face);
    const x = towerX(place, ray.origin.x - place.x, ray.origin.z - place.z);
    const z = towerZ(place, ray.origin.x - place.x, ray.origin.z - place.z);
    const stepX = towerX(place, ray.direction.x, ray.direction.z);
    const stepZ = towerZ(place, ray.direction.x, ray.direction.z);
    const toward = stepX * normal.x + stepZ * normal.z;
    if (toward === 0) continue;
    const distance = (out - x * normal.x - z * normal.z) / toward;
    if (distance <= 0 || distance >= nearest) continue;
    const height = ray.origin.y + ray.direction.y * distance - bottom;
    const sideways = (x + stepX * distance) * along.x + (z + stepZ * distance) * along.z;
    if (height < 0 || height > signMeasures.billboardHeightMetres) continue;
    if (Math.abs(sideways) > signMeasures.billboardWidthMetres / 2) continue;
    nearest = distance;
    found = place;
  }
  if (!found) return undefined;
  return {
    target: { kind: 'prediction', position: found.position },
    point: pointOnRay(ray, nearest),
    distanceMetres: nearest,
  };
}

const column = emptySignColumn();

function pickLens(ray: Ray, scene: PickScene): Picked | undefined {
  const { plan, eye } = scene;
  if (!scene.lens) return undefined;
  const { position: lensPosition, widthMetres, standingCount } = scene.lens;
  const placed = writeSignColumn(column, plan, eye, {
    position: lensPosition,
    standingCount,
    preferredSide: 1,
    neededMetres: widthMetres,
  });
  const share = placed ? signShare(column, widthMetres, signMeasures.lensMostShare) : 0;
  if (share === 0) return undefined;
  const hit = columnHit(ray, column);
  if (!hit || hit.besideMetres < 0 || hit.besideMetres > widthMetres * share) return undefined;
  const { point, distanceMetres } = hit;
  const height = point.y - cityMeasures.plinthHeightMetres;
  const risen = Math.floor(Math.min(scene.risenLayers(lensPosition), plan.shape.layerCount));
  if (height < 0 || height >= plan.floors.climbMetres(risen)) return undefined;
  const layer = plan.floors.layerAt(height);
  if (!plan.floors.isOpen(layer)) return undefined;
  return {
    target: { kind: 'lens', position: lensPosition, layer },
    point,
    distanceMetres,
  };
}
