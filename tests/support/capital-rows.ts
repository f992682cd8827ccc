import type { LayerSite } from '#contract/hook-site.ts';
import { requireTensor } from '#contract/safetensors.ts';
import { readReferenceTensors } from './reference.ts';

/** Rows of “The capital of France is” as PyTorch has them, one token at a time. */
export const capitalShape = { tokenCount: 5, layerCount: 30, headCount: 9, width: 576 } as const;
const { tokenCount, headCount } = capitalShape;
const reference = readReferenceTensors('capital');

/** One token's row; of patterns and scores [head, own keys]. */
export function capitalRow(site: LayerSite, layer: number, token: number): Float32Array {
  const { data } = requireTensor(reference, `blocks.${String(layer)}.${site}`, 'F32');
  if (site !== 'attn.hook_pattern' && site !== 'attn.hook_attn_scores') {
    const length = data.length / tokenCount;
    return data.subarray(token * length, (token + 1) * length);
  }
  const rows = Array.from({ length: headCount }, (_, head) => {
    const first = (head * tokenCount + token) * tokenCount;
    return [...data.subarray(first, first + token + 1)];
  });
  return Float32Array.from(rows.flat());
}

/** One head's weights over the keys 0 … query. */
export function capitalPattern(layer: number, head: number, query: number): Float32Array {
  const row = capitalRow('attn.hook_pattern', layer, query);
  return row.subarray(head * (query + 1), (head + 1) * (query + 1));
}

/** In float64, whatever the rows are. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? NaN) * (b[index] ?? NaN);
  return sum;
}

export function norm(row: ArrayLike<number>): number {
  return Math.sqrt(dot(row, row));
}

export function rootMeanSquare(row: ArrayLike<number>): number {
  return norm(row) / Math.sqrt(row.length);
}
