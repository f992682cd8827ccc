import greekUrl from '@fontsource/inter/files/inter-greek-500-normal.woff2?url';
import cyrillicUrl from '@fontsource/inter/files/inter-cyrillic-500-normal.woff2?url';
import latinExtUrl from '@fontsource/inter/files/inter-latin-ext-500-normal.woff2?url';
import latinUrl from '@fontsource/inter/files/inter-latin-500-normal.woff2?url';
import vietnameseUrl from '@fontsource/inter/files/inter-vietnamese-500-normal.woff2?url';
import symbolsUrl from '@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2?url';

/** Family of every letter in the city; what it lacks comes from the reader's own fonts. */
export const labelFontFamily = '"City Text", system-ui, sans-serif';
/** Any size will do to ask whether the font is there. */
const probe = '16px "City Text"';

/**
 * Ranges as Fontsource publishes them for Inter's subsets. Inter's files hold neither ␣ nor ↵ nor
 * the arrows and ≈: these come from Noto Sans Math.
 */
const subsets: readonly (readonly [url: string, range: string])[] = [
  [
    latinUrl,
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2212,U+FFFD',
  ],
  [
    latinExtUrl,
    'U+0100-0130,U+0132-0151,U+0154-02BA,U+02BD-02C5,U+1D00-1DBF,U+1E00-1E9F,U+20A0-20AB',
  ],
  [greekUrl, 'U+0370-03FF'],
  [cyrillicUrl, 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116'],
  [
    vietnameseUrl,
    'U+0102-0103,U+01A0-01A1,U+01AF-01B0,U+0300,U+0303-0304,U+0308-0309,U+1EA0-1EF9,U+20AB',
  ],
  [symbolsUrl, 'U+2190-21FF,U+2200-2211,U+2213-22FF,U+2300-23FF,U+2423,U+27C0-27FF,U+2900-2BFF'],
];

/**
 * The bundled font for labels, fetched by subsets as texts need them, from this origin only.
 */
export class LabelFont {
  readonly #page: Document;
  readonly #faces: readonly FontFace[];
  readonly #known = new Set<string>();

  constructor(page: Document) {
    this.#page = page;
    this.#faces = subsets.map(
      ([url, unicodeRange]) =>
        new FontFace('City Text', `url(${url}) format("woff2")`, { unicodeRange }),
    );
    for (const face of this.#faces) page.fonts.add(face);
  }

  /** Whether a text can be drawn now with the font it should have. */
  has(text: string): boolean {
    return this.#known.has(text) || this.#page.fonts.check(probe, text);
  }

  /**
   * Fetches what a text needs. A subset that cannot be fetched is given up: the text is then drawn
   * with the reader's own fonts.
   */
  async load(text: string): Promise<void> {
    try {
      await this.#page.fonts.load(probe, text);
    } catch {
      // Falls through: `has` answers true from now on, so that nobody waits for ever.
    }
    if (!this.#page.fonts.check(probe, text)) this.#known.add(text);
  }

  dispose(): void {
    for (const face of this.#faces) this.#page.fonts.delete(face);
  }
}
