import { cityMeasures } from '#plan/city-measures.ts';
import { endFacingSlope } from '#plan/sign-measures.ts';
import { atmosphereShader } from './atmosphere-shader.ts';
import { glslDefines } from './glsl-defines.ts';
import { planSamplers, planShader } from './plan-shader.ts';
import { quadAnchors, quadTexels } from './label-quad.ts';
import { projectionShader, projectionUniforms } from './projection-shader.ts';
import { replayFrontShader, replayFrontUniforms } from './replay-front-shader.ts';

export const labelUniforms = [
  ...projectionUniforms,
  'eye',
  'focalPixels',
  'lensColumn',
  'lensFit',
  'rulerColumn',
  'rulerFit',
  ...replayFrontUniforms,
  'lensPosition',
  'layerTotal',
] as const;
export const labelSamplers = ['atlas', 'quads', ...planSamplers] as const;
/** Quads side by side in a row of the record texture. */
export const quadsPerRow = 28;

/** Em in CSS pixels at which text begins to show, and from which it shows fully. */
export const readableEm = { from: 6, to: 8.5 } as const;
/** Where one view of a label changes into a finer one, by the em of its finest text. */
export const finerEmPixels = { from: 6.6, at: 6.8, to: 7 } as const;

/**
 * Every label is a quad of `label-quad.ts`, one instance each. Placement happens here so that a
 * camera that moves costs nothing: signs turn to the side of the tower the eye is on, columns hang
 * on the tower's outline (`sign-column.ts` says where, once a frame).
 */
export const labelVertexShader = `
precision highp float;
precision highp int;
${glslDefines({
  QUAD_TEXEL_COUNT: quadTexels,
  QUADS_PER_ROW_COUNT: quadsPerRow,
  ANCHOR_LENS: quadAnchors.lens,
  ANCHOR_LENS_LINE: quadAnchors.lensLine,
  ANCHOR_RULER: quadAnchors.ruler,
  ANCHOR_WALL: quadAnchors.wall,
  READABLE_FROM: readableEm.from,
  READABLE_TO: readableEm.to,
  FINER_FROM: finerEmPixels.from,
  FINER_AT: finerEmPixels.at,
  FINER_TO: finerEmPixels.to,
  END_FACING_SLOPE: endFacingSlope,
  PLINTH_HEIGHT: cityMeasures.plinthHeightMetres,
})}
in vec3 position;
${projectionShader}
${replayFrontShader}
${planShader}
uniform sampler2D quads;
uniform vec3 eye;
// Pixels (CSS) per metre at one metre's distance.
uniform float focalPixels;
// Corner and the direction to the right, both in the ground plane; side and share of full size.
uniform vec4 lensColumn;
uniform vec2 lensFit;
uniform vec4 rulerColumn;
uniform vec2 rulerFit;
uniform float lensPosition;
uniform float layerTotal;
out vec2 vUv;
out vec3 vPosition;
flat out vec4 vInk;

vec4 quadTexel(int nth) {
  int column = (gl_InstanceID % QUADS_PER_ROW_COUNT) * QUAD_TEXEL_COUNT + nth;
  return texelFetch(quads, ivec2(column, gl_InstanceID / QUADS_PER_ROW_COUNT), 0);
}

// Outward direction of a wall in tower coordinates: street, right, back, left.
vec2 wallNormal(int face) {
  return face == 0 ? vec2(0.0, -1.0) : face == 1 ? vec2(1.0, 0.0) : face == 2 ? vec2(0.0, 1.0) : vec2(-1.0, 0.0);
}

// The side of a tower whose signs are read from here (sign-measures.ts, facingFace).
int facingWall(int slot) {
  vec2 at = toTower(placeOf(slot), eye.xz);
  vec4 neighbours = texelFetch(plan, ivec2(slot, PLAN_ORDER_FIRST), 0);
  float beside = abs(at.y) * END_FACING_SLOPE;
  if (neighbours.y < 0.5 && at.x > beside) return 1;
  if (neighbours.x < 0.5 && -at.x > beside) return 3;
  return at.y > 0.0 ? 2 : 0;
}

// Whether the tower a text belongs to is shown, and the floor a sign hangs at or the roof a
// billboard stands on is there by now.
float standing(int kind, vec4 anchor) {
  if (kind == ANCHOR_LENS || kind == ANCHOR_LENS_LINE) {
    return step(anchor.x, climbedLayers(lensPosition) + 0.001);
  }
  if (kind != 0) return 1.0;
  float isShown = texelFetch(plan, ivec2(int(anchor.x + 0.5), PLAN_ORDER_FIRST), 0).w;
  bool isOnRoof = anchor.y > PLINTH_HEIGHT;
  return isShown * (isOnRoof ? step(layerTotal, climbedLayers(anchor.x) + 0.001) : 1.0);
}

void main() {
  vec4 anchor = quadTexel(0);
  vec4 place = quadTexel(1);
  vec4 size = quadTexel(2);
  vec4 corners = quadTexel(3);
  vInk = quadTexel(4);
  int kind = int(anchor.w + 0.5);
  vec2 corner = position.xy;
  vUv = mix(corners.xy, corners.zw, vec2(corner.x, -corner.y) + 0.5);
  vec3 normal;
  float em = size.z;
  if (kind == 0 || kind == ANCHOR_WALL) {
    vec3 origin = anchor.xyz;
    normal = vec3(-sin(place.w), 0.0, -cos(place.w));
    if (kind == 0) {
      int slot = int(anchor.x + 0.5);
      vec4 tower = placeOf(slot);
      vec2 outward = wallNormal(facingWall(slot));
      normal = turned(tower, vec3(outward.x, 0.0, outward.y));
      origin = vec3(tower.x, anchor.y, tower.y);
    }
    vec2 along = vec2(-normal.z, normal.x);
    float right = place.x + corner.x * size.x;
    vPosition = origin + normal * place.z + vec3(along.x * right, place.y + corner.y * size.y, along.y * right);
  } else {
    vec4 column = kind == ANCHOR_RULER ? rulerColumn : lensColumn;
    vec2 fit = kind == ANCHOR_RULER ? rulerFit : lensFit;
    em *= fit.y;
    vec2 at;
    if (kind == ANCHOR_LENS_LINE) {
      vec2 from = vec2(place.x * fit.x * fit.y, place.y);
      vec2 to = vec2(place.z * fit.x * fit.y, place.w);
      vec2 across = normalize(vec2(from.y - to.y, to.x - from.x));
      at = mix(from, to, corner.x + 0.5) + across * corner.y * size.x * fit.y;
    } else {
      at = vec2(place.x * fit.x, place.y) * fit.y + corner * size.xy * fit.y;
    }
    vPosition = vec3(column.x + column.z * at.x, anchor.y + at.y, column.y + column.w * at.x);
    normal = vec3(column.w, 0.0, -column.z);
  }
  vec4 clip = projected(vPosition);
  float slant = abs(dot(normal, normalize(eye - vPosition)));
  float pixels = em * focalPixels / max(clip.w, 1e-3);
  float finer = pixels * abs(size.w) / max(size.z, 1e-6);
  float readable = smoothstep(READABLE_FROM, READABLE_TO, pixels);
  // What gives way to something finer is gone when the other view of the same comes.
  if (size.w > 0.0) readable *= 1.0 - smoothstep(FINER_FROM, FINER_AT, finer);
  if (size.w < 0.0) readable = smoothstep(FINER_AT, FINER_TO, finer);
  vInk.a *= readable * smoothstep(0.05, 0.16, slant) * standing(kind, anchor);
  gl_Position = vInk.a > 0.004 ? clip : vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const labelFragmentShader = `
precision highp float;
precision highp int;
in vec2 vUv;
in vec3 vPosition;
flat in vec4 vInk;
uniform sampler2D atlas;
uniform vec3 eye;
${atmosphereShader}
void main() {
  // A little sharper than the filter would choose by itself: letters are read, not looked at.
  vec2 texel = texture(atlas, vUv, -0.6).rg;
  float alpha = texel.g * vInk.a;
  if (alpha < 0.015) discard;
  vec3 light = encodeLight(throughHaze(vInk.rgb, vPosition, eye));
  glFragColor = vec4(light * texel.r * vInk.a, alpha);
}
`;
