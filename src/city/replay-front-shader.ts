/**
 * The climbing front for shaders: `front` is a `ReplayFront`.
 *
 * - `climbedLayers(position)`: how many layers of that tower the front has passed, with a fraction;
 *   all of them for a finished tower, none for one not reached.
 * - `pulseGlow(position, height)`: the band of light just below the front, height in layers. 0 on
 *   finished and on dark towers and above the front, so that only what was computed ever glows.
 */
export const replayFrontShader = `
uniform vec4 front;

float climbedLayers(float position) {
  if (position > front.x) return 0.0;
  return position == front.x || position < front.w ? front.y : 1.0e4;
}

float pulseGlow(float position, float height) {
  float below = climbedLayers(position) - height;
  if (below < 0.0 || below > 40.0) return 0.0;
  return front.z * (0.75 * exp(-below * 1.1) + 0.25 * exp(-below * 0.28));
}
`;
