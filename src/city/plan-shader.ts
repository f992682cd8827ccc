import { floorStepMetres } from '#plan/floor-stack.ts';
import { planRows } from './gpu/plan-texture.ts';
import { glslDefines } from './glsl-defines.ts';

export const planSamplers = ['plan'] as const;

/**
 * The plan for shaders (`plan-texture.ts` says what its rows hold).
 *
 * - `placeOf(slot)`: a tower's place; `fromTower`, `turned` and `toTower` change coordinates by it,
 *   points, directions and points of the ground plane.
 * - `climbMetres(layers)`: how high that many floors stand above the lowest one's base.
 * - `floorAt(height)`: floor at a height above the lowest floor's base: index, base, share of its
 *   full height, share of its light.
 */
export const planShader = `
${glslDefines({
  PLAN_PLACE_FIRST: planRows.place,
  PLAN_ORDER_FIRST: planRows.order,
  PLAN_NEAREST_FIRST: planRows.nearest,
  PLAN_STEP_FIRST: planRows.step,
  PLAN_FLOOR_FIRST: planRows.floor,
  FLOOR_STEP: floorStepMetres,
})}
uniform highp sampler2D plan;

vec4 placeOf(int slot) { return texelFetch(plan, ivec2(slot, PLAN_PLACE_FIRST), 0); }
vec3 turned(vec4 place, vec3 at) {
  return vec3(place.z * at.x + place.w * at.z, at.y, place.z * at.z - place.w * at.x);
}
vec3 fromTower(vec4 place, vec3 at) { return vec3(place.x, 0.0, place.y) + turned(place, at); }
vec2 toTower(vec4 place, vec2 at) {
  vec2 away = at - place.xy;
  return vec2(place.z * away.x - place.w * away.y, place.w * away.x + place.z * away.y);
}
float climbMetres(float layers) {
  float whole = floor(layers);
  vec4 at = texelFetch(plan, ivec2(int(whole), PLAN_FLOOR_FIRST), 0);
  return at.x + (layers - whole) * at.y;
}
vec4 floorAt(float height) {
  return texelFetch(plan, ivec2(max(0, int(floor(height / FLOOR_STEP))), PLAN_STEP_FIRST), 0);
}
`;
