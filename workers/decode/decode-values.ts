import { shownTokenLimit } from '#contract/control-message.ts';
import type { DecodedValues } from '#contract/decoded-message.ts';
import { isModelSite, parseSiteName, rowShape, type Site } from '#contract/hook-site.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { valuesTensors } from '#contract/overview.ts';
import type { Safetensors } from '#contract/safetensors.ts';
import { demand } from './message-rejection.ts';
import { readClock } from './read-clock.ts';
import { checkTensors } from './read-tensors.ts';

/**
 * SPEC.md, VAL.
 * @throws MessageRejection
 */
export function decodeValues(blob: Safetensors, shape: ModelShape): DecodedValues {
  const named = Array.from(blob.tensors.keys(), (name) => ({ name, place: parseSiteName(name) }));
  const rows = named.find(({ place }) => place !== undefined);
  demand(rows?.place !== undefined, 'No tensor carries the name of a site.');
  const { site, layer } = rows.place;
  demand(layer < shape.layerCount, `There is no layer ${String(layer)}.`);
  const positions = [...readPositions(blob)];
  const row = rowShape(site, shape, Math.max(...positions) + 1);
  const tensors = checkTensors(blob, [
    ...valuesTensors,
    { name: rows.name, dtype: 'F32', shape: [positions.length, ...row] },
  ]);
  const data = tensors.f32(rows.name);
  demandNumbers(data, site);
  return {
    type: 'values',
    request: tensors.u32('request')[0]!,
    clock: readClock(tensors.i32('clock'), shape),
    site,
    layer: isModelSite(site) ? 0 : layer,
    positions,
    shape: [positions.length, ...row],
    data,
  };
}

function readPositions(blob: Safetensors): Uint32Array {
  const positions = blob.tensors.get('positions');
  demand(positions?.dtype === 'U32', 'The tensor positions is missing or not U32.');
  const { length } = positions.data;
  demand(length > 0 && length <= shownTokenLimit, `${String(length)} positions are not 1 … 128.`);
  for (const position of positions.data) {
    demand(position < shownTokenLimit, 'A position is beyond the shown limit.');
  }
  return positions.data;
}

/** SPEC.md, VAL1. */
function demandNumbers(data: Float32Array, site: Site): void {
  const mayMask = site === 'attn.hook_attn_scores';
  for (const value of data) {
    if (Number.isFinite(value) || (mayMask && value === -Infinity)) continue;
    demand(false, `The values of ${site} hold ${String(value)}.`);
  }
}
