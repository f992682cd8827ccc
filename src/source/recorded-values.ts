import type { Clock } from '#contract/decoded-message.ts';
import { parseSiteName, rowShape, siteName } from '#contract/hook-site.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { decodeSafetensors, requireTensor } from '#contract/safetensors.ts';
import { ValuesMessage, type ValuesQuestion } from '#contract/values-message.ts';
import type { RecordedItem } from './mcap-recording.ts';

/** One position's row as it was recorded, and what was in force then. */
interface RecordedRow {
  readonly branch: number;
  readonly revision: number;
  readonly row: Float32Array;
  /** Values from one of the row's groups to the next; rows of patterns may be longer than their own. */
  readonly groupLength: number;
}

/** Rows by site, layer and position. */
export type RecordedValues = ReadonlyMap<string, RecordedRow>;

export function readRecordedValues(items: readonly RecordedItem[]): RecordedValues {
  const rows = new Map<string, RecordedRow>();
  for (const { data } of items) {
    const blob = decodeSafetensors(data);
    const name = [...blob.tensors.keys()].find((each) => parseSiteName(each) !== undefined) ?? '';
    const { data: values, shape } = requireTensor(blob, name, 'F32');
    const [branch = 0, , , , revision = 0] = requireTensor(blob, 'clock', 'I32', [5]).data;
    const positions = requireTensor(blob, 'positions', 'U32').data;
    const rowLength = values.length / positions.length;
    for (const [index, position] of positions.entries()) {
      const row = values.subarray(index * rowLength, (index + 1) * rowLength);
      rows.set(keyOf(name, position), { branch, revision, row, groupLength: shape.at(-1) ?? 1 });
    }
  }
  return rows;
}

/**
 * The answer to a question, its rows bit for bit those recorded; undefined when one is missing, or
 * when they were not all recorded under the same interventions.
 * @param last - the clock of the last position's overview
 */
export function valuesFrom(
  recorded: RecordedValues,
  question: ValuesQuestion,
  { shape, last }: { readonly shape: ModelShape; readonly last: Clock },
): Uint8Array<ArrayBuffer> | undefined {
  const { site, layer, positions } = question;
  const name = siteName(site, layer);
  const message = new ValuesMessage(question, shape);
  let inForce: RecordedRow | undefined;
  for (const [index, position] of positions.entries()) {
    const found = recorded.get(keyOf(name, position));
    if (!found) return undefined;
    inForce ??= found;
    if (found.branch !== inForce.branch || found.revision !== inForce.revision) return undefined;
    const ownLength = rowShape(site, shape, position + 1).at(-1) ?? 1;
    message.setRow(index, trimmed(found.row, found.groupLength, ownLength));
  }
  const { branch = 0, revision = 0 } = inForce ?? {};
  return message.encode({ ...last, branch, revision });
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

function keyOf(name: string, position: number): string {
  return `${name} ${String(position)}`;
}
