import type { DecodedValues } from '#contract/decoded-message.ts';
import type { Site } from '#contract/hook-site.ts';

/** Exact rows by site, layer and position; the rows used longest ago go when the limit is passed. */
export interface ValuesCache {
  get(site: Site, layer: number, position: number): DecodedValues | undefined;
  /** Takes ownership of the message. One larger than the whole limit is not kept; then false. */
  add(values: DecodedValues): boolean;
  /** Notes that a row cannot be had, and why. */
  refuse(site: Site, layer: number, position: number, sentence: string): void;
  refusalOf(site: Site, layer: number, position: number): string | undefined;
  clear(): void;
  readonly byteLength: number;
}

export function createValuesCache(limitBytes: number): ValuesCache {
  /** In order of use, the freshest last: a Map keeps the order in which keys were set. */
  const messages = new Map<string, DecodedValues>();
  const refusals = new Map<string, string>();
  let byteLength = 0;

  const drop = (key: string): void => {
    byteLength -= messages.get(key)?.data.byteLength ?? 0;
    messages.delete(key);
  };
  return {
    get byteLength() {
      return byteLength;
    },
    get(site, layer, position) {
      const key = rowKey(site, layer, position);
      const found = messages.get(key);
      if (found === undefined) return undefined;
      messages.delete(key);
      messages.set(key, found);
      return found;
    },
    add(values) {
      if (values.data.byteLength > limitBytes) return false;
      for (const part of splitByPosition(values)) {
        const key = rowKey(part.site, part.layer, part.positions[0] ?? 0);
        drop(key);
        refusals.delete(key);
        messages.set(key, part);
        byteLength += part.data.byteLength;
      }
      for (const key of messages.keys()) {
        if (byteLength <= limitBytes) break;
        drop(key);
      }
      return true;
    },
    refuse(site, layer, position, sentence) {
      refusals.set(rowKey(site, layer, position), sentence);
    },
    refusalOf: (site, layer, position) => refusals.get(rowKey(site, layer, position)),
    clear() {
      messages.clear();
      refusals.clear();
      byteLength = 0;
    },
  };
}

function rowKey(site: Site, layer: number, position: number): string {
  return `${site} ${String(layer)} ${String(position)}`;
}

/** One message per position, so that each can be found and dropped alone; shape [1, ...row]. */
function splitByPosition(values: DecodedValues): readonly DecodedValues[] {
  if (values.positions.length === 1) return [values];
  const rowLength = values.data.length / values.positions.length;
  return values.positions.map((position, index) => {
    const row = values.data.subarray(index * rowLength, (index + 1) * rowLength);
    const keyCount = isOverKeys(values.site) ? position + 1 : undefined;
    return { ...values, positions: [position], ...ownRow(row, values.shape.slice(1), keyCount) };
  });
}

function isOverKeys(site: Site): boolean {
  return site === 'attn.hook_pattern' || site === 'attn.hook_attn_scores';
}

/** A copy of a row, without what only fills it up to the longest one of its message (SPEC.md, VAL2). */
function ownRow(
  row: Float32Array<ArrayBuffer>,
  rowShape: readonly number[],
  keyCount: number | undefined,
): Pick<DecodedValues, 'shape' | 'data'> {
  const [headCount = 1, length = 1] = rowShape;
  if (keyCount === undefined || keyCount >= length) {
    return { shape: [1, ...rowShape], data: row.slice() };
  }
  const data = new Float32Array(headCount * keyCount);
  for (let head = 0; head < headCount; head += 1) {
    data.set(row.subarray(head * length, head * length + keyCount), head * keyCount);
  }
  return { shape: [1, headCount, keyCount], data };
}
