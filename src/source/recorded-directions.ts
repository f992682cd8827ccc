import { emptyDirections, encodeDirectionsMessage } from '#contract/directions-message.ts';
import { predictionCount } from '#contract/overview.ts';
import { decodeSafetensors, requireTensor } from '#contract/safetensors.ts';
import type { RecordedItem } from './mcap-recording.ts';

/** One neuron's tokens and values, [5] each. */
interface RecordedNeuron {
  readonly topToken: Int32Array;
  readonly topValue: Float32Array;
  readonly bottomToken: Int32Array;
  readonly bottomValue: Float32Array;
}

/** Neurons by "layer/neuron". */
export type RecordedDirections = ReadonlyMap<string, RecordedNeuron>;

export function readRecordedDirections(items: readonly RecordedItem[]): RecordedDirections {
  const all = new Map<string, RecordedNeuron>();
  for (const { data } of items) {
    const blob = decodeSafetensors(data);
    const [layer = 0] = requireTensor(blob, 'layer', 'U32', [1]).data;
    const neurons = requireTensor(blob, 'neuron', 'U32').data;
    const tokens = (name: string) => requireTensor(blob, name, 'I32').data;
    const values = (name: string) => requireTensor(blob, name, 'F32').data;
    const [topToken, bottomToken] = [tokens('top.token'), tokens('bottom.token')];
    const [topValue, bottomValue] = [values('top.value'), values('bottom.value')];
    for (const [index, neuron] of neurons.entries()) {
      const own = [index * predictionCount, (index + 1) * predictionCount] as const;
      all.set(keyOf(layer, neuron), {
        topToken: topToken.subarray(...own),
        topValue: topValue.subarray(...own),
        bottomToken: bottomToken.subarray(...own),
        bottomValue: bottomValue.subarray(...own),
      });
    }
  }
  return all;
}

/** The answer to a question, bit for bit what was recorded; undefined when a neuron is missing. */
export function directionsFrom(
  recorded: RecordedDirections,
  { layer, neurons }: { readonly layer: number; readonly neurons: readonly number[] },
): Uint8Array<ArrayBuffer> | undefined {
  const answer = emptyDirections(layer, neurons);
  for (const [index, neuron] of neurons.entries()) {
    const found = recorded.get(keyOf(layer, neuron));
    if (!found) return undefined;
    const first = index * predictionCount;
    answer.topToken.set(found.topToken, first);
    answer.topValue.set(found.topValue, first);
    answer.bottomToken.set(found.bottomToken, first);
    answer.bottomValue.set(found.bottomValue, first);
  }
  return encodeDirectionsMessage(answer);
}

function keyOf(layer: number, neuron: number): string {
  return `${String(layer)}/${String(neuron)}`;
}
