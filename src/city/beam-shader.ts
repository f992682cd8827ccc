import { atmosphereShader } from './atmosphere-shader.ts';
import { beamTexels } from './beam-records.ts';
import { glslDefines } from './glsl-defines.ts';
import { projectionShader, projectionUniforms } from './projection-shader.ts';
import { replayFrontShader, replayFrontUniforms } from './replay-front-shader.ts';

export const beamUniforms = [
  ...projectionUniforms,
  'eye',
  'focalPixels',
  ...replayFrontUniforms,
  'flowMetres',
  'highlight',
] as const;
export const beamSamplers = ['beams'] as const;
export const beamsPerRow = 16;

/** A beam's record and what both its draws make of it. */
const beamRecordShader = `
${glslDefines({ BEAM_TEXEL_COUNT: beamTexels, BEAMS_PER_ROW_COUNT: beamsPerRow })}
uniform sampler2D beams;
uniform vec3 eye;
uniform float focalPixels;
// Record pointed at, −1 for none; how bright the others stay.
uniform vec2 highlight;
${projectionShader}
${replayFrontShader}

vec4 beamTexel(int beam, int nth) {
  int column = (beam % BEAMS_PER_ROW_COUNT) * BEAM_TEXEL_COUNT + nth;
  return texelFetch(beams, ivec2(column, beam / BEAMS_PER_ROW_COUNT), 0);
}

// 0 below the replay's front, 1 above: a beam shoots out while its floor is climbed.
float reach(float query, float layer) {
  float climbed = clamp(climbedLayers(query) - layer, 0.0, 1.0);
  return 1.0 - (1.0 - climbed) * (1.0 - climbed);
}

float emphasis(int beam) {
  if (highlight.x < 0.0) return 1.0;
  return float(beam) == highlight.x ? 1.6 : highlight.y;
}
`;

/**
 * Tubes along quadratic curves. The mesh is one unit tube: x = share of the way, yz = the circle.
 * A beam grows from the reading tower towards what it reads; its dashes run the way the information
 * goes, from key to query.
 */
export const beamVertexShader = `
precision highp float;
precision highp int;
in vec3 position;
${beamRecordShader}
out vec3 vPosition;
out vec3 vNormal;
out float vMetres;
flat out vec3 vHue;
flat out vec4 vLook;
// Share of its light that is shown: less on a folded floor.
flat out float vShown;
void main() {
  vec4 key = beamTexel(gl_InstanceID, 0);
  vec4 bend = beamTexel(gl_InstanceID, 1);
  vec4 query = beamTexel(gl_InstanceID, 2);
  vec4 hue = beamTexel(gl_InstanceID, 3);
  float strength = abs(hue.w);
  float grown = reach(query.w, bend.w);
  float t = 1.0 - grown * (1.0 - position.x);
  vec3 first = mix(key.xyz, bend.xyz, t);
  vec3 second = mix(bend.xyz, query.xyz, t);
  vec3 middle = mix(first, second, t);
  vec3 along = normalize(second - first + vec3(1e-5, 0.0, 0.0));
  // A quadratic curve lies in a plane: that plane's normal turns with nothing along the way.
  vec3 plane = cross(bend.xyz - key.xyz, query.xyz - bend.xyz);
  vec3 side = length(plane) > 1e-8 ? normalize(plane) : vec3(0.0, 1.0, 0.0);
  vec3 up = cross(along, side);
  float radius = key.w * (float(gl_InstanceID) == highlight.x ? 1.35 : 1.0);
  // Slimmer where it leaves and meets the wall, and a point while it is still growing.
  float metres = 0.5 * (distance(key.xyz, bend.xyz) + distance(bend.xyz, query.xyz) + distance(key.xyz, query.xyz));
  float fromEnd = min(t, 1.0 - t) * metres;
  float slim = 0.25 + 0.75 * smoothstep(0.0, 0.30, fromEnd);
  if (grown < 1.0) slim *= smoothstep(0.0, 0.04, position.x);
  float depth = max(projected(middle).w, 0.02);
  float pixel = depth / focalPixels;
  float drawn = max(radius * slim, 0.6 * pixel);
  vNormal = side * position.y + up * position.z;
  vPosition = middle + vNormal * drawn;
  vMetres = t * metres;
  vec4 ends = beamTexel(gl_InstanceID, 4);
  vHue = hue.rgb * emphasis(gl_InstanceID);
  // Strength; share of a pixel it really covers; metres between two dashes; where they are cut.
  float dashes = max(1.0, floor(metres / mix(2.2, 0.45, sqrt(clamp(strength, 0.0, 1.0))) + 0.5));
  vShown = ends.z;
  vLook = vec4(hue.w, min(1.0, radius / (0.6 * pixel)), metres / dashes, metres);
  gl_Position = grown > 0.0 ? projected(vPosition) : vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const beamFragmentShader = `
precision highp float;
precision highp int;
in vec3 vPosition;
in vec3 vNormal;
in float vMetres;
flat in vec3 vHue;
flat in vec4 vLook;
flat in float vShown;
uniform vec3 eye;
// How far the dashes have run.
uniform float flowMetres;
${atmosphereShader}
void main() {
  vec3 normal = normalize(vNormal);
  vec3 toEye = normalize(eye - vPosition);
  float facing = clamp(dot(normal, toEye), 0.0, 1.0);
  bool isThin = vLook.x < 0.0;
  float strength = clamp(abs(vLook.x), 0.0, 1.0);
  // Glass lit from within: brightest where one looks straight into it, deep in its hue at the rim.
  float core = facing * facing;
  vec3 light = vHue * (0.04 + 0.84 * strength) * (0.16 + 0.84 * core);
  light += vec3(0.30) * strength * strength * core * core * core;
  if (!isThin) {
    // A dash: a bright head with a tail behind it.
    float run = fract((vMetres - flowMetres) / vLook.z);
    float footprint = clamp(fwidth(vMetres) / vLook.z, 0.0, 1.0);
    float tail = smoothstep(0.10, 0.88, run);
    float dash = tail * tail * (1.0 - smoothstep(0.90, 0.99, run));
    dash = mix(dash, 0.26, smoothstep(0.12, 0.45, footprint));
    light += mix(vHue, vec3(1.0), 0.45 * strength) * dash * (0.06 + 0.84 * strength) * (0.2 + 0.8 * core);
    // The sky glances off its upper side.
    float glance = pow(max(0.0, dot(normal, normalize(toEye + vec3(0.0, 1.0, 0.0)))), 28.0);
    light += vec3(0.20, 0.26, 0.42) * glance * (0.15 + 0.5 * strength);
  }
  // A weak beam is a thread of light, a strong one a solid thing.
  // At arm's length it makes way for what is read behind it.
  float way = smoothstep(0.45, 2.2, distance(vPosition, eye));
  float body = (isThin ? 0.05 : mix(0.22, 0.96, sqrt(strength))) * mix(0.10, 1.0, way) * vShown;
  float share = (isThin ? 0.12 : 1.0) * vLook.y * mix(0.16, 1.0, way) * vShown;
  vec3 encoded = encodeLight(throughHaze(light, vPosition, eye));
  glFragColor = vec4(encoded * share * mix(0.8, 1.0, body), body * vLook.y);
}
`;

/** Soft light where a beam leaves its key's bay and where it enters its query's; two instances a beam. */
export const beamEndVertexShader = `
precision highp float;
precision highp int;
in vec3 position;
${beamRecordShader}
out vec2 vAt;
out vec3 vPosition;
flat out vec3 vLight;
void main() {
  int beam = gl_InstanceID / 2;
  bool isQuery = gl_InstanceID % 2 == 1;
  vec4 key = beamTexel(beam, 0);
  vec4 bend = beamTexel(beam, 1);
  vec4 query = beamTexel(beam, 2);
  vec4 hue = beamTexel(beam, 3);
  vec4 ends = beamTexel(beam, 4);
  float grown = reach(query.w, bend.w);
  float shown = isQuery ? smoothstep(0.0, 0.3, grown) : smoothstep(0.9, 1.0, grown);
  float strength = hue.w < 0.0 ? 0.12 * -hue.w : clamp(hue.w, 0.0, 1.0);
  float radius = key.w * 2.2 + 0.02 + 0.05 * strength;
  vAt = position.xy * 2.0;
  // Flat before the wall it docks at.
  float facing = isQuery ? ends.y : ends.x;
  vec3 outward = vec3(-sin(facing), 0.0, -cos(facing));
  vec3 along = vec3(-outward.z, 0.0, outward.x);
  vPosition = (isQuery ? query.xyz : key.xyz) + along * (vAt.x * radius) + outward * 0.012;
  vPosition.y += vAt.y * radius;
  vLight = hue.rgb * emphasis(beam) * shown * ends.z * (0.02 + 0.70 * strength);
  gl_Position = shown > 0.0 ? projected(vPosition) : vec4(2.0, 2.0, 2.0, 1.0);
}
`;
