import type { ModelShape } from '#contract/model-shape.ts';
import type { CameraPose } from '#contract/preview.ts';
import { postBinCount, residBinCount, zBinsPerHead } from '#contract/texel-layout.ts';
import { towerMiddleMetres } from '#plan/avenue-plan.ts';
import type { AvenuePlan } from '#plan/avenue-plan.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { paneRect } from '#plan/facade-plan.ts';
import type { WallSite } from '#plan/facade-plan.ts';
import { faceAlong, faceNormal, faces } from '#plan/face.ts';
import type { Face, FaceRect } from '#plan/face.ts';

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
export function nearWall(pose: CameraPose, plan: AvenuePlan): NearWall | undefined {
  const { position: eye, target } = pose;
  // Asked in every frame, and mostly from afar.
  if (Math.abs(eye.z) > cityMeasures.towerMetres / 2 + armsLengthMetres) return undefined;
  const position = Math.round(eye.x / cityMeasures.pitchMetres);
  const half = cityMeasures.towerMetres / 2;
  for (const candidate of [position, position - 1, position + 1]) {
    if (candidate < 0 || candidate >= plan.tokenCount) continue;
    const x = eye.x - towerMiddleMetres(candidate);
    for (const face of faces) {
      const normal = faceNormal(face);
      const along = faceAlong(face);
      const out = x * normal.x + eye.z * normal.z - half;
      const u = x * along.x + eye.z * along.z + half;
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
        position: candidate,
        face,
        u: u + sideways * shrink,
        height: height + upward * shrink,
        reach,
      };
    }
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

/** The panes nearest to the point looked at, nearest first, up to the highest lit layer. */
export function choosePanes(wall: NearWall, shape: ModelShape, litLayer: number): ChosenPane[] {
  const found: { readonly pane: ChosenPane; readonly metres: number }[] = [];
  const from = Math.max(0, Math.floor((wall.height - wall.reach) / cityMeasures.floorMetres));
  const to = Math.min(litLayer, Math.floor((wall.height + wall.reach) / cityMeasures.floorMetres));
  for (let layer = from; layer <= to; layer += 1) {
    for (const [site, binCount] of sites) {
      for (let bin = 0; bin < binCount(shape); bin += 1) {
        const rect = paneRect(site, bin, shape, wall.face);
        const metres = Math.hypot(
          (rect.left + rect.right) / 2 - wall.u,
          (rect.bottom + rect.top) / 2 + layer * cityMeasures.floorMetres - wall.height,
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
