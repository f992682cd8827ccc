import { airShader, atmosphereShader } from './atmosphere-shader.ts';
import { cloudBand } from './cloud-mask.ts';
import { glslDefines } from './glsl-defines.ts';
import { projectionShader, projectionUniforms } from './projection-shader.ts';

export const skyUniforms = [...projectionUniforms, 'eye', 'pixelRadians', 'skyMetres'] as const;
export const skySamplers = ['clouds'] as const;

/** How far off it stands in room metres, for two eyes too: beyond what they can tell apart. */
export const skyMetres = 100;

/**
 * A sphere around the eye, pushed to the far plane; see `sky-mesh.ts` for its points. What changes
 * slowly is computed here, per point, encoding included: a software rasteriser pays for every pixel.
 */
export const skyVertexShader = `
precision highp float;
${glslDefines({ CLOUDS_LOW: cloudBand.low, CLOUDS_HIGH: cloudBand.high })}
in vec3 position;
in vec3 star;
uniform vec3 eye;
// What a pixel in the middle of the picture spans.
uniform float pixelRadians;
// How far off the sphere is, city metres.
uniform float skyMetres;
${projectionShader}
${airShader}
// Colour of the air or the hill, and what a whole cloud adds to it, encoded.
out vec3 vColour;
out vec3 vCloudColour;
// Place on the cloud mask; there are no clouds outside 0 … 1 of y.
out vec2 vCloud;
// Place in a star's disc, whose rim is at 1; strength, 0 where there is none.
out vec3 vStar;
void main() {
  float height = position.y;
  float radius = sqrt(max(0.0, 1.0 - height * height));
  float around = position.x * 6.28318531;
  vec3 side = vec3(cos(around), 0.0, -sin(around));
  vec3 direction = vec3(-side.z * radius, height, side.x * radius);
  bool isHill = position.z < 1.0;
  // Below the horizon lies what the wet street mirrors, without the finer things.
  vec3 light = skyLight(vec3(direction.x, isHill ? 0.16 : abs(height), direction.z)) * position.z;
  vColour = srgb(light);
  vCloudColour = srgb(light * vec3(1.357, 1.210, 1.168) + vec3(0.0017, 0.0017, 0.0034)) - vColour;
  vCloud = vec2(position.x, isHill ? -1.0 : (height - CLOUDS_LOW) / (CLOUDS_HIGH - CLOUDS_LOW));
  // Never smaller than a pixel, but then fainter.
  float starRadius = max(0.0007, 0.64 * pixelRadians);
  vec3 starLight = light + star.z * min(1.0, 0.0011 / starRadius);
  vStar = vec3(star.xy, srgb(starLight).g - vColour.g);
  direction += (side * star.x + cross(direction, side) * star.y) * 2.2 * starRadius;
  vec4 clip = projected(direction * skyMetres + eye);
  gl_Position = vec4(clip.xy, clip.w * 0.99999, clip.w);
}
`;

/** Dusk with thin cloud, few stars and hills. GUIDE: nothing of it is the model's, so nothing in it is lit like a window. */
export const skyFragmentShader = `
precision highp float;
in vec3 vColour;
in vec3 vCloudColour;
in vec2 vCloud;
in vec3 vStar;
uniform sampler2D clouds;
${atmosphereShader}
void main() {
  vec3 colour = vColour;
  if (vCloud.y > 0.0 && vCloud.y < 1.0) colour += vCloudColour * textureLod(clouds, vCloud, 0.0).r;
  float inStar = max(0.0, 1.0 - dot(vStar.xy, vStar.xy));
  colour += vec3(0.92, 0.95, 1.0) * (vStar.z * inStar * inStar);
  glFragColor = vec4(colour + (fixedNoise(gl_FragCoord.xy) - 0.5) / 255.0, 1.0);
}
`;
