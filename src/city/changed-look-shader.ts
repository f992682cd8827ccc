import { cityMeasures } from '#plan/city-measures.ts';
import { glslDefines } from './glsl-defines.ts';
import { uncutLayers } from './replay-front.ts';
import { drawerParts } from './drawer-mesh.ts';

/** Bare stone around the cells of a cut face, metres. */
const faceEdgeMetres = 0.05;

const defines = glslDefines({
  PART_DRAWER: drawerParts,
  UNCUT_LAYERS: uncutLayers,
  FACE_EDGE: faceEdgeMetres,
  OUT_OF_TOWER: 2 * cityMeasures.towerMetres,
});

/**
 * What the verbs make of the towers.
 *
 * - `difference`: 1 while windows show how far numbers moved, 0 while they show the numbers.
 * - `drawer`: floor that is pulled (−1 for none), metres it has come out, and to which side of the
 *   tower: −1 towards the street wall.
 * - `gone`: 1 for each layer that is taken away: its floor is open, the spine runs on through it.
 * - `stopLayer`: the last layer that is lit; LAYER_COUNT or more when all are computed.
 */
export const changedLookUniforms = ['difference', 'drawer', 'gone', 'stopLayer'] as const;

export const changedVertexDeclarations = `
${defines}
uniform vec4 drawer;
uniform float stopLayer;
flat out float vDrawer;
`;

/** Nothing is lit above a stop. The drawer's box goes to its floor and out; everything above a cut lies flat on it. */
export const placeChangedPoint = `
  vState.x = min(vState.x, stopLayer);
  vDrawer = 0.0;
  if (vPart >= PART_DRAWER) {
    vPart -= PART_DRAWER;
    vDrawer = 1.0;
    vec4 floorOf = texelFetch(plan, ivec2(max(0, int(drawer.x)), PLAN_FLOOR_FIRST), 0);
    bool isOut = drawer.x >= 0.0 && floorOf.x + floorOf.y <= vRisen + 1e-3;
    point = isOut ? vec3(position.x, PLINTH_HEIGHT + floorOf.x + position.y * floorOf.y, position.z)
      : vec3(0.0, PLINTH_HEIGHT, 0.0);
    vWall = vec2(dot(point, along) + 0.5 * TOWER, point.y - PLINTH_HEIGHT);
    point.z += drawer.z * drawer.y;
  } else if (cutLayers < UNCUT_LAYERS && position.y >= PLINTH_HEIGHT + FLOOR * float(LAYER_COUNT) - 0.001) {
    point.y = PLINTH_HEIGHT + vRisen;
  }
`;

/**
 * d on its one scale, 10⁻³ dark and 1 full; gold where the norm grew, violet where it fell: a pair
 * that eyes with any colour weakness tell apart, of nearly equal luminance.
 */
export const changedNumbersShader = `
const vec3 GREW = vec3(1.00, 0.66, 0.10) / 0.6919;
const vec3 FELL = vec3(0.24, 0.29, 1.00) / 0.4000;
uniform float difference;

float brightness(float code, int hook, int layer) {
  vec2 scale = texelFetch(scales, ivec2(layer, hook), 0).xy;
  float own = step(0.5, code) * clamp((code - scale.x) * scale.y, 0.0, 1.0);
  return difference > 0.5 ? code / 127.0 : own;
}
vec3 hueOf(int hook, float negative) {
  if (difference > 0.5) return negative > 0.5 ? FELL : GREW;
  return hook == 0 ? COOL : hook == 1 ? WARM : WHITE;
}
vec3 washHue(int layer, int hook) {
  if (difference < 0.5) return hueOf(hook, 0.0);
  int sign_ = hook == 2 ? SCALE_FIRST + 1 : AGAINST_FIRST + hook;
  return hueOf(hook, step(127.0, texel(sign_, layer)));
}
bool takesAway(int layer, int kind) {
  return difference < 0.5 && texel(AGAINST_FIRST + kind, layer) > 127.0;
}
float ownShare() { return 1.0 - difference; }
`;

export const changedFragmentDeclarations = `
${defines}
uniform vec4 drawer;
uniform float gone[LAYER_COUNT];
uniform float stopLayer;
flat in float vDrawer;
const vec3 SELECTION = vec3(0.10, 0.85, 0.30);

// How far a floor's place stands open from behind: 0 where the floor is in it.
float openDepth(int layer) {
  if (float(layer) == drawer.x) return drawer.y;
  return gone[layer] > 0.5 ? OUT_OF_TOWER : 0.0;
}

// What is seen through the wall of a floor that is not there: the floor below, the ceiling above,
// or whatever stands behind the tower. base and top: metres above the lowest floor's base.
vec3 slotLight(float depth, float base, float top, vec2 width) {
  float half_ = 0.5 * TOWER;
  float side = drawer.x >= 0.0 ? drawer.z : -1.0;
  float upright = vPosition.y < 0.0 ? -1.0 : 1.0;
  vec4 place = placeOf(vSlot);
  vec2 on = toTower(place, vPosition.xz);
  vec2 from = toTower(place, eye.xz);
  // x across, y above the lowest floor's base, z the way a floor comes out.
  vec3 at = vec3(on.x, vWall.y, on.y * side);
  vec3 ray = at - vec3(from.x, upright * eye.y - PLINTH_HEIGHT, from.y * side);
  float front = min(half_, depth - half_);
  float line = max(0.012, 0.75 * width.y);
  vec3 rim = SELECTION * (edgeLine(at.y - base, line, width.y) + edgeLine(top - at.y, line, width.y));
  bool isRim = max(rim.g, 0.0) > 0.2;
  if (at.z > front + 1e-3) discard;
  vec3 way = sign(ray) * max(abs(ray), vec3(1e-5));
  float acrossAt = (sign(way.x) * half_ - at.x) / way.x;
  float throughAt = ((way.z > 0.0 ? front : -half_) - at.z) / way.z;
  float upAt = ((way.y > 0.0 ? top : base) - at.y) / way.y;
  if (min(acrossAt, throughAt) < upAt) {
    if (!isRim) discard;
    return rim;
  }
  vec2 met = abs(at.xz + way.xz * upAt) / half_;
  float open = smoothstep(0.2, 1.0, max(met.x, met.y));
  return rim + vec3(0.010, 0.012, 0.017) * (way.y > 0.0 ? 0.5 : 1.0) * (0.3 + 0.7 * open);
}

// A cut face: the residual stream's bins after its layer, 8 by 8, in rows as one reads them from the street.
vec3 faceLight(int layer, vec2 ground, vec2 width, vec3 stone) {
  float half_ = 0.5 * TOWER;
  float rimAt = half_ - max(abs(ground.x), abs(ground.y));
  vec3 light = stone * 0.5 + SELECTION * 0.8 * cover(-0.04, 0.018, rimAt, max(width.x, width.y));
  float cell = (TOWER - 2.0 * FACE_EDGE) / 8.0;
  vec2 at = (ground + half_ - FACE_EDGE) / cell;
  if (min(at.x, at.y) < 0.0 || max(at.x, at.y) >= 8.0) return light;
  ivec2 place = ivec2(floor(at));
  int bin = (7 - place.y) * 8 + place.x;
  float negative = step(127.0, texel(RESID_SIGN_FIRST + bin, layer));
  float single = 1.0 - smoothstep(0.35, 0.9, max(width.x, width.y) / cell);
  float b = brightness(texel(RESID_FIRST + bin, layer), 2, layer);
  float mean = brightness(texel(RESID_RMS4_FIRST + (bin >> 2), layer), 2, layer);
  vec3 cells = single * cellLight(fract(at) * cell, vec2(cell), width, vec2(0.0), vec2(b, negative), hueOf(2, negative));
  cells += (1.0 - single) * washHue(layer, 2) * 0.4 * mean * mean;
  return light + cells * shownParts.z * step(float(layer), vState.x);
}

// Where the run stops: a line, and nothing above it but the marks of what was not computed.
vec3 stopLight(float layer, vec2 width) {
  float edgeAt = texelFetch(plan, ivec2(int(stopLayer) + 1, PLAN_FLOOR_FIRST), 0).x;
  vec3 light = SELECTION * 0.9 * edgeLine(vWall.y - edgeAt, max(0.012, 0.75 * width.y), width.y);
  if (layer > stopLayer) light += vec3(0.020, 0.024, 0.032) * max(0.0, hatch(vWall * 0.7, width));
  return light;
}
`;

export const finishChangedLight = `
  vec2 rawWidth = vec2(width.x, width.y * floor_.z);
  vec2 ground = toTower(placeOf(vSlot), vPosition.xz);
  vec2 groundWidth = max(fwidth(ground), vec2(1e-4));
  if (vDrawer < 0.5) {
    bool isCap = normal.y > 0.5 && (vPart == PART_ROOF || vPart == PART_TRIM);
    float depth = vPart == PART_WALL ? openDepth(int(floor_.x + 0.5)) : 0.0;
    if (depth > 0.0) light = slotLight(depth, floor_.y, floor_.y + FLOOR * floor_.z, rawWidth);
    else if (isCap && cutLayers < UNCUT_LAYERS) light = faceLight(int(cutLayers + 0.5) - 1, ground, groundWidth, light);
    else if (isFacade && stopLayer < float(LAYER_COUNT)) light += stopLight(floor_.x, rawWidth);
  } else if (isFacade) {
    float rim = edgeLine(vWall.y - floor_.y, 0.012, rawWidth.y) + edgeLine(floor_.y + FLOOR * floor_.z - vWall.y, 0.012, rawWidth.y);
    light += SELECTION * 0.5 * rim;
  }
`;
