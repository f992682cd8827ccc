import type { Ray } from '#contract/preview.ts';
import { towerMiddleMetres } from './avenue-plan.ts';
import { cityMeasures } from './city-measures.ts';
import { faceAlong, faceNormal } from './face.ts';
import { pointOnRay } from './pick-scene.ts';
import type { Picked, PickScene } from './pick-scene.ts';
import { emptySignColumn, signShare, writeSignColumn } from './sign-column.ts';
import { billboardBaseMetres, facingFace, signMeasures } from './sign-measures.ts';

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
  let found = -1;
  for (let position = 0; position < plan.tokenCount; position += 1) {
    if (scene.risenLayers(position) < plan.shape.layerCount) continue;
    const face = facingFace(eye, position, plan.tokenCount);
    const normal = faceNormal(face);
    const along = faceAlong(face);
    const middle = towerMiddleMetres(position);
    const x = middle + normal.x * out;
    const z = normal.z * out;
    const toward = ray.direction.x * normal.x + ray.direction.z * normal.z;
    if (toward === 0) continue;
    const distance = ((x - ray.origin.x) * normal.x + (z - ray.origin.z) * normal.z) / toward;
    if (distance <= 0 || distance >= nearest) continue;
    const height = ray.origin.y + ray.direction.y * distance - bottom;
    const sideways =
      (ray.origin.x + ray.direction.x * distance - middle) * along.x +
      (ray.origin.z + ray.direction.z * distance) * along.z;
    if (height < 0 || height > signMeasures.billboardHeightMetres) continue;
    if (Math.abs(sideways) > signMeasures.billboardWidthMetres / 2) continue;
    nearest = distance;
    found = position;
  }
  if (found < 0) return undefined;
  return {
    target: { kind: 'prediction', position: found },
    point: pointOnRay(ray, nearest),
    distanceMetres: nearest,
  };
}

const column = emptySignColumn();

function pickLens(ray: Ray, scene: PickScene): Picked | undefined {
  const { plan, eye } = scene;
  if (!scene.lens || scene.lens.position >= plan.tokenCount) return undefined;
  const { position: lensPosition, widthMetres, standingCount } = scene.lens;
  const placed = writeSignColumn(column, eye, {
    position: lensPosition,
    standingCount,
    preferredSide: 1,
    neededMetres: widthMetres,
  });
  const share = placed ? signShare(column, widthMetres, signMeasures.lensMostShare) : 0;
  if (share === 0) return undefined;
  // The signs' plane holds "right" and "up"; what is left of the ground plane is its normal.
  const { cornerX, cornerZ, rightX, rightZ, side } = column;
  const toward = ray.direction.x * -rightZ + ray.direction.z * rightX;
  if (toward === 0) return undefined;
  const distance =
    ((cornerX - ray.origin.x) * -rightZ + (cornerZ - ray.origin.z) * rightX) / toward;
  if (distance <= 0) return undefined;
  const point = pointOnRay(ray, distance);
  const beside = ((point.x - cornerX) * rightX + (point.z - cornerZ) * rightZ) * side;
  if (beside < 0 || beside > widthMetres * share) return undefined;
  const layer = Math.floor((point.y - cityMeasures.plinthHeightMetres) / cityMeasures.floorMetres);
  const risen = Math.min(scene.risenLayers(lensPosition), plan.shape.layerCount);
  if (layer < 0 || layer + 1 > risen) return undefined;
  return {
    target: { kind: 'lens', position: lensPosition, layer },
    point,
    distanceMetres: distance,
  };
}
