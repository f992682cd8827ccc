import { shownTokenLimit } from '#contract/control-message.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { airShader, atmosphereShader } from './atmosphere-shader.ts';
import { projectionShader, projectionUniforms } from './projection-shader.ts';
import { glslDefines } from './glsl-defines.ts';
import { noiseCells } from './street-noise.ts';

export const groundUniforms = [...projectionUniforms, 'eye', 'towerTotal', 'mirror'] as const;
export const groundSamplers = ['slots', 'noise'] as const;

/** How far the street reaches around the eye, metres. */
const reachMetres = 2100;

/** See `street-mesh.ts`. Lower eyes than the lowest see what that one sees. */
export const groundVertexShader = `
precision highp float;
${glslDefines({ REACH: reachMetres })}
in vec3 position;
uniform vec3 eye;
${projectionShader}
${airShader}
out vec2 vStreet;
// Colour of the haze before the street, and the share of light it lets through.
out vec4 vHaze;
// How much the street is looked at along, and how far off it is: 0 … 1.
out vec2 vSkimFar;
flat out vec3 vAmbient;
void main() {
  float metresAway = min(REACH, position.y * max(eye.y, 0.25));
  vStreet = eye.xz + position.xz * metresAway;
  vec3 ray = vec3(vStreet.x, 0.0, vStreet.y) - eye;
  float metres = length(ray);
  vHaze = hazeAlong(ray);
  float skim = 1.0 - clamp(-ray.y / metres, 0.0, 1.0);
  // The far street dissolves into the sky's own mirror image.
  vSkimFar = vec2(skim * skim * skim * skim, smoothstep(150.0, 700.0, metres));
  vAmbient = ambientLight(vec3(0.0, 1.0, 0.0)) * 0.8;
  gl_Position = projected(vec3(vStreet.x, 0.0, vStreet.y));
}
`;

/**
 * Dark wet street before the mirrored city: the more it is looked at along, and the wetter it is,
 * the more of the mirror image shows through. Lit by the lowest floors (DERIVED), else GUIDE.
 */
export const groundFragmentShader = `
precision highp float;
precision highp int;
${glslDefines({
  PITCH: cityMeasures.pitchMetres,
  PLINTH: cityMeasures.plinthMetres,
  SLOT_COUNT: shownTokenLimit,
  NOISE_CELLS: noiseCells,
})}
in vec2 vStreet;
in vec4 vHaze;
in vec2 vSkimFar;
flat in vec3 vAmbient;
uniform vec3 eye;
// How many towers stand, and whether a mirror image lies below (1) or not (0).
uniform float towerTotal;
uniform float mirror;
uniform sampler2D slots;
uniform sampler2D noise;
${atmosphereShader}
float softNoise(vec2 at) {
  vec2 cell = floor(at);
  vec2 f = at - cell;
  return textureLod(noise, (cell + 0.5 + f * f * (3.0 - 2.0 * f)) / NOISE_CELLS, 0.0).r;
}
// Thin joint every period, no thinner than what a pixel can show.
float joint(float at, float period, float wide, float width) {
  float away = abs(fract(at / period + 0.5) - 0.5) * period;
  float line = clamp((wide - away) / max(width, 1e-4) + 0.5, 0.0, 1.0) * min(1.0, 2.0 * wide / max(width, 1e-4));
  return line * (1.0 - smoothstep(0.15, 0.5, width / period));
}

// What the lowest floors of the nearest towers throw on the street; nothing from 10 m on.
vec3 streetLight(vec2 at) {
  vec3 light = vec3(0.0);
  float beside = max(abs(at.y) - 0.5 * PLINTH, 0.0);
  if (beside > 10.0) return light;
  int nearest = int(floor(at.x / PITCH + 0.5));
  for (int slot = max(nearest - 2, 0); slot <= min(nearest + 2, SLOT_COUNT - 1); slot++) {
    if (float(slot) >= towerTotal) break;
    vec3 root = texelFetch(slots, ivec2(slot, 1), 0).rgb;
    float along = max(abs(at.x - float(slot) * PITCH) - 0.5 * PLINTH, 0.0);
    float d = along * along + beside * beside;
    float reach = max(1.0 - 0.01 * d, 0.0);
    reach *= reach;
    light += root * root * (0.75 * reach * reach / (1.0 + 1.6 * d));
  }
  return light;
}

void main() {
  vec2 at = vStreet;
  vec2 width = max(fwidth(at), vec2(1e-4));
  float reach = max(width.x, width.y);
  float fine = 1.0 - smoothstep(0.08, 0.5, reach);
  float broad = 1.0 - smoothstep(2.0, 9.0, reach);

  // Pavement around the towers between two kerbs, asphalt beyond.
  float pavement = clamp((2.1 - abs(at.y)) / max(width.y, 0.01) + 0.5, 0.0, 1.0);
  vec3 stone = mix(vec3(0.062, 0.065, 0.076), vec3(0.105, 0.108, 0.120), pavement);
  float grain = 1.0 - smoothstep(0.01, 0.04, reach);
  if (grain > 0.0) stone *= 1.0 + 0.45 * (softNoise(at * 23.0) - 0.5) * grain;
  if (broad > 0.0) stone *= 1.0 + 0.35 * (softNoise(at * 0.31) - 0.5) * broad;
  float slabs = 0.0;
  if (pavement > 0.0) {
    slabs = max(joint(at.x - 0.5 * PITCH, 0.5 * PITCH, 0.007, width.x), joint(at.y, 1.05, 0.007, width.y)) * pavement;
  }
  if (abs(abs(at.y) - 2.1) < 0.5) stone += 0.10 * joint(at.y - 2.1, 4.2, 0.05, width.y);
  float lanes = max(joint(at.x - 0.5 * PITCH, 5.0 * PITCH, 0.04, width.x), joint(at.y - 2.1, 11.5, 0.04, width.y));
  stone = stone * (1.0 - 0.55 * slabs) + 0.11 * lanes * (1.0 - pavement);

  vec3 light = stone * (vAmbient + streetLight(at));

  // Water: lies in the low parts of the street, a film elsewhere.
  float pools = 0.5;
  if (fine > 0.0) {
    float low = softNoise(at * vec2(0.55, 0.8)) * 0.70 + softNoise(at * 2.3 + 9.0) * 0.30;
    pools = mix(0.5, low, fine);
  }
  float wet = mix(0.62, 1.0, smoothstep(0.40, 0.64, pools));
  wet *= 1.0 - 0.25 * pavement;
  float skim = vSkimFar.x;
  float mirrored = mix(0.34, 0.66, skim) * wet * mirror * (1.0 - 0.5 * slabs);
  if (mirror < 0.5) {
    vec3 ray = normalize(vec3(at.x - eye.x, eye.y, at.y - eye.z));
    light += skyLight(ray) * skim * wet * 0.3;
  }
  glFragColor = vec4(encodeLight(mix(vHaze.rgb, light, vHaze.a)), 1.0 - mirrored * (1.0 - 0.5 * vSkimFar.y));
}
`;
