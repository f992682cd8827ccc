import { glslDefines } from './glsl-defines.ts';

/** Haze per metre: at 40 m it must not cover which storey is bright (city.md, "Light"). */
const hazePerMetre = 0.0016;

/**
 * Dusk's light, linear, for either stage of a shader. GUIDE light only: nothing here comes from the
 * model.
 *
 * - `skyLight(direction)`: the sky without stars or clouds.
 * - `ambientLight(normal)`: what the sky gives a surface.
 * - `hazeAlong(ray)`: the haze's colour between a ray's ends, and the share of light it lets through.
 * - `srgb(light)`: linear to sRGB.
 */
export const airShader = `
${glslDefines({ HAZE_PER_METRE: hazePerMetre })}
const vec2 SUNSET = vec2(-0.36, 0.933);

vec3 skyLight(vec3 direction) {
  float height = clamp(direction.y, 0.0, 1.0);
  float towardsSunset = dot(normalize(direction.xz + vec2(1e-5)), SUNSET) * 0.5 + 0.5;
  vec3 light = mix(vec3(0.0085, 0.022, 0.070), vec3(0.0022, 0.0055, 0.021), smoothstep(0.0, 0.55, height));
  // One exponential serves three layers of haze: e, e squared, e cubed.
  float low = exp(-height * 7.6);
  float afterglow = towardsSunset * towardsSunset * towardsSunset;
  afterglow *= afterglow;
  light += vec3(0.022, 0.020, 0.040) * low * (0.35 + 0.65 * towardsSunset);
  light += vec3(0.330, 0.110, 0.033) * low * low * low * afterglow;
  light += vec3(0.059, 0.016, 0.018) * low * afterglow;
  return light;
}

vec3 ambientLight(vec3 normal) {
  vec3 light = mix(vec3(0.006, 0.007, 0.010), vec3(0.026, 0.046, 0.110), normal.y * 0.5 + 0.5);
  float sunset = max(0.0, dot(normalize(vec3(SUNSET.x, 0.12, SUNSET.y)), normal));
  return light + vec3(0.15, 0.058, 0.026) * sunset;
}

vec4 hazeAlong(vec3 ray) {
  float metres = length(ray);
  vec3 direction = ray / max(metres, 1e-4);
  vec3 haze = skyLight(normalize(vec3(direction.x, abs(direction.y) * 0.5 + 0.05, direction.z)));
  return vec4(haze, exp(-metres * HAZE_PER_METRE));
}

vec3 srgb(vec3 light) {
  vec3 bounded = clamp(light, 0.0, 1.0);
  // IEC 61966-2-1 by square roots instead of powers: within 0.002 of it.
  vec3 root2 = sqrt(bounded);
  vec3 root4 = sqrt(root2);
  vec3 high = 0.662002687 * root2 + 0.684122060 * root4 - 0.323583601 * sqrt(root4) - 0.022541147 * bounded;
  return mix(high, bounded * 12.92, vec3(lessThanEqual(bounded, vec3(0.0031308))));
}
`;

/**
 * Dusk, for every fragment shader of the city: all of it works in linear light and calls
 * `encodeLight` once, at its end. `airShader`, and besides
 *
 * - `throughHaze(light, position, eye)`: distance in the sky's own colour.
 * - `fixedNoise(pixel)`: 0 … 1, evenly spread over neighbouring pixels.
 * - `encodeLight(light)`: `srgb`, with half a step of fixed noise against banding.
 */
export const atmosphereShader = `
${airShader}
vec3 throughHaze(vec3 light, vec3 position, vec3 eye) {
  vec4 haze = hazeAlong(position - eye);
  return mix(haze.rgb, light, haze.a);
}

float fixedNoise(vec2 pixel) {
  return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}

vec3 encodeLight(vec3 light) {
  return srgb(light) + (fixedNoise(gl_FragCoord.xy) - 0.5) / 255.0;
}
`;
