import { siteName, type LayerSite, type Site } from '#contract/hook-site.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { touchRow, type Float64Sources } from './float64-interventions.ts';

/** Matrices are [rows, columns] flat, rows in Hugging Face order (RoPE halves side by side). */
export interface Float64Weights {
  readonly shape: ModelShape;
  readonly epsilon: number;
  readonly ropeBase: number;
  readonly embedding: Float64Array;
  readonly unembedding: Float64Array;
  readonly finalGain: Float64Array;
  readonly layers: readonly {
    readonly ln1Gain: Float64Array;
    readonly q: Float64Array;
    readonly k: Float64Array;
    readonly v: Float64Array;
    readonly o: Float64Array;
    readonly ln2Gain: Float64Array;
    readonly gate: Float64Array;
    readonly up: Float64Array;
    readonly down: Float64Array;
  }[];
}

/** Rows of one run; a site a `stop` left uncomputed is not there. */
export interface Float64Run {
  readonly row: (site: Site, layer: number, position: number) => Float64Array;
  readonly has: (site: Site, layer: number) => boolean;
  readonly logits: (position: number) => Float64Array;
}

export interface Float64Options {
  readonly interventions?: readonly Intervention[];
  readonly sources?: Float64Sources;
}

/**
 * A Llama forward pass as plainly as it can be written (Touvron et al. 2023: RMSNorm before each
 * block, rotary positions, grouped-query attention, SwiGLU), in float64, every position at once,
 * nothing shared with the engine. Slow on purpose: it exists to be read and to be compared with.
 */
export function runFloat64(
  weights: Float64Weights,
  tokens: readonly number[],
  options: Float64Options = {},
): Float64Run {
  const pass = new Float64Pass(weights, tokens, options);
  return pass.run();
}

class Float64Pass {
  private readonly rows = new Map<string, Float64Array[]>();
  private readonly weights: Float64Weights;
  private readonly tokens: readonly number[];
  private readonly interventions: readonly Intervention[];
  private readonly sources: Float64Sources;

  constructor(weights: Float64Weights, tokens: readonly number[], options: Float64Options) {
    this.weights = weights;
    this.tokens = tokens;
    this.interventions = options.interventions ?? [];
    this.sources = options.sources ?? {};
  }

  run(): Float64Run {
    const { embedding, finalGain, unembedding, shape } = this.weights;
    const { width } = shape;
    let residual = this.each('hook_embed', 0, (position) => {
      const token = this.tokens[position] ?? 0;
      return embedding.slice(token * width, (token + 1) * width);
    });
    const lastLayer = this.lastLayer();
    for (let layer = 0; layer <= lastLayer; layer += 1) residual = this.runLayer(layer, residual);
    const normalized = this.norm('ln_final', 0, residual);
    this.each('logits', 0, (position) =>
      times(unembedding, scaled(normalized, position, finalGain)),
    );
    const row = (site: Site, layer: number, position: number): Float64Array => {
      const found = this.rows.get(siteName(site, layer))?.[position];
      if (!found) throw new Error(`no row for ${siteName(site, layer)} at ${String(position)}`);
      return found;
    };
    return {
      row,
      has: (site, layer) => this.rows.has(siteName(site, layer)),
      logits: (position) => row('logits', 0, position),
    };
  }

  /** Early exit: the lowest layer a `stop` names. */
  private lastLayer(): number {
    const stops = this.interventions.flatMap((entry) => (entry.op === 'stop' ? [entry.layer] : []));
    return Math.min(this.weights.shape.layerCount - 1, ...stops);
  }

  private runLayer(layer: number, input: readonly Float64Array[]): Float64Array[] {
    const weights = this.weights.layers[layer];
    if (!weights) throw new Error(`no layer ${String(layer)}`);
    const residual = this.each('hook_resid_pre', layer, (position) => copyOf(input, position));
    // A residual between two layers is one value with two names: changing one changes the other.
    if (layer > 0) this.rows.set(siteName('hook_resid_post', layer - 1), residual);
    const attention = this.attention(layer, this.norm('ln1', layer, residual));
    const middle = this.each('hook_resid_mid', layer, (position) =>
      sum(residual, attention, position),
    );
    const normalized = this.norm('ln2', layer, middle);
    const input2 = normalized.map((_, position) => scaled(normalized, position, weights.ln2Gain));
    const gate = this.each('mlp.hook_pre', layer, (position) =>
      times(weights.gate, at(input2, position)),
    );
    const up = this.each('mlp.hook_pre_linear', layer, (position) =>
      times(weights.up, at(input2, position)),
    );
    const post = this.each('mlp.hook_post', layer, (position) =>
      at(gate, position).map((g, n) => (g / (1 + Math.exp(-g))) * (at(up, position)[n] ?? NaN)),
    );
    const added = this.each('hook_mlp_out', layer, (position) =>
      times(weights.down, at(post, position)),
    );
    return this.each('hook_resid_post', layer, (position) => sum(middle, added, position));
  }

  /** x / sqrt(mean(x²) + ε); the gain comes after `hook_normalized`. */
  private norm(
    name: 'ln1' | 'ln2' | 'ln_final',
    layer: number,
    input: readonly Float64Array[],
  ): Float64Array[] {
    const scale = this.each(`${name}.hook_scale`, layer, (position) => {
      const row = at(input, position);
      const square = row.reduce((total, value) => total + value * value, 0);
      return Float64Array.of(Math.sqrt(square / row.length + this.weights.epsilon));
    });
    return this.each(`${name}.hook_normalized`, layer, (position) => {
      const divisor = at(scale, position)[0] ?? NaN;
      return at(input, position).map((value) => value / divisor);
    });
  }

  private attention(layer: number, normalized: readonly Float64Array[]): Float64Array[] {
    const weights = this.weights.layers[layer];
    if (!weights) throw new Error(`no layer ${String(layer)}`);
    const { headCount, kvHeadCount, headWidth } = this.weights.shape;
    const input = normalized.map((_, position) => scaled(normalized, position, weights.ln1Gain));
    const project = (site: LayerSite, matrix: Float64Array): Float64Array[] =>
      this.each(site, layer, (position) => times(matrix, at(input, position)));
    const q = project('attn.hook_q', weights.q);
    const k = project('attn.hook_k', weights.k);
    const v = project('attn.hook_v', weights.v);
    const rotQ = this.each('attn.hook_rot_q', layer, (position) =>
      this.rotated(at(q, position), position),
    );
    const rotK = this.each('attn.hook_rot_k', layer, (position) =>
      this.rotated(at(k, position), position),
    );
    const kvHeadOf = (head: number): number => Math.floor(head / (headCount / kvHeadCount));
    const scores = this.each('attn.hook_attn_scores', layer, (query) =>
      mapOf(headCount, query + 1, (head, key) => {
        let dot = 0;
        for (let i = 0; i < headWidth; i += 1) {
          const left = at(rotQ, query)[head * headWidth + i] ?? NaN;
          dot += left * (at(rotK, key)[kvHeadOf(head) * headWidth + i] ?? NaN);
        }
        return dot / Math.sqrt(headWidth);
      }),
    );
    const pattern = this.each('attn.hook_pattern', layer, (query) =>
      softmaxRows(at(scores, query), query + 1),
    );
    const z = this.each('attn.hook_z', layer, (query) =>
      mapOf(headCount, headWidth, (head, i) => {
        let total = 0;
        for (let key = 0; key <= query; key += 1) {
          const weight = at(pattern, query)[head * (query + 1) + key] ?? NaN;
          total += weight * (at(v, key)[kvHeadOf(head) * headWidth + i] ?? NaN);
        }
        return total;
      }),
    );
    return this.each('hook_attn_out', layer, (position) => times(weights.o, at(z, position)));
  }

  /** Rotary positions (Su et al. 2021): halves (x, y) of a head become (x·cos − y·sin, y·cos + x·sin). */
  private rotated(row: Float64Array, position: number): Float64Array {
    const { headWidth } = this.weights.shape;
    const half = headWidth / 2;
    return row.map((value, index) => {
      const inHead = index % headWidth;
      const angle = position * this.weights.ropeBase ** (-(inHead % half) / half);
      const partner = inHead < half ? -(row[index + half] ?? NaN) : (row[index - half] ?? NaN);
      return value * Math.cos(angle) + partner * Math.sin(angle);
    });
  }

  /** Computes a site's row at every position, applies the interventions there and keeps it. */
  private each(
    site: Site,
    layer: number,
    compute: (position: number) => Float64Array,
  ): Float64Array[] {
    const rows = this.tokens.map((_, position) => {
      const row = compute(position);
      if (site !== 'hook_embed' && site !== 'logits' && !site.startsWith('ln_final')) {
        const at = { site: site as LayerSite, layer, position, row };
        touchRow(this.interventions, at, this.weights.shape, this.sources);
      }
      return row;
    });
    this.rows.set(siteName(site, layer), rows);
    return rows;
  }
}

function at(rows: readonly Float64Array[], position: number): Float64Array {
  const row = rows[position];
  if (!row) throw new Error(`no position ${String(position)}`);
  return row;
}

function copyOf(rows: readonly Float64Array[], position: number): Float64Array {
  return at(rows, position).slice();
}

function sum(
  left: readonly Float64Array[],
  right: readonly Float64Array[],
  position: number,
): Float64Array {
  return at(left, position).map((value, index) => value + (at(right, position)[index] ?? NaN));
}

function scaled(rows: readonly Float64Array[], position: number, gain: Float64Array): Float64Array {
  return at(rows, position).map((value, index) => value * (gain[index] ?? NaN));
}

/** Matrix [rows, columns] times vector [columns]. */
function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const columns = vector.length;
  return Float64Array.from({ length: matrix.length / columns }, (_, row) => {
    let total = 0;
    for (let column = 0; column < columns; column += 1) {
      total += (matrix[row * columns + column] ?? NaN) * (vector[column] ?? NaN);
    }
    return total;
  });
}

function mapOf(
  rows: number,
  columns: number,
  compute: (row: number, column: number) => number,
): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, index) =>
    compute(Math.floor(index / columns), index % columns),
  );
}

/** Softmax over each row; a row of −∞ alone (every key knocked out) becomes zeros: nothing is read. */
function softmaxRows(scores: Float64Array, rowLength: number): Float64Array {
  return scores.map((score, index) => {
    const start = index - (index % rowLength);
    const row = scores.subarray(start, start + rowLength);
    const largest = Math.max(...row);
    if (largest === -Infinity) return 0;
    const total = row.reduce((all, value) => all + Math.exp(value - largest), 0);
    return Math.exp(score - largest) / total;
  });
}
