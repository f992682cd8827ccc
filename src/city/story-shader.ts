import { atmosphereShader } from './atmosphere-shader.ts';
import { glslDefines } from './glsl-defines.ts';
import { projectionShader, projectionUniforms } from './projection-shader.ts';
import { replayFrontShader, replayFrontUniforms } from './replay-front-shader.ts';
import { branchTexels, particlesPerStorey } from './story-records.ts';

export const storyUniforms = [
  ...projectionUniforms,
  'eye',
  'focalPixels',
  ...replayFrontUniforms,
  'position0',
  'risen',
] as const;
export const storySamplers = ['branches'] as const;
export const branchesPerRow = 16;

/** A branch's record and what both draws make of it. */
const branchShader = `
${glslDefines({
  BRANCH_TEXEL_COUNT: branchTexels,
  BRANCHES_PER_ROW_COUNT: branchesPerRow,
  PARTICLE_COUNT: particlesPerStorey,
})}
uniform sampler2D branches;
uniform vec3 eye;
uniform float focalPixels;
// The tower's token.
uniform float position0;
${projectionShader}
${replayFrontShader}

vec4 branchTexel(int branch, int nth) {
  int column = (branch % BRANCHES_PER_ROW_COUNT) * BRANCH_TEXEL_COUNT + nth;
  return texelFetch(branches, ivec2(column, branch / BRANCHES_PER_ROW_COUNT), 0);
}

// 0 above the replay's front, 1 where half a floor more has been climbed.
float reached(float start) {
  return clamp((climbedLayers(position0) - start) * 2.0, 0.0, 1.0);
}

vec3 onCurve(vec3 start, vec3 bend, vec3 end, float t) {
  return mix(mix(start, bend, t), mix(bend, end, t), t);
}
`;

/**
 * Branches as strips that turn towards the eye and are shaded as tubes: x = share of the way, y = −1
 * and 1 its edges. The collar is a thicker piece of a branch that reads, near its root.
 */
export const branchVertexShader = `
precision highp float;
precision highp int;
in vec3 position;
${branchShader}
out vec3 vPosition;
out vec2 vAt;
flat out vec3 vLight;
flat out vec2 vLook;
flat out float vCollar;
void main() {
  vec4 start = branchTexel(gl_InstanceID, 0);
  vec4 bend = branchTexel(gl_InstanceID, 1);
  vec4 end = branchTexel(gl_InstanceID, 2);
  vec4 light = branchTexel(gl_InstanceID, 3);
  bool isRead = (gl_InstanceID & 1) == 0;
  float t = position.x;
  bool isCollar = isRead && t > 0.155 && t < 0.285;
  vec3 middle = onCurve(start.xyz, bend.xyz, end.xyz, t);
  vec3 along = normalize(mix(bend.xyz - start.xyz, end.xyz - bend.xyz, t) + vec3(1e-5));
  vec3 side = normalize(cross(along, eye - middle) + vec3(1e-6));
  float pixel = max(projected(middle).w, 0.02) / focalPixels;
  // Slimmer where it meets the storey; there it is part of the wall.
  float fromStorey = isRead ? 1.0 - t : t;
  float slim = 0.3 + 0.7 * smoothstep(0.0, 0.28, fromStorey);
  float radius = isCollar ? 0.018 : start.w * slim;
  vPosition = middle + side * position.y * max(radius, 0.6 * pixel);
  vAt = vec2(t, position.y);
  vLight = light.rgb * reached(bend.w);
  vCollar = isRead ? end.w * reached(bend.w) : -1.0;
  // Share of a pixel it really covers; whether it takes away.
  vLook = vec2(min(1.0, start.w / (0.6 * pixel)), light.w < 0.0 ? 1.0 : 0.0);
  bool isThere = start.w > 0.0 && reached(bend.w) > 0.0;
  gl_Position = isThere ? projected(vPosition) : vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const branchFragmentShader = `
precision highp float;
precision highp int;
in vec3 vPosition;
in vec2 vAt;
flat in vec3 vLight;
flat in vec2 vLook;
flat in float vCollar;
uniform vec3 eye;
${atmosphereShader}
void main() {
  float core = 1.0 - vAt.y * vAt.y;
  bool isCollar = vCollar >= 0.0 && vAt.x > 0.155 && vAt.x < 0.285;
  vec3 light = vLight * (0.25 + 0.75 * core);
  // What takes away from the residual is striped, as its storey is hatched.
  if (vLook.y > 0.5) light *= fract(vAt.x * 7.0 + vAt.y * 0.25) < 0.5 ? 0.35 : 1.65;
  if (isCollar) light = vec3(0.75, 0.82, 0.95) * (0.02 + vCollar) * (0.25 + 0.75 * core);
  // At arm's length it makes way for what is read behind it.
  float way = mix(0.2, 1.0, smoothstep(0.45, 2.2, distance(vPosition, eye)));
  float share = (isCollar ? 1.0 : vLook.x) * way;
  glFragColor = vec4(encodeLight(throughHaze(light, vPosition, eye)) * share, share);
}
`;

/**
 * Points of light that come in by the branch a storey writes by and rise one floor along the spine:
 * the more, the more the storey adds. One instance each.
 */
export const particleVertexShader = `
precision highp float;
precision highp int;
in vec3 position;
// How far all have risen, as a share of their way.
uniform float risen;
${branchShader}
out vec2 vAt;
out vec3 vPosition;
flat out vec3 vLight;
const float ON_BRANCH = 0.42;
void main() {
  int storey = gl_InstanceID / PARTICLE_COUNT;
  float nth = float(gl_InstanceID % PARTICLE_COUNT);
  int branch = 2 * storey + 1;
  vec4 start = branchTexel(branch, 0);
  vec4 bend = branchTexel(branch, 1);
  vec4 end = branchTexel(branch, 2);
  vec4 light = branchTexel(branch, 3);
  float count = floor(end.w * float(PARTICLE_COUNT) + 0.5);
  float shown = nth < count ? reached(bend.w) : 0.0;
  // Golden steps keep the storeys of a tower out of step.
  float way = fract((nth + fract(float(storey) * 0.618034)) / max(1.0, count) + risen);
  float onBranch = min(1.0, way / ON_BRANCH);
  float onSpine = max(0.0, (way - ON_BRANCH) / (1.0 - ON_BRANCH));
  vec3 middle = onCurve(start.xyz, bend.xyz, end.xyz, onBranch);
  middle.y += onSpine * abs(light.w);
  vec3 toEye = eye - middle;
  vec3 right = normalize(cross(vec3(0.0, 1.0, 0.0), toEye) + vec3(1e-6));
  vec3 up = normalize(cross(toEye, right));
  float pixel = max(projected(middle).w, 0.02) / focalPixels;
  float radius = max(0.026, 1.7 * pixel);
  vAt = position.xy * 2.0;
  vPosition = middle + (right * vAt.x + up * vAt.y) * radius + normalize(toEye) * 0.05;
  float fade = smoothstep(0.0, 0.08, way) * (1.0 - smoothstep(0.75, 1.0, way));
  vec3 hue = light.rgb / max(1e-4, max(light.r, max(light.g, light.b)));
  vLight = mix(hue, vec3(0.86, 0.92, 1.0), 0.35 + 0.5 * onSpine) * fade * shown * 1.25;
  gl_Position = shown > 0.0 ? projected(vPosition) : vec4(2.0, 2.0, 2.0, 1.0);
}
`;
