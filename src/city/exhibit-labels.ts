import { Constants } from '@babylonjs/core/Engines/constants';
import { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { CameraRig, Vec3 } from '#contract/preview.ts';
import { pointOnExhibit } from '#plan/exhibit-frame.ts';
import type { ExhibitFrame } from '#plan/exhibit-frame.ts';
import type { CityContext } from './city-part.ts';
import { exhibitTextUniforms, exhibitTextVertexShader } from './exhibit-text-shader.ts';
import type { ExhibitText } from './exhibit-texts.ts';
import type { LabelAtlas } from './label-atlas.ts';
import { LabelBoard } from './label-board.ts';
import { quadAnchors } from './label-quad.ts';
import { lettersOf } from './label-rectangles.ts';
import type { LabelRectangle } from './label-rectangles.ts';
import { labelFragmentShader, labelSamplers, quadsPerRow, readableEm } from './label-shader.ts';
import { FrameUniforms } from './frame-uniforms.ts';
import { instancedMesh, unitSquare } from './plain-mesh.ts';

/** Rows of records: so many texts an exhibit can have, `quadsPerRow` in each. */
const rowCount = 48;
/** In front of the glass. */
const outMetres = 0.004;

/** An exhibit's texts, from the city's one atlas: one draw. */
export class ExhibitLabels {
  readonly #board: LabelBoard;
  readonly #atlas: LabelAtlas;
  readonly #mesh: Mesh;
  readonly #material: ShaderMaterial;
  readonly #uniforms: FrameUniforms;
  #frame: ExhibitFrame | undefined;
  #texts: readonly ExhibitText[] = [];
  /** Records that may hold something, and how many texts from the first have been written. */
  #usedCount = 0;
  #writtenCount = 0;

  constructor(context: CityContext, atlas: LabelAtlas) {
    const { scene } = context;
    this.#atlas = atlas;
    this.#board = new LabelBoard(context, atlas, rowCount);
    const material = new ShaderMaterial(
      'exhibit texts',
      scene,
      { vertexSource: exhibitTextVertexShader, fragmentSource: labelFragmentShader },
      {
        attributes: ['position'],
        uniforms: [...exhibitTextUniforms],
        samplers: [...labelSamplers],
        needAlphaBlending: true,
      },
    );
    material.setTexture('atlas', atlas.texture);
    material.setTexture('quads', this.#board.records.texture);
    this.#uniforms = new FrameUniforms(material);
    material.setFloat('focalPixels', 1000);
    material.backFaceCulling = false;
    material.alphaMode = Constants.ALPHA_PREMULTIPLIED;
    this.#material = material;
    this.#mesh = instancedMesh(scene, 'exhibit texts', unitSquare());
    this.#mesh.material = material;
    // Right after the glass they stand on; beams may pass before both.
    this.#mesh.alphaIndex = 2;
    this.#mesh.setEnabled(false);
  }

  /** Whether every text stands there, as far as the atlas has room. */
  get isComplete(): boolean {
    return this.#writtenCount === this.#texts.length || this.#atlas.isFull;
  }

  show(frame: ExhibitFrame, texts: readonly ExhibitText[]): void {
    this.#frame = frame;
    this.#uniforms.stand(frame);
    const kept = texts.slice(0, rowCount * quadsPerRow);
    let same = 0;
    while (same < this.#writtenCount && isSame(this.#texts[same], kept[same])) same += 1;
    this.#texts = kept;
    this.#writtenCount = Math.min(same, kept.length);
    this.#atlas.retry();
  }

  hide(): void {
    this.#texts = [];
    this.#writtenCount = 0;
    this.#board.clearRange(0, this.#usedCount);
    this.#usedCount = 0;
    this.#mesh.setEnabled(false);
  }

  /** Writes as many texts as this frame allows. Returns true while there are more. */
  tick(eye: Vec3, focalPixels: number): boolean {
    this.#write();
    this.#uniforms.look(eye);
    this.#material.setFloat('focalPixels', focalPixels);
    this.#mesh.forcedInstanceCount = this.#usedCount;
    this.#mesh.setEnabled(this.#usedCount > 0);
    this.#board.records.upload();
    return !this.isComplete && this.#atlas.hasDrawnEnough;
  }

  #write(): void {
    for (; this.#writtenCount < this.#texts.length; this.#writtenCount += 1) {
      const next = this.#texts[this.#writtenCount];
      if (!next || !this.#writeText(this.#writtenCount, next)) break;
    }
    if (this.#writtenCount < this.#texts.length) return;
    if (this.#usedCount > this.#texts.length) {
      this.#board.clearRange(this.#texts.length, this.#usedCount - this.#texts.length);
      this.#usedCount = this.#texts.length;
    }
  }

  #writeText(record: number, { text, grade, spot }: ExhibitText): boolean {
    const surface = { anchor: quadAnchors.plane, x: 0, y: 0, z: 0, out: outMetres };
    this.#usedCount = Math.max(this.#usedCount, record + 1);
    return this.#board.text(record, surface, { text, grade }, spot) !== undefined;
  }

  /** Where the texts stand on the canvas. */
  rectangles(rig: CameraRig, focalPixels: number): readonly LabelRectangle[] {
    const frame = this.#frame;
    if (!frame) return [];
    const { recordsArray, recordLength } = this.#board.records;
    const rectangles: LabelRectangle[] = [];
    for (let record = 0; record < this.#writtenCount; record += 1) {
      const entry = this.#board.entryAt(record);
      if (!entry) continue;
      const at = record * recordLength;
      const right = recordsArray[at + 4] ?? 0;
      const up = recordsArray[at + 5] ?? 0;
      const letters = lettersOf(this.#board, record);
      const ends = [
        [letters.left, letters.bottom],
        [letters.right, letters.bottom],
        [letters.right, letters.top],
        [letters.left, letters.top],
      ] as const;
      const corners = ends.flatMap(
        ([x, y]) => rig.project(pointOnExhibit(frame, right + x, up + y, outMetres)) ?? [],
      );
      if (corners.length < ends.length) continue;
      const eye = rig.pose.position;
      const middle = pointOnExhibit(frame, right, up, outMetres);
      const metres = Math.hypot(eye.x - middle.x, eye.y - middle.y, eye.z - middle.z);
      const pixels = ((recordsArray[at + 10] ?? 0) * focalPixels) / Math.max(metres, 1e-3);
      const { from, to } = readableEm;
      const opacity = Math.min(1, Math.max(0, (pixels - from) / (to - from)));
      if (opacity < 0.02) continue;
      rectangles.push({ text: entry.text, anchor: quadAnchors.plane, corners, opacity });
    }
    return rectangles;
  }

  /** After the atlas was cleared. */
  restore(): void {
    this.#writtenCount = 0;
    this.#board.records.markAll();
  }

  dispose(): void {
    this.hide();
    this.#mesh.dispose();
    this.#material.dispose();
    this.#board.dispose();
  }
}

function isSame(a: ExhibitText | undefined, b: ExhibitText | undefined): boolean {
  if (!a || !b) return false;
  if (a.text !== b.text || a.grade !== b.grade) return false;
  const { spot } = a;
  return (
    spot.right === b.spot.right &&
    spot.up === b.spot.up &&
    spot.em === b.spot.em &&
    spot.align === b.spot.align &&
    spot.widest === b.spot.widest &&
    spot.ink.red === b.spot.ink.red &&
    spot.ink.green === b.spot.ink.green &&
    spot.ink.blue === b.spot.ink.blue
  );
}
