import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import type { Vec3 } from '#contract/preview.ts';
import { texelLayout } from '#contract/texel-layout.ts';
import type { StoreyName } from '#contract/zoom.ts';
import { branchCurve, type BranchPoint, type BranchWay } from '#plan/story-branches.ts';
import type { Settings } from '#store/read.ts';

/**
 * Texels of a branch, in the direction in which information flows: start and radius; bend and when it
 * is lit, in layers; end and, of a read, its collar's light (−1: none) or, of a write, the share of its
 * particles; light, linear, and metres its particles rise on the spine, negative where it takes away.
 */
export const branchTexels = 4;
const branchFloats = branchTexels * 4;
/** Points of light of a storey that adds at the top of the wash's scale or above. */
export const particlesPerStorey = 8;

const storeys: readonly StoreyName[] = ['attention', 'feed-forward'];
const ways: readonly BranchWay[] = ['read', 'write'];
/** Branches of a layer, in this order: for each storey the one it reads by, then the one it writes by. */
export const branchesPerLayer = storeys.length * ways.length;

/** The façade's own hues, at luminance 1. */
const coolHue = [0.2217, 1.1085, 2.217] as const;
const warmHue = [1.8221, 0.8382, 0.1822] as const;
const readLight = [0.16, 0.175, 0.2] as const;
const readRadiusMetres = 0.007;
const thinnestMetres = 0.006;
const thickestMetres = 0.048;
/** As the façade dims what is not isolated, and what is folded. */
const dimmedShare = 0.1;
const foldedShare = 0.35;

export interface BranchLook {
  readonly shape: ModelShape;
  readonly overview: DecodedOverview;
  readonly settings: Pick<Settings, 'shown' | 'isolatedLayer'>;
  /** A point before the tower's street wall, city metres. */
  readonly pointAt: (layer: number, at: BranchPoint) => Vec3;
  readonly isFolded: (layer: number) => boolean;
}

/** Number of particles of a storey for what it adds, by its wash code 0 … 255: their density. */
export function particleCount(washCode: number): number {
  return Math.round((particlesPerStorey * washCode) / 255);
}

/** Writes a record for every branch of a tower; those of layers that were not computed are nothing. */
export function writeBranches(recordsArray: Float32Array, look: BranchLook): void {
  recordsArray.fill(0);
  const { layerCount } = look.shape;
  for (let layer = 0; layer < layerCount; layer += 1) {
    if (!((look.overview.lnScale[2 * layer] ?? 0) > 0)) continue;
    storeys.forEach((storey, kind) => {
      if (!look.settings.shown[storey] || !look.settings.shown.residual) return;
      ways.forEach((way, nth) => {
        const at = (layer * branchesPerLayer + kind * ways.length + nth) * branchFloats;
        writeCurve(recordsArray, at, { layer, storey, way, look });
        recordsArray[at + 7] = layer + kind * 0.5;
        if (way === 'read') writeRead(recordsArray, at, { layer, kind, look });
        else writeWrite(recordsArray, at, { layer, kind, look });
      });
    });
  }
}

interface Branch {
  readonly layer: number;
  readonly kind: number;
  readonly look: BranchLook;
}

/** One of the numbers the façade is lit by, 0 … 255. */
function texelOf(look: BranchLook, layer: number, column: number): number {
  return look.overview.texels[layer * texelLayout(look.shape).width + column] ?? 0;
}

function writeRead(recordsArray: Float32Array, at: number, { layer, kind, look }: Branch): void {
  const share = shareOf(look, layer);
  const scale = texelOf(look, layer, texelLayout(look.shape).scale.first + kind) / 255;
  recordsArray[at + 3] = readRadiusMetres;
  recordsArray[at + 11] = scale * scale * 1.3 * share;
  readLight.forEach((light, channel) => {
    recordsArray[at + 12 + channel] = light * share;
  });
}

function writeWrite(recordsArray: Float32Array, at: number, { layer, kind, look }: Branch): void {
  const columns = texelLayout(look.shape);
  const code = texelOf(look, layer, columns.added.first + kind);
  const added = code / 255;
  const light = (0.03 + 0.95 * added * added) * shareOf(look, layer);
  recordsArray[at + 3] = thinnestMetres + (thickestMetres - thinnestMetres) * added;
  recordsArray[at + 11] = particleCount(code) / particlesPerStorey;
  (kind === 0 ? coolHue : warmHue).forEach((hue, channel) => {
    recordsArray[at + 12 + channel] = hue * light;
  });
  const spine = { u: 0, v: 0, out: 0 };
  const rise = look.pointAt(layer + 1, spine).y - look.pointAt(layer, spine).y;
  const takesAway = texelOf(look, layer, columns.against.first + kind) > 127;
  recordsArray[at + 15] = takesAway ? -rise : rise;
}

function shareOf(look: BranchLook, layer: number): number {
  const { isolatedLayer } = look.settings;
  const isolated = isolatedLayer === null || isolatedLayer === layer ? 1 : dimmedShare;
  return isolated * (look.isFolded(layer) ? foldedShare : 1);
}

function writeCurve(
  recordsArray: Float32Array,
  at: number,
  branch: {
    readonly layer: number;
    readonly storey: StoreyName;
    readonly way: BranchWay;
    readonly look: BranchLook;
  },
): void {
  branchCurve(branch.storey, branch.way).forEach((point, nth) => {
    const { x, y, z } = branch.look.pointAt(branch.layer, point);
    recordsArray[at + 4 * nth] = x;
    recordsArray[at + 4 * nth + 1] = y;
    recordsArray[at + 4 * nth + 2] = z;
  });
}
