import type { Display } from '#contract/control-message.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { headRoles } from '#contract/view-choice.ts';
import { roleColours, rolesByScores } from '#view/head-roles.ts';

/**
 * What heads are known for, for the façade's shader: RGBA32F texels [head, layer, (role, score, 0,
 * 0)]; role counts from 1 in the order of `headRoles`, 0 for a head that is known for nothing.
 */
export function roleTexels(display: Display, shape: ModelShape): Float32Array<ArrayBuffer> {
  const { layerCount, headCount } = shape;
  const texelsArray = new Float32Array(headCount * layerCount * 4);
  for (let head = 0; head < headCount; head += 1) {
    for (let layer = 0; layer < layerCount; layer += 1) {
      const [known] = rolesByScores(display.headScores, layer * headCount + head);
      if (!known) continue;
      const first = (head * layerCount + layer) * 4;
      texelsArray[first] = headRoles.indexOf(known.role) + 1;
      texelsArray[first + 1] = known.score;
    }
  }
  return texelsArray;
}

/** `roleHue(role)`: linear light of a role's line. */
export const roleHueShader = `
vec3 roleHue(int role) {
${headRoles
  .map((role, index) => {
    const [red, green, blue] = roleColours[role].map((part) => part.toFixed(3));
    return `  if (role == ${String(index + 1)}) return vec3(${String(red)}, ${String(green)}, ${String(blue)});`;
  })
  .join('\n')}
  return vec3(0.0);
}
`;
