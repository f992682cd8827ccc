import type { CityContext } from './city-part.ts';
import type { LabelAtlas, AtlasText, TextGrade } from './label-atlas.ts';
import { capMiddleEm } from './label-atlas.ts';
import { atlasHeightTexels, atlasWidthTexels } from './gpu/atlas-texture.ts';
import { RecordTexture } from './gpu/record-texture.ts';
import { clearQuad, quadAnchors, quadTexels, writeQuad } from './label-quad.ts';
import type { LabelInk, QuadAnchor } from './label-quad.ts';
import { quadsPerRow } from './label-shader.ts';

/** A surface text stands on. */
export interface LabelSurface {
  readonly anchor: QuadAnchor;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Metres in front of the anchor. */
  readonly out: number;
  /** For the anchor `wall`, see `LabelQuad`. */
  readonly facingRadians?: number;
}

export interface TextSpot {
  /** Where the text begins, has its middle, or ends, and the middle of its capitals. */
  readonly right: number;
  readonly up: number;
  readonly align: 'begin' | 'middle' | 'end';
  readonly em: number;
  /** A longer text is written smaller. */
  readonly widest?: number;
  /** See `LabelQuad`. */
  readonly finerEm?: number;
  readonly ink: LabelInk;
}

export interface BoxSpot {
  readonly right: number;
  readonly up: number;
  readonly width: number;
  readonly height: number;
  /** Em of the text it goes with, for the distance at which it fades. */
  readonly em: number;
  readonly finerEm?: number;
  readonly ink: LabelInk;
}

/** Outcome of writing a text: its width as written, or undefined when the atlas has it not yet. */
export type WrittenWidth = number | undefined;

/**
 * The quads of all labels: each has its record for good, and whoever owns a range of records writes
 * it. Knows which record holds which text, so that the atlas learns what is no longer used.
 */
export class LabelBoard {
  readonly records: RecordTexture;
  readonly #atlas: LabelAtlas;
  readonly #texts: (AtlasText | undefined)[] = [];

  constructor(context: CityContext, atlas: LabelAtlas, rowCount: number) {
    this.#atlas = atlas;
    this.records = new RecordTexture(context.scene, context.engine, {
      texelsPerRecord: quadTexels,
      recordsPerRow: quadsPerRow,
      rowCount,
    });
  }

  /** Writes a text into a record. What stood there before goes, even when the text is not to be had yet. */
  text(
    record: number,
    surface: LabelSurface,
    content: { readonly text: string; readonly grade: TextGrade },
    spot: TextSpot,
  ): WrittenWidth {
    const entry = this.#atlas.acquire(content.text, content.grade);
    this.clear(record);
    if (!entry) return undefined;
    this.#texts[record] = entry;
    const em = Math.min(spot.em, (spot.widest ?? Infinity) / Math.max(entry.advanceEm, 1e-6));
    const width = entry.advanceEm * em;
    const shift = spot.align === 'middle' ? 0 : spot.align === 'begin' ? width / 2 : -width / 2;
    const { place } = entry;
    writeQuad(this.records.recordsArray, record, {
      ...surface,
      facingRadians: surface.facingRadians ?? 0,
      right: spot.right + shift,
      up: spot.up + capMiddleEm(entry) * em,
      width: entry.widthEm * em,
      height: entry.heightEm * em,
      em,
      finerEm: spot.finerEm ?? 0,
      u0: place.x / atlasWidthTexels,
      v0: place.y / atlasHeightTexels,
      u1: (place.x + place.width) / atlasWidthTexels,
      v1: (place.y + place.height) / atlasHeightTexels,
      ink: spot.ink,
    });
    this.#mark(record);
    return width;
  }

  /** A filled rectangle. */
  box(record: number, surface: LabelSurface, spot: BoxSpot): void {
    this.clear(record);
    writeQuad(this.records.recordsArray, record, {
      ...surface,
      ...this.#white(),
      ...spot,
      finerEm: spot.finerEm ?? 0,
      facingRadians: surface.facingRadians ?? 0,
    });
    this.#mark(record);
  }

  /** A line in the column of lens signs. */
  line(
    record: number,
    surface: LabelSurface,
    line: {
      readonly from: readonly [right: number, up: number];
      readonly to: readonly [right: number, up: number];
      readonly thick: number;
      readonly em: number;
      readonly ink: LabelInk;
    },
  ): void {
    this.clear(record);
    writeQuad(this.records.recordsArray, record, {
      ...surface,
      ...this.#white(),
      anchor: quadAnchors.lensLine,
      right: line.from[0],
      up: line.from[1],
      out: line.to[0],
      facingRadians: line.to[1],
      width: line.thick,
      height: 0,
      em: line.em,
      finerEm: 0,
      ink: line.ink,
    });
    this.#mark(record);
  }

  clear(record: number): void {
    const text = this.#texts[record];
    if (text) this.#atlas.release(text);
    this.#texts[record] = undefined;
    clearQuad(this.records.recordsArray, record);
    this.#mark(record);
  }

  clearRange(first: number, count: number): void {
    for (let record = first; record < first + count; record += 1) this.clear(record);
  }

  /** The text a record shows; undefined for boxes, lines and empty records. */
  entryAt(record: number): AtlasText | undefined {
    return this.#texts[record];
  }

  dispose(): void {
    this.records.dispose();
  }

  #mark(record: number): void {
    this.records.markRow(Math.floor(record / quadsPerRow));
  }

  #white(): { readonly u0: number; readonly v0: number; readonly u1: number; readonly v1: number } {
    const { x, y, width, height } = this.#atlas.whitePlace;
    // The middle of the white, so that no filter reaches beyond it.
    const u = (x + width / 2) / atlasWidthTexels;
    const v = (y + height / 2) / atlasHeightTexels;
    return { u0: u, v0: v, u1: u, v1: v };
  }
}
