import { cityMeasures } from '#plan/city-measures.ts';
import { airShader, atmosphereShader } from './atmosphere-shader.ts';
import { projectionShader, projectionUniforms } from './projection-shader.ts';
import { glslDefines } from './glsl-defines.ts';
import { planSamplers, planShader } from './plan-shader.ts';
import { noiseCells } from './street-noise.ts';

export const groundUniforms = [
  ...projectionUniforms,
  'eye',
  'streets',
  'circle',
  'bounds',
  'mirror',
] as const;
export const groundSamplers = ['slots', 'noise', ...planSamplers] as const;

/** How the street is paved and where its light comes from, by layout. */
export const groundKinds = { avenue: 0, ring: 1, blocks: 2 } as const;

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
  NOISE_CELLS: noiseCells,
})}
in vec2 vStreet;
in vec4 vHaze;
in vec2 vSkimFar;
flat in vec3 vAmbient;
uniform vec3 eye;
// Kind (groundKinds), towers a row, metres from row to row, towers in all.
uniform vec4 streets;
// A ring's first angle, the angle between two towers and its radius.
uniform vec4 circle;
// Least and greatest x and z of the towers' middles.
uniform vec4 bounds;
// Whether a mirror image lies below (1) or not (0).
uniform float mirror;
uniform sampler2D slots;
uniform sampler2D noise;
${atmosphereShader}
${planShader}
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

// The row of blocks a point lies nearest to; 0 for other layouts.
float rowOf(vec2 at) {
  if (streets.x < 1.5) return 0.0;
  return clamp(floor(at.y / streets.z + 0.5), 0.0, floor(bounds.w / streets.z + 0.5));
}

// Light of one tower's lowest floors, tower given by its index in reading order.
vec3 towerLight(int index, vec2 at) {
  int slot = int(texelFetch(plan, ivec2(index, PLAN_ORDER_FIRST), 0).z + 0.5);
  vec2 away = max(abs(toTower(placeOf(slot), at)) - 0.5 * PLINTH, vec2(0.0));
  float d = dot(away, away);
  float reach = max(1.0 - 0.01 * d, 0.0);
  if (reach <= 0.0) return vec3(0.0);
  vec3 root = texelFetch(slots, ivec2(slot, 1), 0).rgb;
  reach *= reach;
  return root * root * (0.75 * reach * reach / (1.0 + 1.6 * d));
}

// What the lowest floors of the nearest towers throw on the street; nothing from 10 m on.
vec3 streetLight(vec2 at) {
  vec3 light = vec3(0.0);
  vec2 outside = max(max(bounds.xy - at, at - bounds.zw), vec2(0.0));
  if (max(outside.x, outside.y) > 10.0 + 0.5 * PLINTH) return light;
  int total = int(streets.w);
  if (streets.x > 0.5 && streets.x < 1.5) {
    float nearest = (atan(at.x, at.y) - circle.x) / circle.y;
    for (int step_ = -3; step_ <= 3; step_++) {
      int index = int(floor(nearest + 0.5)) + step_;
      if (index >= 0 && index < total) light += towerLight(index, at);
    }
    return light;
  }
  int inRow = int(streets.y);
  int column = int(floor(at.x / PITCH + 0.5));
  int row = int(rowOf(at));
  // The next row's light reaches here too.
  int next = streets.x < 1.5 ? row : at.y > float(row) * streets.z ? row + 1 : row - 1;
  for (int line = min(row, next); line <= max(row, next); line++) {
    for (int step_ = -2; step_ <= 2; step_++) {
      int index = line * inRow + column + step_;
      bool isThere = line >= 0 && column + step_ >= 0 && column + step_ < inRow && index < total;
      if (isThere) light += towerLight(index, at);
    }
  }
  return light;
}

// Paving: how much of it is pavement, its joints, and kerbs or lines on the street.
struct Paving { float pavement; float joints; float lines; };

// Avenue and blocks: pavement around each row of towers between two kerbs, asphalt beyond.
Paving rowPaving(vec2 at, vec2 width) {
  float z = at.y - rowOf(at) * streets.z;
  float pavement = clamp((2.1 - abs(z)) / max(width.y, 0.01) + 0.5, 0.0, 1.0);
  float joints = 0.0;
  if (pavement > 0.0) {
    joints = max(joint(at.x - 0.5 * PITCH, 0.5 * PITCH, 0.007, width.x), joint(z, 1.05, 0.007, width.y)) * pavement;
  }
  float lines = 0.0;
  if (abs(abs(z) - 2.1) < 0.5) lines = 0.91 * joint(z - 2.1, 4.2, 0.05, width.y);
  float lanes = joint(at.x - 0.5 * PITCH, 5.0 * PITCH, 0.04, width.x);
  if (streets.x < 0.5) lanes = max(lanes, joint(z - 2.1, 11.5, 0.04, width.y));
  return Paving(pavement, joints, lines + lanes * (1.0 - pavement));
}

// Ring: a round plaza, paved in circles around its middle.
Paving plazaPaving(vec2 at, vec2 width) {
  float away = length(at);
  float pixel = max(width.x, width.y);
  float rim = circle.z + 2.1;
  float pavement = clamp((rim - away) / max(pixel, 0.01) + 0.5, 0.0, 1.0);
  float joints = joint(away - circle.z, 1.05, 0.007, pixel);
  float around = (atan(at.x, at.y) - circle.x) / circle.y + 0.5;
  float beam = joint(around * circle.y * away, circle.y * max(away, 0.1), 0.007, pixel);
  joints = max(joints, beam * smoothstep(1.0, 3.0, away)) * pavement;
  float kerb = abs(away - rim) < 0.5 ? 0.91 * joint(away - rim, 4.2, 0.05, pixel) : 0.0;
  return Paving(pavement, joints, kerb);
}

void main() {
  vec2 at = vStreet;
  vec2 width = max(fwidth(at), vec2(1e-4));
  float reach = max(width.x, width.y);
  float fine = 1.0 - smoothstep(0.08, 0.5, reach);
  float broad = 1.0 - smoothstep(2.0, 9.0, reach);

  Paving paving;
  if (streets.x > 0.5 && streets.x < 1.5) paving = plazaPaving(at, width);
  else paving = rowPaving(at, width);
  float pavement = paving.pavement;
  float slabs = paving.joints;
  vec3 stone = mix(vec3(0.062, 0.065, 0.076), vec3(0.105, 0.108, 0.120), pavement);
  float grain = 1.0 - smoothstep(0.01, 0.04, reach);
  if (grain > 0.0) stone *= 1.0 + 0.45 * (softNoise(at * 23.0) - 0.5) * grain;
  if (broad > 0.0) stone *= 1.0 + 0.35 * (softNoise(at * 0.31) - 0.5) * broad;
  stone = stone * (1.0 - 0.55 * slabs) + 0.11 * paving.lines;

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
