import { emptyDirections, encodeDirectionsMessage } from '#contract/directions-message.ts';
import type { ForwardPass } from '#contract/forward-pass.ts';
import { predictionCount } from '#contract/overview.ts';

export interface NeuronsOfLayer {
  readonly layer: number;
  /** At most as many as one message may ask for. */
  readonly neurons: readonly number[];
}

/**
 * Makes a directions message (SPEC.md, DIR), one slice per neuron. Returns the message.
 * @throws RangeError for a layer or neuron that is not there.
 */
export function* encodeDirections(
  forward: ForwardPass,
  { layer, neurons }: NeuronsOfLayer,
): Generator<undefined, ArrayBuffer, void> {
  const made = emptyDirections(layer, neurons);
  for (const [index, neuron] of neurons.entries()) {
    // A copy: the next call would write over what the last one lent.
    const direction = forward.borrowNeuronDirection(layer, neuron).slice();
    const values = aboveMean(forward.borrowDirectionLogits(direction));
    const [first, end] = [index * predictionCount, (index + 1) * predictionCount];
    const top = made.topToken.subarray(first, end);
    fillLargest(forward, values, top);
    for (const [rank, token] of top.entries()) made.topValue[first + rank] = values[token]!;
    const bottom = made.bottomToken.subarray(first, end);
    fillLargest(forward, values.map(opposite), bottom);
    for (const [rank, token] of bottom.entries()) made.bottomValue[first + rank] = values[token]!;
    yield;
  }
  return encodeDirectionsMessage(made).buffer;
}

/** What softmax heeds: logits less their mean over the vocabulary. Sums in float64. */
function aboveMean(logits: Float32Array): Float32Array {
  let sum = 0;
  for (const logit of logits) sum += logit;
  const mean = sum / logits.length;
  return logits.map((logit) => logit - mean);
}

function opposite(value: number): number {
  return -value;
}

/** Largest first, the smaller id first where they are equal. */
function fillLargest({ rowMath }: ForwardPass, values: Float32Array, tokens: Int32Array): void {
  rowMath.fillTopTokens(values, tokens, new Float32Array(tokens.length));
}
