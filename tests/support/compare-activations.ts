import type { Precision } from '#contract/model-shape.ts';
import { requireTensor, type Safetensors } from '#contract/safetensors.ts';
import { bounds, largestDifference, rowError } from './bounds.ts';

interface ComparedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly seen: Float32Array;
  readonly wanted: Float32Array;
}

/** What is beyond the bounds, as sentences, for every tensor that `wanted` has. */
export function activationProblems(
  seen: Safetensors,
  wanted: Safetensors,
  precision: Precision,
): readonly string[] {
  return [...wanted.tensors].flatMap(([name, { shape }]) => {
    const tensor: ComparedTensor = {
      ...{ name, shape },
      seen: requireTensor(seen, name, 'F32', shape).data,
      wanted: requireTensor(wanted, name, 'F32').data,
    };
    if (name === 'logits') return logitProblems(tensor, precision);
    return isMap(name)
      ? [...rowProblems(tensor, precision), ...tokenProblems(tensor, precision)]
      : rowProblems(tensor, precision);
  });
}

function isMap(name: string): boolean {
  return name.endsWith('hook_attn_scores') || name.endsWith('hook_pattern');
}

function logitProblems({ seen, wanted }: ComparedTensor, precision: Precision): string[] {
  const difference = largestDifference(seen, wanted);
  return difference <= bounds[precision].logit ? [] : [`logits: ${String(difference)}`];
}

/** A row is a position's values; on scores and patterns one head's, over the keys of one query. */
function rowProblems(
  { name, shape, seen, wanted }: ComparedTensor,
  precision: Precision,
): string[] {
  const { rowRms, rowMax } = bounds[precision];
  const rowCount = isMap(name) ? (shape[0] ?? 0) * (shape[1] ?? 0) : (shape[0] ?? 0);
  const length = wanted.length / rowCount;
  return Array.from({ length: rowCount }, (_, row) => row).flatMap((row) => {
    const [begin, end] = [row * length, (row + 1) * length];
    const reference = wanted.subarray(begin, end);
    const { rms, max } = rowError(seen.subarray(begin, end), reference);
    // A score alone in its row can be nearly zero by cancellation, and then its own size says
    // nothing: rounding to int16 is judged by all heads' scores of that token (`tokenProblems`).
    const isAlone = reference.filter(Number.isFinite).length === 1;
    const rmsAllowed = precision === 'i16' && isAlone ? rowMax : rowRms;
    if (rms <= rmsAllowed && max <= rowMax) return [];
    return [`${name}, row ${String(row)}: rms ${String(rms)}, max ${String(max)}`];
  });
}

/** Scores and patterns again, all heads of a query together. */
function tokenProblems(
  { name, shape, seen, wanted }: ComparedTensor,
  precision: Precision,
): string[] {
  const [headCount = 0, queryCount = 0, keyCount = 0] = shape;
  return Array.from({ length: queryCount }, (_, query) => query).flatMap((query) => {
    const gathered = (values: Float32Array): number[] =>
      Array.from({ length: headCount }, (_, head) => {
        const begin = (head * queryCount + query) * keyCount;
        return [...values.subarray(begin, begin + query + 1)];
      }).flat();
    const { rms } = rowError(gathered(seen), gathered(wanted));
    return rms <= bounds[precision].rowRms
      ? []
      : [`${name}, token ${String(query)}: ${String(rms)}`];
  });
}
