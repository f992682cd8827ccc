import type { DecodedDirections } from './decoded-message.ts';
import { predictionCount } from './overview.ts';
import { encodeSafetensors } from './safetensors.ts';

/** What a directions message holds (SPEC.md, DIR1). */
export type Directions = Omit<DecodedDirections, 'type'>;

/** The blob, of its own memory. */
export function encodeDirectionsMessage(directions: Directions): Uint8Array<ArrayBuffer> {
  const { layer, neuron } = directions;
  const shape = [neuron.length, predictionCount];
  return encodeSafetensors({
    metadata: new Map([['kind', 'directions']]),
    tensors: new Map([
      ['layer', { dtype: 'U32', shape: [1], data: Uint32Array.of(layer) }],
      ['neuron', { dtype: 'U32', shape: [neuron.length], data: neuron }],
      ['top.token', { dtype: 'I32', shape, data: directions.topToken }],
      ['top.value', { dtype: 'F32', shape, data: directions.topValue }],
      ['bottom.token', { dtype: 'I32', shape, data: directions.bottomToken }],
      ['bottom.value', { dtype: 'F32', shape, data: directions.bottomValue }],
    ]),
  });
}

/** Room for the directions of so many neurons. */
export function emptyDirections(layer: number, neurons: readonly number[]): Directions {
  const count = neurons.length * predictionCount;
  return {
    layer,
    neuron: Uint32Array.from(neurons),
    topToken: new Int32Array(count),
    topValue: new Float32Array(count),
    bottomToken: new Int32Array(count),
    bottomValue: new Float32Array(count),
  };
}
