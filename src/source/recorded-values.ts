import type { Clock } from '#contract/decoded-message.ts';
import { rowShape, siteName } from '#contract/hook-site.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { decodeSafetensors, requireTensor } from '#contract/safetensors.ts';
import { ValuesMessage, type ValuesQuestion } from '#contract/values-message.ts';

/**
 * The answer to a question from a recorded values message, its rows picked out bit for bit;
 * undefined when the message does not hold all that is asked.
 */
export function answerFromRecorded(
  recorded: Uint8Array,
  question: ValuesQuestion,
  shape: ModelShape,
): Uint8Array<ArrayBuffer> | undefined {
  const blob = decodeSafetensors(recorded);
  const name = siteName(question.site, question.layer);
  if (!blob.tensors.has(name)) return undefined;
  const { data, shape: recordedShape } = requireTensor(blob, name, 'F32');
  const positions = [...requireTensor(blob, 'positions', 'U32').data];
  const places = question.positions.map((position) => positions.indexOf(position));
  if (places.includes(-1)) return undefined;
  const message = new ValuesMessage(question, shape);
  const rowLength = data.length / positions.length;
  const groupLength = recordedShape.at(-1) ?? 1;
  for (const [index, place] of places.entries()) {
    const row = data.subarray(place * rowLength, (place + 1) * rowLength);
    const keyCount = (question.positions[index] ?? 0) + 1;
    const ownLength = rowShape(question.site, shape, keyCount).at(-1) ?? 1;
    message.setRow(index, trimmed(row, groupLength, ownLength));
  }
  return message.encode(clockOf(requireTensor(blob, 'clock', 'I32', [5]).data));
}

/** Each group of `groupLength` values cut to its first `ownLength`. */
function trimmed(row: Float32Array, groupLength: number, ownLength: number): Float32Array {
  if (ownLength === groupLength) return row;
  const groupCount = row.length / groupLength;
  const own = new Float32Array(groupCount * ownLength);
  for (let group = 0; group < groupCount; group++) {
    const first = group * groupLength;
    own.set(row.subarray(first, first + ownLength), group * ownLength);
  }
  return own;
}

function clockOf([branch = 0, step = 0, position = 0, token = 0, revision = 0]: Int32Array): Clock {
  return { branch, step, position, token, revision };
}
