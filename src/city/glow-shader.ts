import { atmosphereShader } from './atmosphere-shader.ts';

/** A round glow: `vAt` from its middle, 1 at its rim; adds light and takes none away. */
export const glowFragmentShader = `
precision highp float;
precision highp int;
in vec2 vAt;
in vec3 vPosition;
flat in vec3 vLight;
uniform vec3 eye;
${atmosphereShader}
void main() {
  float away = dot(vAt, vAt);
  if (away > 1.0) discard;
  float glow = (1.0 - away) * (1.0 - away);
  float clear = exp(-distance(vPosition, eye) * HAZE_PER_METRE);
  glFragColor = vec4(vLight * glow * clear, 0.0);
}
`;
