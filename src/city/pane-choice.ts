import type { ModelShape } from '#contract/model-shape.ts';
import type { CameraPose } from '#contract/preview.ts';
import { postBinCount, residBinCount, zBinsPerHead } from '#contract/texel-layout.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { paneRect } from '#plan/facade-plan.ts';
import type { WallSite } from '#plan/facade-plan.ts';
import { faceAlong, faceNormal, faces } from '#plan/face.ts';
import type { Face, FaceRect } from '#plan/face.ts';
import { pointToTower } from '#plan/tower-place.ts';
import type { TowerPlace } from '#plan/tower-place.ts';

/** Nearer than this to the eye, a pane carries its number. */
export const armsLengthMetres = 1.3;
/** Most panes that carry their numbers at once. */
export const numberedPaneLimit = 180;

/** The part of a wall the eye is close to. */
export interface NearWall {
  readonly position: number;
  readonly face: Face;
  /** The point looked at, metres from the wall's left edge and above the lowest floor's base. */
  readonly u: number;
  readonly height: number;
  /** Metres on the wall around that point that are within arm's length. */
  readonly reach: number;
}

/** The wall at arm's length from the eye, or undefined. */
export function nearWall(pose: CameraPose, plan: CityPlan): NearWall | undefined {
  const { position: eye } = pose;
  for (const place of plan.shown) {
    const x = eye.x - place.x;
    const z = eye.z - place.z;
    // Asked in every frame, and mostly from afar.
    if (x * x + z * z > reachSquared) continue;
    const found = wallOf(place, pose);
    if (found) return found;
  }
  return undefined;
}

/** Squared distance from a tower's middle beyond which no wall of it is near. */
const reachSquared = (armsLengthMetres + cityMeasures.towerMetres) ** 2;

function wallOf(place: TowerPlace, pose: CameraPose): NearWall | undefined {
  const half = cityMeasures.towerMetres / 2;
  const eye = pointToTower(place, pose.position);
  const target = pointToTower(place, pose.target);
  for (const face of faces) {
    const normal = faceNormal(face);
    const along = faceAlong(face);
    const out = eye.x * normal.x + eye.z * normal.z - half;
    const u = eye.x * along.x + eye.z * along.z + half;
    if (out <= 0 || out > armsLengthMetres || Math.abs(u - half) > half + 0.5) continue;
    // Where the line of sight meets the wall, no farther than arm's length from the eye.
    const gaze = { x: target.x - eye.x, y: target.y - eye.y, z: target.z - eye.z };
    const toward = -(gaze.x * normal.x + gaze.z * normal.z);
    if (toward <= 1e-6) continue;
    const reach = Math.sqrt(armsLengthMetres ** 2 - out ** 2);
    const sideways = ((gaze.x * along.x + gaze.z * along.z) / toward) * out;
    const upward = (gaze.y / toward) * out;
    const shrink = Math.min(1, (0.7 * reach) / Math.max(1e-6, Math.hypot(sideways, upward)));
    const height = eye.y - cityMeasures.plinthHeightMetres;
    return {
      position: place.position,
      face,
      u: u + sideways * shrink,
      height: height + upward * shrink,
      reach,
    };
  }
  return undefined;
}

export interface ChosenPane {
  readonly site: WallSite;
  readonly layer: number;
  readonly bin: number;
  readonly rect: FaceRect;
}

const sites: readonly (readonly [WallSite, (shape: ModelShape) => number])[] = [
  ['attn.hook_z', (shape) => shape.headCount * zBinsPerHead],
  ['mlp.hook_post', () => postBinCount],
  ['hook_resid_post', () => residBinCount],
];

/**
 * The panes nearest to the point looked at, nearest first, up to the highest lit layer. Panes of
 * folded floors are too flat for a number.
 */
export function choosePanes(wall: NearWall, plan: CityPlan, litLayer: number): ChosenPane[] {
  const { floors, shape } = plan;
  const found: { readonly pane: ChosenPane; readonly metres: number }[] = [];
  const from = floors.layerAt(wall.height - wall.reach);
  const to = Math.min(litLayer, floors.layerAt(wall.height + wall.reach));
  for (let layer = from; layer <= to; layer += 1) {
    if (!floors.isOpen(layer)) continue;
    const base = floors.baseMetres(layer) - floors.baseMetres(0);
    for (const [site, binCount] of sites) {
      for (let bin = 0; bin < binCount(shape); bin += 1) {
        const rect = paneRect(site, bin, shape, wall.face);
        const metres = Math.hypot(
          (rect.left + rect.right) / 2 - wall.u,
          (rect.bottom + rect.top) / 2 + base - wall.height,
        );
        if (metres <= wall.reach) found.push({ pane: { site, layer, bin, rect }, metres });
      }
    }
  }
  return found
    .sort((a, b) => a.metres - b.metres)
    .slice(0, numberedPaneLimit)
    .map(({ pane }) => pane);
}
