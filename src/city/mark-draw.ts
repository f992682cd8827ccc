import { Constants } from '@babylonjs/core/Engines/constants';
import { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { TargetFrame } from '#plan/target-frames.ts';
import type { CityContext } from './city-part.ts';
import { glslDefines } from './glsl-defines.ts';
import { RecordTexture } from './gpu/record-texture.ts';
import type { LabelInk } from './label-quad.ts';
import { instancedMesh, unitSquare } from './plain-mesh.ts';
import { projectionShader, projectionUniforms } from './projection-shader.ts';

/** Outlines side by side in a row of the record texture. */
const framesPerRow = 64;
const frameTexels = 3;
/**
 * Thickness of an outline, how far outside its rectangle it runs (so that it is seen around what is
 * as bright as it), and the room all of it takes there, CSS pixels.
 */
const linePixels = 1.8;
const gapPixels = 2.8;
const roomPixels = 6;

const vertexShader = `
precision highp float;
precision highp int;
${glslDefines({ FRAME_TEXEL_COUNT: frameTexels, FRAMES_PER_ROW_COUNT: framesPerRow, ROOM_PIXELS: roomPixels })}
in vec3 position;
${projectionShader}
uniform sampler2D frames;
uniform float focalPixels;
out vec2 vAt;
out vec2 vHalf;
flat out vec4 vInk;
void main() {
  int first = (gl_InstanceID % FRAMES_PER_ROW_COUNT) * FRAME_TEXEL_COUNT;
  int row = gl_InstanceID / FRAMES_PER_ROW_COUNT;
  vec4 middle = texelFetch(frames, ivec2(first, row), 0);
  vec4 shape = texelFetch(frames, ivec2(first + 1, row), 0);
  vInk = texelFetch(frames, ivec2(first + 2, row), 0);
  vec2 corner = position.xy * 2.0;
  vHalf = vec2(middle.w, shape.z);
  vec3 at = middle.xyz + vec3(shape.x, 0.0, shape.y) * corner.x * vHalf.x + vec3(0.0, corner.y * vHalf.y, 0.0);
  float room = ROOM_PIXELS * max(projected(at).w, 0.0) / focalPixels;
  vAt = corner * (vHalf + room);
  vec3 placed = middle.xyz + vec3(shape.x, 0.0, shape.y) * vAt.x + vec3(0.0, vAt.y, 0.0);
  gl_Position = projected(placed);
}
`;

const fragmentShader = `
precision highp float;
${glslDefines({ LINE_PIXELS: linePixels, GAP_PIXELS: gapPixels })}
in vec2 vAt;
in vec2 vHalf;
flat in vec4 vInk;
void main() {
  vec2 pixel = max(fwidth(vAt), vec2(1e-6));
  // How far outside the rectangle, in pixels; negative inside.
  vec2 away = (abs(vAt) - vHalf) / pixel;
  float outside = max(away.x, away.y);
  float off = abs(outside - GAP_PIXELS);
  float line = 1.0 - smoothstep(0.5 * LINE_PIXELS, 0.5 * LINE_PIXELS + 1.0, off);
  // Between thing and line it stays dark.
  float glow = outside > GAP_PIXELS ? 0.30 * exp(-off * 0.7) : 0.0;
  float inside = outside < 0.0 ? 0.05 : 0.0;
  float strength = vInk.a * max(line, glow + inside);
  if (strength < 0.01) discard;
  glFragColor = vec4(vInk.rgb * strength, strength * 0.6);
}
`;

/** Outlines of what is pointed at: one draw of upright rectangles, lines of constant width. */
export class MarkDraw {
  readonly #records: RecordTexture;
  readonly #mesh: Mesh;
  readonly #material: ShaderMaterial;

  /** @param rowCount - rows of 64 outlines that can be drawn at once. */
  constructor({ scene, engine }: CityContext, rowCount = 1) {
    this.#records = new RecordTexture(scene, engine, {
      texelsPerRecord: frameTexels,
      recordsPerRow: framesPerRow,
      rowCount,
    });
    const material = new ShaderMaterial(
      'marks',
      scene,
      { vertexSource: vertexShader, fragmentSource: fragmentShader },
      {
        attributes: ['position'],
        uniforms: [...projectionUniforms, 'focalPixels'],
        samplers: ['frames'],
        needAlphaBlending: true,
      },
    );
    material.setTexture('frames', this.#records.texture);
    material.setFloat('focalPixels', 1000);
    material.backFaceCulling = false;
    material.alphaMode = Constants.ALPHA_PREMULTIPLIED;
    this.#material = material;
    this.#mesh = instancedMesh(scene, 'marks', unitSquare());
    this.#mesh.material = material;
    this.#mesh.setEnabled(false);
  }

  /** @param inks - sRGB, unlike a label's: outlines are the page's, not the city's. One for all, or each its own. */
  show(frames: readonly TargetFrame[], inks: LabelInk | readonly LabelInk[]): void {
    const { recordsArray, recordLength, size } = this.#records;
    const count = Math.min(frames.length, framesPerRow * size.rowCount);
    for (let index = 0; index < count; index += 1) {
      const frame = frames[index];
      const ink = isList(inks) ? inks[index] : inks;
      if (!frame || !ink) break;
      const at = index * recordLength;
      recordsArray[at] = frame.middle.x;
      recordsArray[at + 1] = frame.middle.y;
      recordsArray[at + 2] = frame.middle.z;
      recordsArray[at + 3] = frame.halfWidth;
      recordsArray[at + 4] = frame.along.x;
      recordsArray[at + 5] = frame.along.z;
      recordsArray[at + 6] = frame.halfHeight;
      recordsArray[at + 7] = 0;
      recordsArray[at + 8] = ink.red;
      recordsArray[at + 9] = ink.green;
      recordsArray[at + 10] = ink.blue;
      recordsArray[at + 11] = ink.alpha;
    }
    this.#mesh.forcedInstanceCount = count;
    this.#mesh.setEnabled(count > 0);
    for (let row = 0; row * framesPerRow < count; row += 1) this.#records.markRow(row);
  }

  upload(focalPixels: number): void {
    this.#material.setFloat('focalPixels', focalPixels);
    this.#records.upload();
  }

  restore(): void {
    this.#records.markAll();
  }

  dispose(): void {
    this.#mesh.dispose();
    this.#material.dispose();
    this.#records.dispose();
  }
}

function isList(inks: LabelInk | readonly LabelInk[]): inks is readonly LabelInk[] {
  return Array.isArray(inks);
}
