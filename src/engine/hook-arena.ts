import type { LayerSite } from '#contract/hook-site.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import type { Heap } from './heap.ts';

/** Positions that go through the layers together, at most: the rows an arena holds per layer. */
export const tileRows = 16;

/**
 * Sites kept per layer in the arena. The others are rows of a branch: residuals at the layers'
 * borders, rotated keys, values.
 */
const arenaSites = [
  'ln1.hook_scale',
  'ln1.hook_normalized',
  'attn.hook_q',
  'attn.hook_k',
  'attn.hook_rot_q',
  'attn.hook_attn_scores',
  'attn.hook_pattern',
  'attn.hook_z',
  'hook_attn_out',
  'hook_resid_mid',
  'ln2.hook_scale',
  'ln2.hook_normalized',
  'mlp.hook_pre',
  'mlp.hook_pre_linear',
  'mlp.hook_post',
  'hook_mlp_out',
] as const satisfies readonly LayerSite[];
export type ArenaSite = (typeof arenaSites)[number];

/** Addresses of the first of `tileRows` rows of each site of one layer. */
export type LayerHooks = Readonly<Record<ArenaSite, number>>;

export interface ArenaSize {
  /** Layers whose values are kept apart. With fewer than the model has, they take turns. */
  readonly layerCount: number;
  /** Keys a row of scores has room for. */
  readonly maxPositions: number;
}

/** Space for every intermediate value of one tile of positions, written by the kernels themselves. */
export class HookArena {
  private readonly layers: LayerHooks[] = [];
  private readonly rowFloats: Readonly<Record<ArenaSite, number>>;

  constructor(heap: Heap, shape: ModelShape, size: ArenaSize) {
    this.rowFloats = rowFloatsOf(shape, size.maxPositions);
    const layerBytes = arenaSites.reduce((sum, site) => sum + this.siteBytes(site), 0);
    let address = heap.allocate(layerBytes * size.layerCount);
    for (let layer = 0; layer < size.layerCount; layer += 1) {
      const hooks: Partial<Record<ArenaSite, number>> = {};
      for (const site of arenaSites) {
        hooks[site] = address;
        address += this.siteBytes(site);
      }
      this.layers.push(hooks as LayerHooks);
    }
  }

  hooksOf(layer: number): LayerHooks {
    return this.layers[layer % this.layers.length]!;
  }

  /** Bytes from one position's row to the next. Scores and patterns fill only [headCount, keyCount] of it. */
  rowBytes(site: ArenaSite): number {
    return this.rowFloats[site] * 4;
  }

  private siteBytes(site: ArenaSite): number {
    return Math.ceil((this.rowBytes(site) * tileRows) / 64) * 64;
  }
}

export function isArenaSite(site: string): site is ArenaSite {
  return (arenaSites as readonly string[]).includes(site);
}

function rowFloatsOf(shape: ModelShape, maxPositions: number): Record<ArenaSite, number> {
  const { width, neuronCount, headCount, kvHeadCount, headWidth } = shape;
  const heads = headCount * headWidth;
  return {
    'ln1.hook_scale': 1,
    'ln1.hook_normalized': width,
    'attn.hook_q': heads,
    'attn.hook_k': kvHeadCount * headWidth,
    'attn.hook_rot_q': heads,
    'attn.hook_attn_scores': headCount * maxPositions,
    'attn.hook_pattern': headCount * maxPositions,
    'attn.hook_z': heads,
    hook_attn_out: width,
    hook_resid_mid: width,
    'ln2.hook_scale': 1,
    'ln2.hook_normalized': width,
    'mlp.hook_pre': neuronCount,
    'mlp.hook_pre_linear': neuronCount,
    'mlp.hook_post': neuronCount,
    hook_mlp_out: width,
  };
}
