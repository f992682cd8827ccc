import { beforeMetres } from './exhibit-shader.ts';
import { glslDefines } from './glsl-defines.ts';
import { quadTexels } from './label-quad.ts';
import { quadsPerRow, readableEm } from './label-shader.ts';
import { projectionShader, projectionUniforms } from './projection-shader.ts';

export const exhibitTextUniforms = [
  ...projectionUniforms,
  'eye',
  'focalPixels',
  'frameOrigin',
  'frameRight',
  'frameUp',
  'frameNormal',
] as const;

/** Label quads (`label-quad.ts`) on a free plane; drawn on by the labels' own fragment shader. */
export const exhibitTextVertexShader = `
precision highp float;
precision highp int;
${glslDefines({
  QUAD_TEXEL_COUNT: quadTexels,
  QUADS_PER_ROW_COUNT: quadsPerRow,
  READABLE_FROM: readableEm.from,
  READABLE_TO: readableEm.to,
  BEFORE: beforeMetres,
})}
in vec3 position;
${projectionShader}
uniform sampler2D quads;
uniform vec3 eye;
uniform float focalPixels;
uniform vec3 frameOrigin;
uniform vec3 frameRight;
uniform vec3 frameUp;
uniform vec3 frameNormal;
out vec2 vUv;
out vec3 vPosition;
flat out vec4 vInk;

vec4 quadTexel(int nth) {
  int column = (gl_InstanceID % QUADS_PER_ROW_COUNT) * QUAD_TEXEL_COUNT + nth;
  return texelFetch(quads, ivec2(column, gl_InstanceID / QUADS_PER_ROW_COUNT), 0);
}

void main() {
  vec4 place = quadTexel(1);
  vec4 size = quadTexel(2);
  vec4 corners = quadTexel(3);
  vInk = quadTexel(4);
  vec2 corner = position.xy;
  vUv = mix(corners.xy, corners.zw, vec2(corner.x, -corner.y) + 0.5);
  vec2 at = place.xy + corner * size.xy;
  vPosition = frameOrigin + frameRight * at.x + frameUp * at.y + frameNormal * place.z;
  vec4 clip = projected(vPosition);
  // Seen from behind, letters would be the wrong way round.
  float slant = dot(frameNormal, normalize(eye - vPosition));
  float pixels = size.z * focalPixels / max(clip.w, 1e-3);
  vInk.a *= smoothstep(READABLE_FROM, READABLE_TO, pixels) * smoothstep(0.08, 0.2, slant);
  // Before the same things as the glass it stands on, and before the glass.
  vec3 toEye = eye - vPosition;
  vec4 nearer = projected(vPosition + toEye * min(0.61, (BEFORE + 0.01) / length(toEye)));
  clip.z = nearer.z / nearer.w * clip.w;
  gl_Position = vInk.a > 0.004 ? clip : vec4(2.0, 2.0, 2.0, 1.0);
}
`;
