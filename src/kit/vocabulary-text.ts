import { visibleText } from './visible-text.ts';

/** All tokens' bytes: token t is bytes[offset[t] … offset[t + 1]). */
export interface VocabularyBytes {
  readonly bytes: Uint8Array;
  readonly offset: Uint32Array;
}

const decoder = new TextDecoder();

/** A token's visible text by its id; undefined when the vocabulary has no such id. */
export function vocabularyText({ bytes, offset }: VocabularyBytes, id: number): string | undefined {
  const from = offset[id];
  const to = offset[id + 1];
  if (from === undefined || to === undefined) return undefined;
  const own = bytes.subarray(from, to);
  const hex = Array.from(own, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return visibleText(decoder.decode(own), hex);
}
