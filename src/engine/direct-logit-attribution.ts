import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import { siteName, type Site } from '#contract/hook-site.ts';
import { computedLayerCount } from './logit-lens.ts';

/**
 * What the token's logit is compared with. Alone, it carries a part common to all tokens, which
 * softmax ignores and which ranks components wrongly.
 */
export type AttributionBaseline = 'none' | 'vocabulary-mean' | { readonly rival: number };

export interface AttributionRequest {
  readonly position: number;
  readonly token: number;
  readonly baseline: AttributionBaseline;
}

export interface Attribution {
  /** `embed`, then `blocks.{l}.hook_attn_out` and `blocks.{l}.hook_mlp_out`: each one's part of `total`, in logits. */
  readonly parts: ReadonlyMap<string, number>;
  /** The token's logit less the baseline's, as the forward pass computed them. */
  readonly total: number;
  /** `total` less the sum of the parts: rounding, and what interventions wrote into the residual stream itself. */
  readonly residue: number;
}

/**
 * Direct logit attribution (Elhage et al. 2021): the residual stream is a sum, the final norm with
 * its scale σ held fixed is linear, so each component c has a part c · (g ⊙ (W_U[t] − baseline)) / σ
 * of the logit. Sums in float64.
 */
export class DirectLogitAttribution {
  private readonly pass: ForwardPass;
  private meanDirectionArray: Float64Array | undefined;

  constructor(pass: ForwardPass) {
    this.pass = pass;
  }

  /** The first one with the baseline `vocabulary-mean` reads the whole unembedding: some tens of milliseconds. */
  attribute(branch: Branch, request: AttributionRequest): Attribution {
    const { position, token, baseline } = request;
    const direction = this.directionOf(token, baseline);
    const scale = branch.borrowRow('ln_final.hook_scale', 0, position)[0]!;
    const parts = new Map<string, number>();
    let sum = 0;
    const read = (name: string, site: Site, layer: number): void => {
      const part = dot(branch.borrowRow(site, layer, position), direction) / scale;
      parts.set(name, part);
      sum += part;
    };
    read('embed', 'hook_embed', 0);
    const layerCount = computedLayerCount(this.pass, branch);
    for (let layer = 0; layer < layerCount; layer += 1) {
      for (const site of ['hook_attn_out', 'hook_mlp_out'] as const) {
        read(siteName(site, layer), site, layer);
      }
    }
    const logits = branch.borrowRow('logits', 0, position);
    const total = logits[token]! - baselineLogit(logits, baseline);
    return { parts, total, residue: total - sum };
  }

  private directionOf(token: number, baseline: AttributionBaseline): Float64Array {
    const direction = Float64Array.from(this.pass.borrowUnembeddingDirection(token));
    if (baseline === 'none') return direction;
    const other =
      baseline === 'vocabulary-mean'
        ? this.meanDirection()
        : this.pass.borrowUnembeddingDirection(baseline.rival);
    return direction.map((value, index) => value - other[index]!);
  }

  private meanDirection(): Float64Array {
    if (this.meanDirectionArray) return this.meanDirectionArray;
    const { width, vocabularySize } = this.pass.shape;
    const mean = new Float64Array(width);
    for (let token = 0; token < vocabularySize; token += 1) {
      const row = this.pass.borrowUnembeddingDirection(token);
      for (let index = 0; index < width; index += 1) mean[index]! += row[index]!;
    }
    for (let index = 0; index < width; index += 1) mean[index]! /= vocabularySize;
    this.meanDirectionArray = mean;
    return mean;
  }
}

function baselineLogit(logits: Float32Array, baseline: AttributionBaseline): number {
  if (baseline === 'none') return 0;
  if (baseline !== 'vocabulary-mean') return logits[baseline.rival]!;
  let sum = 0;
  for (const logit of logits) sum += logit;
  return sum / logits.length;
}

function dot(row: Float32Array, direction: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < row.length; index += 1) sum += row[index]! * direction[index]!;
  return sum;
}
