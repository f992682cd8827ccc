/** What of a 2D canvas is needed to ask for a glyph's measures. */
export interface TextMeasurer {
  measureText(
    text: string,
  ): Pick<
    TextMetrics,
    | 'width'
    | 'actualBoundingBoxAscent'
    | 'actualBoundingBoxDescent'
    | 'actualBoundingBoxLeft'
    | 'actualBoundingBoxRight'
  >;
}

/**
 * Code points that Unicode will never assign: whatever a browser draws for them (an empty box, or a
 * box with the number in it, of four or of six digits) is what it draws for a missing glyph.
 */
const neverAssigned = ['\u{FFFE}', '\u{10FFFE}'] as const;
/** Characters that combine, join or choose a variant draw nothing of their own. */
const silent = /^[\p{M}\p{Cf}\u{FE00}-\u{FE0F}\u{1F3FB}-\u{1F3FF}]+$/u;

/**
 * Whether the fonts at hand can draw every character of a text: a glyph with exactly the measures
 * of a missing one is taken for missing. Answers are kept by character.
 */
export class GlyphPresence {
  readonly #measurer: TextMeasurer;
  readonly #answers = new Map<string, boolean>();

  constructor(measurer: TextMeasurer) {
    this.#measurer = measurer;
  }

  hasAll(text: string): boolean {
    for (const character of text) if (!this.#has(character)) return false;
    return true;
  }

  /** Forgets its answers: another font has been loaded. */
  reset(): void {
    this.#answers.clear();
  }

  #has(character: string): boolean {
    const known = this.#answers.get(character);
    if (known !== undefined) return known;
    // Every font has these, and most texts nothing else.
    const isPlain = character >= ' ' && character <= '~';
    const has =
      isPlain ||
      silent.test(character) ||
      !neverAssigned.some((missing) => this.#looksLike(character, missing));
    this.#answers.set(character, has);
    return has;
  }

  #looksLike(a: string, b: string): boolean {
    const first = this.#measurer.measureText(a);
    const second = this.#measurer.measureText(b);
    return (
      first.width === second.width &&
      first.actualBoundingBoxAscent === second.actualBoundingBoxAscent &&
      first.actualBoundingBoxDescent === second.actualBoundingBoxDescent &&
      first.actualBoundingBoxLeft === second.actualBoundingBoxLeft &&
      first.actualBoundingBoxRight === second.actualBoundingBoxRight
    );
  }
}
