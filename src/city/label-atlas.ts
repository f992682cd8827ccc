import { AtlasShelves } from './atlas-shelves.ts';
import type { AtlasPlace } from './atlas-shelves.ts';
import type { CityContext } from './city-part.ts';
import { GlyphPresence } from './glyph-presence.ts';
import {
  atlasHeightTexels,
  AtlasTexture,
  atlasWidthTexels,
  placeStepTexels,
} from './gpu/atlas-texture.ts';
import { LabelFont, labelFontFamily } from './label-font.ts';

/** How a text is drawn into the atlas: large or small with a dark outline, or small without one. */
export type TextGrade = 'large' | 'small' | 'plain';

/** Em of each grade and height of its rows, texels. */
const grades: Record<TextGrade, Grade> = {
  large: { em: 56, rowTexels: 80, isOutlined: true },
  small: { em: 36, rowTexels: 56, isOutlined: true },
  plain: { em: 36, rowTexels: 56, isOutlined: false },
};
interface Grade {
  readonly em: number;
  readonly rowTexels: number;
  readonly isOutlined: boolean;
}

/** Around the letters: their dark outline, and a margin that stays clear. */
const outlineEm = 0.13;
const marginEm = 0.12;
const widestTexels = 1024;
/** Where the baseline lies in a row, as a share of its height. */
const baselineShare = 0.715;
/** Texts drawn per frame: a hundred at once would be felt. */
const drawsPerFrame = 14;

/** A text in the atlas. Sizes are in ems of its font; texture coordinates run from the upper left. */
export interface AtlasText {
  readonly text: string;
  readonly grade: TextGrade;
  readonly place: AtlasPlace;
  readonly widthEm: number;
  readonly heightEm: number;
  /** Width of the letters alone, without outline and margin. */
  readonly advanceEm: number;
}

interface Held {
  readonly entry: AtlasText;
  users: number;
  /** Grows with each use: the least recently used goes first. */
  lastUse: number;
}

/**
 * All texts of the city in one texture of fixed size. A text is drawn by the browser, which shapes
 * any script, white with a dark outline; it stays as long as somebody uses it, and after that until
 * its place is needed (least recently used first).
 */
export class LabelAtlas {
  readonly #glyphs: GlyphPresence;
  readonly #atlasTexture: AtlasTexture;
  readonly #font: LabelFont;
  readonly #pencil: CanvasRenderingContext2D;
  readonly #held = new Map<string, Held>();
  readonly #loading = new Set<string>();
  readonly #onChange: () => void;
  #shelves = new AtlasShelves(atlasWidthTexels, atlasHeightTexels);
  #white: AtlasPlace | undefined;
  #useCount = 0;
  #drawsLeft = drawsPerFrame;
  #isFull = false;
  #isDisposed = false;

  /** @param onChange - a font arrived: texts refused before may be had now. */
  constructor(context: Pick<CityContext, 'scene' | 'engine'>, onChange: () => void) {
    const page = context.engine.getRenderingCanvas()?.ownerDocument ?? document;
    const canvas = page.createElement('canvas');
    canvas.width = widestTexels;
    canvas.height = grades.large.rowTexels;
    // The picture is read back at once, so it had better not live on the graphics card.
    const pencil = canvas.getContext('2d', { willReadFrequently: true });
    if (!pencil) throw new Error('This browser offers no 2D canvas to draw labels with.');
    this.#pencil = pencil;
    this.#onChange = onChange;
    this.#font = new LabelFont(page);
    this.#atlasTexture = new AtlasTexture(
      context.scene,
      context.engine,
      widestTexels * grades.large.rowTexels,
    );
    pencil.font = fontOf('large');
    this.#glyphs = new GlyphPresence(pencil);
    this.#drawWhite();
  }

  get texture(): AtlasTexture['texture'] {
    return this.#atlasTexture.texture;
  }

  /** A place that is white all over, for bars and plates. */
  get whitePlace(): AtlasPlace {
    return this.#white ?? { x: 0, y: 0, width: 1, height: 1 };
  }

  /**
   * A text found no place although nothing unused was left to give up: no new ones are drawn until
   * `retry`. Without that, texts would push each other out in every frame.
   */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Texts may have gone: what found no place may ask again. */
  retry(): void {
    this.#isFull = false;
  }

  /** Whether texts were refused only because this frame drew its share. */
  get hasDrawnEnough(): boolean {
    return this.#drawsLeft <= 0;
  }

  /** Allows the next few texts to be drawn. */
  beginFrame(): void {
    this.#drawsLeft = drawsPerFrame;
  }

  /**
   * The text itself where the fonts have all its characters, else `instead`; undefined while a font
   * is on the way.
   */
  spell(text: string, instead: string): string | undefined {
    if (!this.#font.has(text)) {
      this.#load(text);
      return undefined;
    }
    return this.#glyphs.hasAll(text) ? text : instead;
  }

  /**
   * Takes a text into use; give it back with `release`.
   * @returns undefined while its font is on the way, when enough was drawn in this frame, or when
   * the atlas is full: ask again in a later frame.
   */
  acquire(text: string, grade: TextGrade): AtlasText | undefined {
    const key = keyOf(text, grade);
    const held = this.#held.get(key) ?? this.#draw(text, grade, key);
    if (!held) return undefined;
    held.users += 1;
    held.lastUse = this.#useCount += 1;
    return held.entry;
  }

  release(entry: AtlasText): void {
    const held = this.#held.get(keyOf(entry.text, entry.grade));
    // After `clear` an entry of before is nobody's any more.
    if (held?.entry === entry) held.users -= 1;
  }

  /** Forgets every text, used or not: the WebGL context is new. */
  clear(): void {
    this.#held.clear();
    this.#atlasTexture.makeRoom();
    this.#shelves = new AtlasShelves(atlasWidthTexels, atlasHeightTexels);
    this.#isFull = false;
    this.#drawWhite();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#font.dispose();
    this.#atlasTexture.dispose();
  }

  #draw(text: string, grade: TextGrade, key: string): Held | undefined {
    if (!this.#font.has(text)) {
      this.#load(text);
      return undefined;
    }
    if (this.#drawsLeft <= 0 || this.#isFull) return undefined;
    const pencil = this.#pencil;
    const { em, rowTexels, isOutlined } = grades[grade];
    pencil.font = fontOf(grade);
    const advance = pencil.measureText(text).width;
    const margin = Math.ceil((outlineEm + marginEm) * em);
    // A line that is too long for the canvas is drawn narrower rather than cut.
    const drawnWidth = Math.min(advance, widestTexels - 2 * margin);
    const width = roundUp(drawnWidth + 2 * margin, placeStepTexels);
    const place = this.#takePlace(width, rowTexels);
    this.#isFull = place === undefined;
    if (!place) return undefined;
    this.#drawsLeft -= 1;
    this.#paint(text, { em, place, isOutlined, squeeze: advance > 0 ? drawnWidth / advance : 1 });
    const entry: AtlasText = {
      text,
      grade,
      place,
      widthEm: width / em,
      heightEm: rowTexels / em,
      advanceEm: drawnWidth / em,
    };
    const held: Held = { entry, users: 0, lastUse: 0 };
    this.#held.set(key, held);
    return held;
  }

  #paint(
    text: string,
    at: {
      readonly em: number;
      readonly place: AtlasPlace;
      readonly isOutlined: boolean;
      readonly squeeze: number;
    },
  ): void {
    const pencil = this.#pencil;
    const { width, height } = at.place;
    pencil.setTransform(1, 0, 0, 1, 0, 0);
    pencil.clearRect(0, 0, width, height);
    // Centred: the place is a little wider than the text, evenly on both sides.
    pencil.setTransform(at.squeeze, 0, 0, 1, width / 2, height * baselineShare);
    pencil.textAlign = 'center';
    pencil.textBaseline = 'alphabetic';
    pencil.lineJoin = 'round';
    pencil.lineWidth = at.em * outlineEm;
    pencil.strokeStyle = 'rgba(0, 0, 0, 0.62)';
    if (at.isOutlined) pencil.strokeText(text, 0, 0);
    pencil.fillStyle = '#fff';
    pencil.fillText(text, 0, 0);
    this.#atlasTexture.upload(at.place, pencil.getImageData(0, 0, width, height).data);
  }

  #takePlace(width: number, height: number): AtlasPlace | undefined {
    for (;;) {
      const place = this.#shelves.take(width, height);
      if (place || !this.#giveUpOldest()) return place;
    }
  }

  #giveUpOldest(): boolean {
    let oldest: Held | undefined;
    for (const held of this.#held.values()) {
      if (held.users <= 0 && (!oldest || held.lastUse < oldest.lastUse)) oldest = held;
    }
    if (!oldest) return false;
    this.#shelves.release(oldest.entry.place);
    this.#held.delete(keyOf(oldest.entry.text, oldest.entry.grade));
    return true;
  }

  #load(text: string): void {
    if (this.#loading.has(text)) return;
    this.#loading.add(text);
    void this.#font.load(text).then(() => {
      this.#loading.delete(text);
      if (this.#isDisposed) return;
      this.#glyphs.reset();
      this.#onChange();
    });
  }

  #drawWhite(): void {
    const place = this.#shelves.take(placeStepTexels * 2, grades.small.rowTexels);
    if (!place) return;
    const pencil = this.#pencil;
    pencil.setTransform(1, 0, 0, 1, 0, 0);
    pencil.fillStyle = '#fff';
    pencil.fillRect(0, 0, place.width, place.height);
    this.#atlasTexture.upload(place, pencil.getImageData(0, 0, place.width, place.height).data);
    this.#white = place;
  }
}

function fontOf(grade: TextGrade): string {
  return `500 ${String(grades[grade].em)}px ${labelFontFamily}`;
}

function keyOf(text: string, grade: TextGrade): string {
  return `${grade} ${text}`;
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** Middle of the capitals above the baseline, ems of Inter. */
const capitalMiddleEm = 0.364;

/** How far the middle of a text's place lies above its baseline, ems. */
export function middleAboveBaselineEm(entry: AtlasText): number {
  return (baselineShare - 0.5) * entry.heightEm;
}

/** How far it lies above the middle of the text's capitals, ems. */
export function capMiddleEm(entry: AtlasText): number {
  return middleAboveBaselineEm(entry) - capitalMiddleEm;
}
