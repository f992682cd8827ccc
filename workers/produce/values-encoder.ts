import type { Clock } from '#contract/decoded-message.ts';
import type { Branch } from '#contract/forward-pass.ts';
import { rowShape, siteName, type Site } from '#contract/hook-site.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { encodeSafetensors } from '#contract/safetensors.ts';
import type { Tensor } from '#contract/safetensors-dtype.ts';
import { writeClock } from './clock.ts';

export interface ValuesRequest {
  readonly request: number;
  readonly site: Site;
  readonly layer: number;
  readonly positions: readonly number[];
}

/**
 * Makes a values message (SPEC.md, VAL), one slice per position. Returns the message.
 * @throws RangeError for what the branch does not have.
 */
export function* encodeValues(
  branch: Branch,
  shape: ModelShape,
  asked: ValuesRequest,
  clock: Clock,
): Generator<undefined, ArrayBuffer, void> {
  const { site, layer, positions } = asked;
  const longest = Math.max(...positions);
  if (longest >= branch.tokens.length) {
    throw new RangeError(`Position ${String(longest)} has not been computed.`);
  }
  const row = rowShape(site, shape, longest + 1);
  const rowLength = row.reduce((all, size) => all * size, 1);
  const groupLength = row.at(-1) ?? 1;
  const data = new Float32Array(positions.length * rowLength);
  if (site === 'attn.hook_attn_scores') data.fill(-Infinity);
  for (const [index, position] of positions.entries()) {
    const values = branch.borrowRow(site, layer, position);
    // Rows of scores and patterns end at their own position; all others fill their place.
    const ownLength = (values.length * groupLength) / rowLength;
    for (let group = 0; group * groupLength < rowLength; group++) {
      const own = values.subarray(group * ownLength, (group + 1) * ownLength);
      data.set(own, index * rowLength + group * groupLength);
    }
    yield;
  }
  const clockValues = new Int32Array(5);
  writeClock(clockValues, clock);
  const tensors = new Map<string, Tensor>([
    ['clock', { dtype: 'I32', shape: [5], data: clockValues }],
    ['request', { dtype: 'U32', shape: [1], data: Uint32Array.of(asked.request) }],
    ['positions', { dtype: 'U32', shape: [positions.length], data: Uint32Array.from(positions) }],
    [siteName(site, layer), { dtype: 'F32', shape: [positions.length, ...row], data }],
  ]);
  return encodeSafetensors({ metadata: new Map([['kind', 'values']]), tensors }).buffer;
}
