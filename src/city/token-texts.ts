import { visibleText } from '#kit/visible-text.ts';
import type { StoreState } from '#store/read.ts';

/** A token as it can be shown: its visible text, and its bytes for fonts that lack a glyph. */
export interface TokenText {
  readonly text: string;
  readonly hex: string;
}

const decoder = new TextDecoder();

/**
 * Texts of tokens by id, from the model's vocabulary; before that is here, from the run's own
 * tokens. An id nobody knows is shown as its number.
 */
export class TokenTexts {
  readonly #known = new Map<number, TokenText>();
  #vocabulary: StoreState['vocabulary'];

  /** Forgets what another vocabulary said. */
  follow(state: StoreState): void {
    if (state.vocabulary === this.#vocabulary) return;
    this.#vocabulary = state.vocabulary;
    this.#known.clear();
  }

  of(id: number, state: StoreState): TokenText {
    const known = this.#known.get(id);
    if (known) return known;
    const found = this.#look(id, state);
    if (found) this.#known.set(id, found);
    return found ?? { text: `#${String(id)}`, hex: `#${String(id)}` };
  }

  #look(id: number, state: StoreState): TokenText | undefined {
    const vocabulary = this.#vocabulary;
    const from = vocabulary?.offset[id];
    const to = vocabulary?.offset[id + 1];
    if (vocabulary && from !== undefined && to !== undefined) {
      const bytes = vocabulary.bytes.subarray(from, to);
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
      return tokenText(decoder.decode(bytes), hex);
    }
    const token = state.tokens.find((each) => each.id === id);
    return token && tokenText(token.text, token.bytes);
  }
}

/** Longest text a sign takes, in characters: longer ones end in "…". */
const longest = 22;

export function tokenText(text: string, hex: string): TokenText {
  const characters = Array.from(visibleText(text, hex));
  const shown =
    characters.length > longest
      ? `${characters.slice(0, longest - 1).join('')}…`
      : characters.join('');
  const bytes = hex.length > 2 * longest ? `${hex.slice(0, 2 * longest)}…` : hex;
  return { text: shown === '' ? '‹›' : shown, hex: `‹${bytes}›` };
}
