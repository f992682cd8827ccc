import type { ModelShape } from '#contract/model-shape.ts';
import { atmosphereShader } from './atmosphere-shader.ts';
import { facadeDefines } from './facade-defines.ts';
import type { TowerMesh } from './tower-mesh.ts';
import { planSamplers, planShader } from './plan-shader.ts';
import { projectionShader, projectionUniforms } from './projection-shader.ts';
import { replayFrontShader, replayFrontUniforms } from './replay-front-shader.ts';
import {
  activationNumbersShader,
  facadeLightShader,
  facadeToolsShader,
} from './facade-light-shader.ts';

/** Uniforms and samplers both stages of the tower shader read. */
export const towerUniforms = [
  ...projectionUniforms,
  'eye',
  'shownParts',
  'isolated',
  ...replayFrontUniforms,
] as const;
export const towerSamplers = ['activations', 'scales', 'slots', ...planSamplers] as const;

/**
 * How the towers are drawn: upright, upside down as their own reflection, or for the first frame
 * alone, as they look from afar, with a shader that is compiled in half the time.
 */
export type TowerPass = 'upright' | 'reflected' | 'first';

/** What a shader fetched later makes otherwise: GLSL for places of the tower's own shader. */
export interface TowerLook {
  /** Uniforms beside the tower's own. */
  readonly uniforms: readonly string[];
  /** Declarations, before the vertex shader's `main` and before its fragment shader's. */
  readonly vertexDeclarations: string;
  readonly fragmentDeclarations: string;
  /** Puts `point`, tower coordinates, somewhere else; in the vertex shader's `main`. */
  readonly placePoint: string;
  /** What the numbers mean as light: the functions of `activationNumbersShader`. */
  readonly numbersShader: string;
  /** Adds to `light` or replaces it, or discards; `floor_`, `at` and `width` are known. */
  readonly finish: string;
  /** The tower's triangles and more. */
  readonly mesh: (tower: TowerMesh) => TowerMesh;
}

/**
 * One tower per instance, from the one nearest the eye outwards, so that what lies behind is
 * rejected before it is shaded; slot = token position. `slots` holds a tower's state: x = highest
 * lit layer + 1, y = 1 when selected, z = 1 while another's story is told, w = 1 while its numbers
 * are not there (see `tower-state.ts`).
 */
export function towerVertexShader(shape: ModelShape, pass: TowerPass, look?: TowerLook): string {
  return `
precision highp float;
precision highp int;
${facadeDefines(shape)}
in vec3 position;
in vec3 normal;
in float part;
uniform sampler2D slots;
${projectionShader}
${replayFrontShader}
${planShader}
out vec3 vPosition;
out vec3 vNormal;
out vec2 vWall;
flat out int vSlot;
flat out int vPart;
flat out vec4 vState;
flat out vec3 vStreet;
flat out float vRisen;
flat out float vSpineIsLeft;
${look?.vertexDeclarations ?? ''}

// A tower is as high as the replay has climbed, its roof on top of that; before, there is a plinth.
vec3 risenPoint(vec3 at, float risen) {
  if (vPart == PART_PLINTH) return at;
  if (risen <= 0.0) return vec3(0.0, PLINTH_HEIGHT, 0.0);
  float roof = PLINTH_HEIGHT + FLOOR * float(LAYER_COUNT);
  return at.y < roof - 0.001 ? at : at - vec3(0.0, roof - PLINTH_HEIGHT - risen, 0.0);
}

void main() {
  vSlot = int(texelFetch(plan, ivec2(gl_InstanceID, PLAN_NEAREST_FIRST), 0).x + 0.5);
  vPart = int(part + 0.5);
  vec4 state = texelFetch(slots, ivec2(vSlot, 0), 0) * 255.0;
  vState = vec4(state.w > 0.5 ? -1.0 : state.x - 1.0, state.yzw);
  vStreet = texelFetch(slots, ivec2(vSlot, 1), 0).rgb;
  vRisen = climbMetres(min(climbedLayers(float(vSlot)), state.x));
  vec3 point = risenPoint(position, vRisen);
  vec3 along = vec3(-normal.z, 0.0, normal.x);
  vWall = vec2(dot(point, along) + 0.5 * TOWER, point.y - PLINTH_HEIGHT);
  vSpineIsLeft = abs(normal.x);
  vec4 place = placeOf(vSlot);
  ${look?.placePoint ?? ''}
  vNormal = turned(place, normal);
  vPosition = fromTower(place, point);
  ${pass === 'reflected' ? 'vPosition.y = -vPosition.y; vNormal.y = -vNormal.y;' : ''}
  gl_Position = projected(vPosition);
}
`;
}

export function towerFragmentShader(shape: ModelShape, pass: TowerPass, look?: TowerLook): string {
  return `
precision highp float;
precision highp int;
precision highp sampler2DArray;
${facadeDefines(shape)}
${pass === 'first' ? '' : '#define NEAR_DETAIL'}
in vec3 vPosition;
in vec3 vNormal;
in vec2 vWall;
flat in int vSlot;
flat in int vPart;
flat in vec4 vState;
flat in vec3 vStreet;
flat in float vRisen;
flat in float vSpineIsLeft;
uniform vec3 eye;
uniform sampler2DArray activations;
uniform sampler2D scales;
// Shares of attention, feed-forward and residual: 1 shown, 0 switched off.
uniform vec3 shownParts;
// Layer and head alone to be lit fully; -1 for all.
uniform vec2 isolated;
${atmosphereShader}
${replayFrontShader}
${planShader}
${facadeToolsShader}
${look?.numbersShader ?? activationNumbersShader}
${facadeLightShader}
${surfaceShader}
${look?.fragmentDeclarations ?? ''}
void main() {
  vec3 normal = normalize(vNormal);
  vec3 toEye = eye - vPosition;
  float metres = length(toEye);
  toEye /= metres;
  vec2 at = vWall;
  vec2 width = max(fwidth(vWall), vec2(1e-4));
  ${pass === 'reflected' ? rippleShader : ''}
  bool isFacade = vPart == PART_WALL || vPart == PART_SPINE;
  // What stands on a wall keeps its measures when its floor is folded: they are drawn smaller.
  vec4 floor_ = floorAt(at.y);
  floor_.w *= vState.z > 0.5 ? BESIDE_STORY_SHARE : 1.0;
  if (isFacade) {
    at.y = floor_.x * FLOOR + (at.y - floor_.y) / floor_.z;
    width.y /= floor_.z;
  }
  vec3 light = surface(normal, toEye, at, width);
  if (vPart == PART_WALL) light += floor_.w * wallLight(normal, toEye, at, width, Wall(metres, floor_.z));
  if (vPart == PART_SPINE) {
    vec2 onSpine = vec2(vSpineIsLeft > 0.5 ? at.x : at.x - (TOWER - SPINE), at.y);
    light += floor_.w * spineLight(onSpine, width);
  }
#ifdef NEAR_DETAIL
  light += selectionLight(at, width);
#endif
${look?.finish ?? ''}  glFragColor = vec4(encodeLight(throughHaze(light, vPosition, eye)), 1.0);
}
`;
}

/** Wet asphalt: the mirror image wavers where the line of sight meets the street, and blurs upwards. */
const rippleShader = `
  float depth = -vPosition.y;
  vec2 street = eye.xz + (vPosition.xz - eye.xz) * (eye.y / max(eye.y - vPosition.y, 1e-3));
  float ripple = sin(street.x * 9.0 + sin(street.y * 7.0) * 1.7) + sin(street.y * 13.0 - street.x * 4.0);
  at += vec2(ripple * 0.012, ripple * 0.03) * min(depth, 3.0);
  width += vec2(0.012 + 0.012 * depth, 0.05 + 0.05 * depth);
`;

/** Everything about a surface that is not the model's: material, ambient light, edges, selection. */
const surfaceShader = `
float edgeLine(float distance, float line, float width) {
  return cover(-line, line, distance, max(width, 1e-4));
}

// Stone and metal under the evening sky.
vec3 surface(vec3 normal, vec3 toEye, vec2 at, vec2 width) {
  vec3 albedo = vec3(0.13, 0.14, 0.17);
  float shade = 1.0;
  if (vPart == PART_WALL) {
    float v = at.y - floor(at.y / FLOOR) * FLOOR;
    float fine = 1.0 - smoothstep(0.15, 0.45, width.y);
    float slab = cover(0.0, SLAB, v, width.y);
    float lip = cover(SLAB - 0.012, SLAB, v, width.y);
    float ledge = cover(ATTENTION_BASE + STOREY, FEED_FORWARD_BASE, v, width.y);
    float under = cover(FLOOR - 0.05, FLOOR, v, width.y)
      + cover(ATTENTION_BASE + STOREY - 0.03, ATTENTION_BASE + STOREY, v, width.y);
    float bay = fract((at.x - (vSpineIsLeft > 0.5 ? SPINE + GUTTER : EDGE)) * float(HEAD_COUNT) / SPAN + 0.5) - 0.5;
    float fin = cover(-0.006, 0.006, bay * SPAN / float(HEAD_COUNT), width.x) * step(v, FEED_FORWARD_BASE - 0.03);
    shade = mix(1.1, 0.72 + 0.9 * slab + 1.6 * lip + 0.5 * ledge + 0.6 * fin - 0.35 * under, fine);
  } else if (vPart == PART_SPINE || vPart == PART_TRIM) {
    albedo = vec3(0.22, 0.23, 0.26);
  } else if (vPart == PART_PLINTH) {
    albedo = vec3(0.12, 0.125, 0.14);
    float half_ = 0.5 * PLINTH;
    float side = half_ - abs(at.x - 0.5 * TOWER);
    float top = -at.y;
    shade += 1.3 * (edgeLine(side, 0.012, width.x) + edgeLine(top, 0.014, width.y)) * (1.0 - abs(normal.y));
    shade *= 0.75 + 0.45 * smoothstep(-PLINTH_HEIGHT, 0.0, at.y);
  } else {
    albedo = vec3(0.17, 0.18, 0.21);
  }
  vec3 light = albedo * shade * ambientLight(normal);
  if (vPart == PART_PLINTH) {
    // The lowest floors shine on the plinth as they do on the street.
    float reach = normal.y > 0.5 ? 1.6 : 0.35 * smoothstep(-PLINTH_HEIGHT, 0.0, at.y);
    light += albedo * vStreet * vStreet * reach;
  }
#ifdef NEAR_DETAIL
  // Skimming looks meet polished stone: the sky shows in it.
  float skim = pow(1.0 - clamp(dot(normal, toEye), 0.0, 1.0), 5.0);
  if (skim < 0.004) return light;
  vec3 mirrored = reflect(-toEye, normal);
  light += skyLight(vec3(mirrored.x, abs(mirrored.y), mirrored.z)) * skim * 0.35;
#endif
  return light;
}

// How far away a wall's point is, and the share of its full height its floor has.
struct Wall { float metres; float share; };

// Light of the numbers on a wall.
vec3 wallLight(vec3 normal, vec3 toEye, vec2 at, vec2 width, Wall wall) {
  bool spineIsLeft = vSpineIsLeft > 0.5;
  float metres = wall.metres;
  float windowsLeft = spineIsLeft ? SPINE + GUTTER : EDGE;
  int layer = clamp(int(floor(at.y / FLOOR)), 0, LAYER_COUNT - 1);
  float v = at.y - float(layer) * FLOOR;
  vec2 windows = vec2(at.x - windowsLeft, at.y);
#ifndef NEAR_DETAIL
  return washLight(windows, width, WashLook(0.0, 0.0));
#else
  vec2 cell = vec2(SPAN / float(max(Z_PANE_COLUMN_COUNT, POST_PANE_COLUMN_COUNT)), STOREY / float(PANE_ROW_COUNT));
  vec2 footprint = width / cell;
  float near = (1.0 - smoothstep(0.38, 1.0, max(footprint.x, footprint.y)))
    * (1.0 - smoothstep(20.0, 36.0, metres));
  float columns = (1.0 - smoothstep(0.5, 1.6, footprint.x))
    * mix(1.5, 0.2, smoothstep(14.0, 39.0, metres)) * (1.0 - 0.6 * near);
  vec3 light = washLight(windows, width, WashLook(columns, near)) * mix(1.0, 0.34, near);
  if (near > 0.0) {
    int kind = v < FEED_FORWARD_BASE - 0.015 ? 0 : 1;
    vec3 along = vec3(-normal.z, 0.0, normal.x);
    vec2 slope = vec2(dot(toEye, along), toEye.y) / max(dot(toEye, normal), 0.05);
    slope.y /= wall.share;
    light += near * paneWall(layer, kind, vec2(windows.x, v), width, slope * PANE_RECESS);
  }
  float gutter = spineIsLeft ? at.x - SPINE : TOWER - SPINE - at.x;
  light += roleLight(layer, windows.x, v, width);
  return light + branchLight(layer, gutter, v, width);
#endif
}

// The selected tower's edges, in the selection's green.
vec3 selectionLight(vec2 at, vec2 width) {
  if (vState.y < 0.5 || vPart == PART_SPINE) return vec3(0.0);
  float half_ = vPart == PART_PLINTH ? 0.5 * PLINTH : 0.5 * TOWER;
  float line = max(0.02, 0.75 * width.x);
  float side = half_ - abs(at.x - 0.5 * TOWER);
  float edge = edgeLine(side, line, width.x);
  if (vPart == PART_PLINTH) edge = max(edge, edgeLine(at.y, max(0.02, 0.75 * width.y), width.y));
  if (vPart == PART_TRIM) {
    float above = at.y - vRisen;
    float tall = max(0.012, 0.75 * width.y);
    edge = max(edgeLine(above, tall, width.y), edgeLine(above - PARAPET, tall, width.y));
  }
  return vec3(0.10, 0.85, 0.30) * 0.8 * edge;
}
`;
