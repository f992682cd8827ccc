import { shownTokenLimit } from '#contract/control-message.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { atmosphereShader } from './atmosphere-shader.ts';
import { projectionShader, projectionUniforms } from './projection-shader.ts';
import { glslDefines } from './glsl-defines.ts';

export const groundUniforms = [...projectionUniforms, 'eye', 'towerTotal', 'mirror'] as const;
export const groundSamplers = ['slots'] as const;

export const groundVertexShader = `
precision highp float;
in vec3 position;
uniform vec3 eye;
${projectionShader}
out vec3 vPosition;
void main() {
  vPosition = position + vec3(eye.x, 0.0, eye.z);
  gl_Position = projected(vPosition);
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
})}
in vec3 vPosition;
uniform vec3 eye;
// How many towers stand, and whether a mirror image lies below (1) or not (0).
uniform float towerTotal;
uniform float mirror;
uniform sampler2D slots;
${atmosphereShader}
uint scramble(uint x) {
  x = x * 747796405u + 2891336453u;
  x = ((x >> ((x >> 28u) + 4u)) ^ x) * 277803737u;
  return (x >> 22u) ^ x;
}
float random2(ivec2 cell) {
  return float(scramble(uint(cell.x + 65536) + scramble(uint(cell.y + 65536))) >> 8u) / 16777216.0;
}
float softNoise(vec2 at) {
  ivec2 cell = ivec2(floor(at));
  vec2 f = fract(at);
  f = f * f * (3.0 - 2.0 * f);
  return mix(
    mix(random2(cell), random2(cell + ivec2(1, 0)), f.x),
    mix(random2(cell + ivec2(0, 1)), random2(cell + ivec2(1, 1)), f.x), f.y);
}
// Thin joint every period, no thinner than what a pixel can show.
float joint(float at, float period, float wide, float width) {
  float away = abs(fract(at / period + 0.5) - 0.5) * period;
  float line = clamp((wide - away) / max(width, 1e-4) + 0.5, 0.0, 1.0) * min(1.0, 2.0 * wide / max(width, 1e-4));
  return line * (1.0 - smoothstep(0.15, 0.5, width / period));
}

// What the lowest floors of the three nearest towers throw on the street.
vec3 streetLight(vec2 at) {
  vec3 light = vec3(0.0);
  int nearest = int(floor(at.x / PITCH + 0.5));
  for (int i = -2; i <= 2; i++) {
    int slot = nearest + i;
    if (slot < 0 || slot >= SLOT_COUNT || float(slot) >= towerTotal) continue;
    vec3 root = texelFetch(slots, ivec2(slot, 1), 0).rgb;
    vec2 away = max(abs(at - vec2(float(slot) * PITCH, 0.0)) - 0.5 * PLINTH, vec2(0.0));
    float d = dot(away, away);
    light += root * root * (0.75 / (1.0 + 1.6 * d)) * exp(-d * 0.05);
  }
  return light;
}

void main() {
  vec3 toEye = eye - vPosition;
  float metres = length(toEye);
  toEye /= metres;
  vec2 at = vPosition.xz;
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
  float slabs = max(joint(at.x - 0.5 * PITCH, 0.5 * PITCH, 0.007, width.x), joint(at.y, 1.05, 0.007, width.y));
  float lanes = max(joint(at.x - 0.5 * PITCH, 5.0 * PITCH, 0.04, width.x), joint(at.y - 2.1, 11.5, 0.04, width.y));
  float kerb = joint(at.y - 2.1, 4.2, 0.05, width.y) * step(abs(abs(at.y) - 2.1), 0.5);
  stone *= 1.0 - 0.55 * slabs * pavement;
  stone += 0.10 * kerb + 0.11 * lanes * (1.0 - pavement);

  vec3 light = stone * (ambientLight(vec3(0.0, 1.0, 0.0)) * 0.8 + streetLight(at));

  // Water: lies in the low parts of the street, a film elsewhere.
  float pools = 0.5;
  if (fine > 0.0) {
    float low = softNoise(at * vec2(0.55, 0.8)) * 0.70 + softNoise(at * 2.3 + 9.0) * 0.30;
    pools = mix(0.5, low, fine);
  }
  float wet = mix(0.62, 1.0, smoothstep(0.40, 0.64, pools));
  wet *= 1.0 - 0.25 * pavement;
  float skim = pow(1.0 - clamp(toEye.y, 0.0, 1.0), 4.0);
  float mirrored = mix(0.34, 0.66, skim) * wet * mirror * (1.0 - 0.5 * slabs * pavement);
  if (mirror < 0.5) {
    vec3 sky = skyLight(normalize(vec3(-toEye.x, toEye.y, -toEye.z)));
    light += sky * skim * wet * 0.3;
  }
  vec3 seen = throughHaze(light, vPosition, eye);
  // The far street dissolves into the sky's own mirror image.
  float far = smoothstep(150.0, 700.0, metres);
  glFragColor = vec4(encodeLight(seen), 1.0 - mix(mirrored, 0.0, far * 0.5));
}
`;
