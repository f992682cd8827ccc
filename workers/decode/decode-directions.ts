import { directionLimit } from '#contract/control-message.ts';
import type { DecodedDirections } from '#contract/decoded-message.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { directionsTensors, predictionCount } from '#contract/overview.ts';
import type { Safetensors } from '#contract/safetensors.ts';
import { demand } from './message-rejection.ts';
import { checkTensors, requireRange } from './read-tensors.ts';

/**
 * SPEC.md, DIR.
 * @throws MessageRejection
 */
export function decodeDirections(blob: Safetensors, shape: ModelShape): DecodedDirections {
  const neuronCount = blob.tensors.get('neuron')?.data.length ?? 0;
  demand(
    neuronCount > 0 && neuronCount <= directionLimit,
    `${String(neuronCount)} neurons are not 1 … ${String(directionLimit)}.`,
  );
  const tensors = checkTensors(blob, directionsTensors(neuronCount));
  requireRange('layer', tensors.u32('layer'), 0, shape.layerCount - 1);
  requireRange('neuron', tensors.u32('neuron'), 0, shape.neuronCount - 1);
  for (const end of ['top', 'bottom'] as const) {
    const values = tensors.f32(`${end}.value`);
    requireRange(`${end}.token`, tensors.i32(`${end}.token`), 0, shape.vocabularySize - 1);
    requireRange(`${end}.value`, values, -3.4e38, 3.4e38);
    requireOrder(`${end}.value`, values, end === 'top' ? -1 : 1);
  }
  return {
    type: 'directions',
    layer: tensors.u32('layer')[0]!,
    neuron: tensors.u32('neuron'),
    topToken: tensors.i32('top.token'),
    topValue: tensors.f32('top.value'),
    bottomToken: tensors.i32('bottom.token'),
    bottomValue: tensors.f32('bottom.value'),
  };
}

/** Each neuron's values rise (1) or fall (−1); equal ones may follow one another. */
function requireOrder(name: string, values: Float32Array, sense: 1 | -1): void {
  for (let i = 1; i < values.length; i++) {
    const isFirst = i % predictionCount === 0;
    if (isFirst || sense * (values[i]! - values[i - 1]!) >= 0) continue;
    demand(false, `The tensor ${name} is not in order.`);
  }
}
