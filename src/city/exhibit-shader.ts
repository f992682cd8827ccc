import { atmosphereShader } from './atmosphere-shader.ts';
import { exhibitCellShader } from './exhibit-cell-shader.ts';
import { cellKinds, exhibitKinds, exhibitTexels } from './exhibit-records.ts';
import { cellsPerRowBits } from './gpu/cell-texture.ts';
import { glslDefines } from './glsl-defines.ts';
import { projectionShader, projectionUniforms } from './projection-shader.ts';

export const exhibitUniforms = [
  ...projectionUniforms,
  'eye',
  'frameOrigin',
  'frameRight',
  'frameUp',
  'frameNormal',
  'edge',
] as const;
export const exhibitSamplers = ['quads', 'cells'] as const;

/** An exhibit hides what passes so many metres before it, towards the eye. */
export const beforeMetres = 5;

const defines = glslDefines({
  QUAD_TEXEL_COUNT: exhibitTexels,
  KIND_WALL_COUNT: exhibitKinds.wall,
  KIND_SLAB_COUNT: exhibitKinds.slab,
  CELLS_NONE_COUNT: cellKinds.none,
  CELLS_HEAT_COUNT: cellKinds.heat,
  CELLS_STANDING_COUNT: cellKinds.standingBars,
  ROW_BITS_COUNT: cellsPerRowBits,
  BEFORE: beforeMetres,
});

/** One quad per record of `exhibit-records.ts`, all on the exhibit's plane but the slab. */
export const exhibitVertexShader = `
precision highp float;
precision highp int;
${defines}
in vec3 position;
${projectionShader}
uniform sampler2D quads;
uniform vec3 frameOrigin;
uniform vec3 frameRight;
uniform vec3 frameUp;
uniform vec3 frameNormal;
uniform vec3 eye;
out vec2 vAt;
out vec3 vPosition;
flat out vec2 vSize;
// Kind of the quad, kind of its cells, metres of its plate below and above it.
flat out vec4 vKind;
flat out vec4 vCells;
flat out ivec4 vRows;
flat out ivec4 vLevels;
flat out ivec4 vFirst;
flat out vec3 vHue;

vec4 quadTexel(int nth) {
  return texelFetch(quads, ivec2(nth, gl_InstanceID), 0);
}

void main() {
  vec4 place = quadTexel(0);
  vec4 kind = quadTexel(1);
  vec4 cells = quadTexel(2);
  vec4 hue = quadTexel(6);
  vec2 corner = position.xy + 0.5;
  vSize = place.zw;
  vAt = corner * vSize;
  vKind = vec4(kind.x, kind.z, kind.w, hue.w);
  vCells = cells;
  vRows = ivec4(round(quadTexel(3)));
  vLevels = ivec4(round(quadTexel(4)));
  vFirst = ivec4(round(quadTexel(5)));
  vHue = hue.rgb;
  vec2 at = place.xy + vAt;
  vPosition = frameOrigin + frameRight * at.x + frameUp * at.y + frameNormal * kind.y;
  if (int(kind.x + 0.5) == KIND_SLAB_COUNT) {
    vSize.y = length(cells.xyz);
    vAt.y = corner.y * vSize.y;
    vPosition += cells.xyz * corner.y;
  }
  gl_Position = projected(vPosition);
  // Beams bow out before it: from its front it hides those within a few metres. No tower is there.
  vec3 toEye = eye - vPosition;
  if (dot(toEye, frameNormal) > 0.0) {
    vec4 nearer = projected(vPosition + toEye * min(0.6, BEFORE / length(toEye)));
    gl_Position.z = nearer.z / nearer.w * gl_Position.w;
  }
}
`;

export const exhibitFragmentShader = `
precision highp float;
precision highp int;
${defines}
in vec2 vAt;
in vec3 vPosition;
flat in vec2 vSize;
flat in vec4 vKind;
flat in vec4 vCells;
flat in ivec4 vRows;
flat in ivec4 vLevels;
flat in ivec4 vFirst;
flat in vec3 vHue;
uniform sampler2D cells;
uniform vec3 eye;
// Radius of a plate's corners, metres.
uniform float edge;
${atmosphereShader}
${exhibitCellShader}
// How far outside a rounded rectangle of that size, metres; negative inside.
float outsideOf(vec2 at, vec2 size, float radius) {
  vec2 away = abs(at - 0.5 * size) - 0.5 * size + radius;
  return length(max(away, vec2(0.0))) + min(max(away.x, away.y), 0.0) - radius;
}

void main() {
  int kind = int(vKind.x + 0.5);
  vec2 pixel = max(fwidth(vAt), vec2(1e-6));
  float wide = max(pixel.x, pixel.y);
  vec3 light;
  float alpha;
  if (kind == KIND_SLAB_COUNT) {
    // Light runs from the floor into the exhibit: two bright edges, a thin sheet between.
    float side = min(vAt.x, vSize.x - vAt.x);
    float rails = 1.0 - smoothstep(0.012, 0.012 + 1.5 * pixel.x, side);
    float share = vAt.y / vSize.y;
    float ends = cover(0.0, 0.02, vAt.y, pixel.y) + cover(vSize.y - 0.03, vSize.y, vAt.y, pixel.y);
    light = vec3(0.16, 0.34, 0.62) * (0.10 + 0.26 * share * share + 0.9 * max(rails, min(1.0, ends)));
    alpha = 0.30 + 0.5 * max(rails, min(1.0, ends));
  } else {
    // A plate may be cut into bands: its rounded corners are the whole plate's.
    vec2 whole = vSize + vec2(0.0, vKind.z + vKind.w);
    float outside = outsideOf(vAt + vec2(0.0, vKind.z), whole, kind == KIND_WALL_COUNT ? 2.0 * edge : edge);
    float shape = 1.0 - smoothstep(-0.5 * wide, 0.5 * wide, outside);
    if (shape < 0.01) discard;
    float rim = 1.0 - smoothstep(0.5 * wide, 1.6 * wide + 0.1 * edge, -outside);
    if (kind == KIND_WALL_COUNT) {
      light = vec3(0.0035, 0.0052, 0.0105) + vec3(0.030, 0.046, 0.080) * rim;
      alpha = mix(0.86, 0.92, rim) * shape;
    } else {
      light = vec3(0.0058, 0.0074, 0.0130) + vec3(0.020, 0.030, 0.050) * rim;
      alpha = 0.97 * shape;
      vec2 within = vec2(vAt.x - vCells.x, vCells.y + vCells.w - vAt.y);
      vec2 room = vec2(vCells.z, vCells.w);
      vec2 beyond = max(-within, within - room);
      if (int(vKind.y + 0.5) != CELLS_NONE_COUNT && max(beyond.x, beyond.y) < wide) {
        vec2 perCell = vec2(float(vRows.y), float(vLevels.x)) / room;
        vec2 at = within * perCell;
        vec2 width = pixel * perCell;
        if (int(vKind.y + 0.5) == CELLS_HEAT_COUNT) {
          // Rows count from the board's first, the point from the band's.
          vec2 inBoard = vec2(at.x, vRows.w > 0 ? float(vRows.z) + at.y : float(vRows.z + 1) - at.y);
          light += heatLight(inBoard, width);
        } else {
          light += barLight(at, width);
        }
        light += markLight(at, width);
      }
    }
  }
  vec3 encoded = encodeLight(throughHaze(light, vPosition, eye));
  glFragColor = vec4(encoded * alpha, alpha);
}
`;
