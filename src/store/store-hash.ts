import { interventionsOfEntries } from '#contract/change.ts';
import type { DecodedLens, DecodedOverview } from '#contract/decoded-message.ts';
import type { StoreState } from './read.ts';

/** Everything of an overview that was computed, in this order. */
const overviewArrays = [
  'zCodes',
  'postCodes',
  'residCodes',
  'added',
  'addedCosine',
  'residCosine',
  'residNorm',
  'lnScale',
  'attentionKey',
  'attentionWeight',
  'attentionSelf',
  'attentionSink',
  'attentionRest',
  'predictionToken',
  'predictionLogprob',
] as const satisfies readonly (keyof DecodedOverview)[];

const lensArrays = ['token', 'logprob', 'rank'] as const satisfies readonly (keyof DecodedLens)[];

/**
 * SHA-256, hex, of what the run shown is: tokens, clocks, overviews, lenses, interventions and the
 * selection. Two stores with the same hash show the same numbers, whatever device, source, camera or
 * hour brought them there. Defined for runs without gaps; of what has arrived so far.
 */
export async function storeHash(state: StoreState): Promise<string> {
  const bytes = new Uint8Array(await new Blob(canonicalParts(state)).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** JSON for what is small, the arrays' own bytes (little-endian) for what is not. */
function canonicalParts(state: StoreState): (string | Uint8Array<ArrayBuffer>)[] {
  const { tokens, overviews, lenses, changes, selectedPosition } = state;
  const parts: (string | Uint8Array<ArrayBuffer>)[] = [
    JSON.stringify({
      tokens: tokens.map(({ position, id, text, from }) => [position, id, text, from]),
      interventions: interventionsOfEntries(changes),
      selectedPosition,
    }),
  ];
  for (const overview of overviews) {
    if (!overview) continue;
    parts.push(JSON.stringify([clockOf(overview), overview.lnFinal]));
    for (const name of overviewArrays) parts.push(bytesOf(overview[name]));
  }
  for (const lens of lenses) {
    if (!lens) continue;
    parts.push(JSON.stringify(clockOf(lens)));
    for (const name of lensArrays) parts.push(bytesOf(lens[name]));
  }
  return parts;
}

function clockOf({ clock }: DecodedOverview | DecodedLens): readonly number[] {
  return [clock.branch, clock.step, clock.position, clock.token, clock.revision];
}

function bytesOf(array: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
