import { atmosphereShader } from './atmosphere-shader.ts';
import { projectionShader, projectionUniforms } from './projection-shader.ts';

export const skyUniforms = [...projectionUniforms, 'eye'] as const;

/** A box around the eye, pushed to the far plane. */
export const skyVertexShader = `
precision highp float;
in vec3 position;
uniform vec3 eye;
${projectionShader}
out vec3 vDirection;
void main() {
  vDirection = position;
  vec4 clip = projected(position + eye);
  gl_Position = vec4(clip.xy, clip.w * 0.99999, clip.w);
}
`;

/** Dusk with thin cloud, few stars and hills. GUIDE: nothing of it is the model's, so nothing in it is lit like a window. */
export const skyFragmentShader = `
precision highp float;
precision highp int;
in vec3 vDirection;
${atmosphereShader}
uint scramble(uint x) {
  x = x * 747796405u + 2891336453u;
  x = ((x >> ((x >> 28u) + 4u)) ^ x) * 277803737u;
  return (x >> 22u) ^ x;
}
float random2(ivec2 cell, uint salt) {
  uint x = scramble(uint(cell.x + 4096) + scramble(uint(cell.y + 4096) + salt * 7919u));
  return float(x >> 8u) / 16777216.0;
}
// Repeats after period cells along x, so that it closes around the horizon.
float softNoise(vec2 at, int period) {
  ivec2 cell = ivec2(floor(at));
  vec2 f = fract(at);
  f = f * f * (3.0 - 2.0 * f);
  int left = (cell.x + 4 * period) % period;
  int right = (left + 1) % period;
  float low = mix(random2(ivec2(left, cell.y), 1u), random2(ivec2(right, cell.y), 1u), f.x);
  float high = mix(random2(ivec2(left, cell.y + 1), 1u), random2(ivec2(right, cell.y + 1), 1u), f.x);
  return mix(low, high, f.y);
}

// Stars in rings of equal height, one chance a cell; never smaller than a pixel.
float stars(vec3 direction, float turn, float pixel) {
  float ring = 0.034;
  float row = floor(direction.y / ring);
  float h = (row + 0.5) * ring;
  float around = max(5.0, floor(6.2832 * sqrt(max(0.0, 1.0 - h * h)) / ring));
  ivec2 cell = ivec2(int(floor((turn + 0.5) * around)), int(row));
  if (random2(cell, 2u) > 0.16) return 0.0;
  h += (random2(cell, 3u) - 0.5) * 0.5 * ring;
  float a = (float(cell.x) + 0.25 + 0.5 * random2(cell, 4u)) / around * 6.2832 - 3.14159265;
  vec3 at = vec3(sin(a), 0.0, cos(a)) * sqrt(max(0.0, 1.0 - h * h)) + vec3(0.0, h, 0.0);
  float radius = max(0.0007, 0.75 * pixel);
  vec3 away = (direction - at) / radius;
  float strength = pow(random2(cell, 5u), 4.0) * min(1.0, 0.0011 / radius);
  return strength * exp(-dot(away, away)) * smoothstep(0.04, 0.35, direction.y);
}

// Hills far off, one range behind the other: dark against the sunset, without a light in them.
vec3 behindHills(vec3 light, vec3 direction, float turn, float pixel) {
  for (int range = 0; range < 2; range++) {
    float r = float(range);
    int slow = 150 + 96 * range;
    float top = 0.006 + 0.026 * softNoise(vec2(turn * float(slow), r * 9.0), slow)
      + 0.007 * softNoise(vec2(turn * float(slow * 4), 3.0), slow * 4);
    top *= 1.0 - 0.45 * r;
    float inside = clamp((top - direction.y) / max(pixel, 1e-5) + 0.5, 0.0, 1.0);
    vec3 hill = skyLight(vec3(direction.x, 0.16, direction.z)) * (0.72 - 0.30 * r);
    light = mix(light, hill, inside);
  }
  return light;
}

void main() {
  vec3 direction = normalize(vDirection);
  float pixel = max(length(fwidth(direction)) * 0.6, 1e-5);
  // Below the horizon lies what the wet street mirrors, without the finer things.
  bool isMirrored = direction.y < 0.0;
  direction.y = abs(direction.y);
  float turn = atan(direction.x, direction.z) / 6.2831853;
  vec3 light = skyLight(direction);
  if (!isMirrored) {
    float band = smoothstep(0.015, 0.09, direction.y) * smoothstep(0.46, 0.12, direction.y);
    if (band > 0.0) {
      float streak = softNoise(vec2(turn * 31.0, direction.y * 46.0), 31) * 0.6
        + softNoise(vec2(turn * 82.0, direction.y * 105.0), 82) * 0.4;
      light += (vec3(0.85, 0.50, 0.40) * light + vec3(0.004, 0.004, 0.008)) * smoothstep(0.50, 0.85, streak) * band * 0.42;
    }
    if (direction.y > 0.04) light += vec3(0.80, 0.88, 1.0) * stars(direction, turn, pixel);
  }
  if (direction.y < 0.05) light = behindHills(light, direction, turn, pixel);
  glFragColor = vec4(encodeLight(light), 1.0);
}
`;
