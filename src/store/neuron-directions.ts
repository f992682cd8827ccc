import type { DecodedDirections } from '#contract/decoded-message.ts';
import { directionKey, type NeuronDirection, type TokenEffect } from './read.ts';

/** Neurons kept: more than anyone names at once, and little beside a run's overviews. */
const neuronLimit = 4096;

/** The directions with those of the message; beyond the limit the first to have come go. */
export function withDirections(
  known: ReadonlyMap<string, NeuronDirection>,
  message: DecodedDirections,
): ReadonlyMap<string, NeuronDirection> {
  const { layer, neuron, topToken, topValue, bottomToken, bottomValue } = message;
  const all = new Map(known);
  const perNeuron = topToken.length / neuron.length;
  for (const [index, each] of neuron.entries()) {
    const effects = (tokens: Int32Array, values: Float32Array): TokenEffect[] =>
      Array.from(tokens.subarray(index * perNeuron, (index + 1) * perNeuron), (token, rank) => ({
        token,
        value: values[index * perNeuron + rank] ?? 0,
      }));
    all.set(directionKey(layer, each), {
      top: effects(topToken, topValue),
      bottom: effects(bottomToken, bottomValue),
    });
  }
  for (const key of all.keys()) {
    if (all.size <= neuronLimit) break;
    all.delete(key);
  }
  return all;
}
