import type { ModelShape } from '#contract/model-shape.ts';
import type { TensorRule } from '#contract/overview.ts';
import type { Safetensors } from '#contract/safetensors.ts';
import type { Tensor } from '#contract/safetensors-dtype.ts';
import { demand, reject } from './message-rejection.ts';

/** A message's tensors by name, each checked against its rule (SPEC.md, MSG9). */
export interface CheckedTensors {
  f32(name: string): Float32Array<ArrayBuffer>;
  i32(name: string): Int32Array<ArrayBuffer>;
  u32(name: string): Uint32Array<ArrayBuffer>;
  u16(name: string): Uint16Array<ArrayBuffer>;
  u8(name: string): Uint8Array<ArrayBuffer>;
}

/** Rounding that a log-probability may show above 0. */
const logprobSlack = 1e-4;

/**
 * Checks that exactly the tensors of `rules` are there, of the right type and shape.
 * @throws MessageRejection
 */
export function checkTensors(blob: Safetensors, rules: readonly TensorRule[]): CheckedTensors {
  demand(
    blob.tensors.size === rules.length,
    `The message has ${String(blob.tensors.size)} tensors, not ${String(rules.length)}.`,
  );
  for (const rule of rules) {
    const tensor = blob.tensors.get(rule.name);
    demand(tensor !== undefined, `The tensor ${rule.name} is missing.`);
    // The words only where they are needed: this runs for each tensor of each message.
    if (!fits(tensor, rule)) {
      const wanted = rule.shape.map((size) => String(size ?? 'n')).join(', ');
      reject(`The tensor ${rule.name} is ${described(tensor)}, not ${rule.dtype} [${wanted}].`);
    }
  }
  const data = (name: string): unknown => blob.tensors.get(name)?.data;
  return {
    f32: (name) => data(name) as Float32Array<ArrayBuffer>,
    i32: (name) => data(name) as Int32Array<ArrayBuffer>,
    u32: (name) => data(name) as Uint32Array<ArrayBuffer>,
    u16: (name) => data(name) as Uint16Array<ArrayBuffer>,
    u8: (name) => data(name) as Uint8Array<ArrayBuffer>,
  };
}

/**
 * Checks that every value lies in low … high; NaN never does.
 * @throws MessageRejection
 */
export function requireRange(
  name: string,
  values: Float32Array | Int32Array | Uint32Array,
  low: number,
  high: number,
): void {
  for (const value of values) {
    if (!(value >= low && value <= high)) {
      reject(
        `The tensor ${name} holds ${String(value)}, outside ${String(low)} … ${String(high)}.`,
      );
    }
  }
}

/**
 * Checks natural logarithms of probabilities.
 * @throws MessageRejection
 */
export function requireLogprobs(name: string, values: Float32Array): void {
  requireRange(name, values, -3.4e38, logprobSlack);
}

/**
 * Checks `prediction.token` and `prediction.logprob`: one prediction of so many tokens after the other.
 * @throws MessageRejection
 */
export function requirePredictions(
  tensors: CheckedTensors,
  { vocabularySize }: ModelShape,
  tokensEach: number,
): void {
  requireRange('prediction.token', tensors.i32('prediction.token'), 0, vocabularySize - 1);
  const logprob = tensors.f32('prediction.logprob');
  requireLogprobs('prediction.logprob', logprob);
  for (let i = 0; i < logprob.length; i++) {
    const isFirst = i % tokensEach === 0;
    if (!isFirst && logprob[i]! > logprob[i - 1]!) {
      reject('A prediction is not sorted, likeliest first.');
    }
  }
}

function fits(tensor: Tensor, rule: TensorRule): boolean {
  return (
    tensor.dtype === rule.dtype &&
    tensor.shape.length === rule.shape.length &&
    rule.shape.every((size, axis) => size === null || size === tensor.shape[axis])
  );
}

function described(tensor: Tensor): string {
  return `${tensor.dtype} [${tensor.shape.slice(0, 8).join(', ')}]`;
}
