/**
 * The climbing front for shaders: `front` and `cutLayers` are a `ReplayFront`.
 *
 * - `climbedLayers(position)`: how many layers of that tower the front has passed, with a fraction;
 *   all of them for a finished tower, none for one not reached, and never those above a cut.
 * - `pulseGlow(position, height)`: the band of light just below the front, height in layers. 0 on
 *   finished and on dark towers and above the front, so that only what was computed ever glows.
 */
export const replayFrontShader = `
uniform vec4 front;
uniform float cutLayers;

float reachedLayers(float position) {
  if (position > front.x) return 0.0;
  return position == front.x || position < front.w ? front.y : 1.0e4;
}

float climbedLayers(float position) { return min(reachedLayers(position), cutLayers); }

float pulseGlow(float position, float height) {
  float below = reachedLayers(position) - height;
  if (below < 0.0 || below > 40.0) return 0.0;
  return front.z * (0.75 * exp(-below * 1.1) + 0.25 * exp(-below * 0.28));
}
`;

/** What `replayFrontShader` reads. */
export const replayFrontUniforms = ['front', 'cutLayers'] as const;
