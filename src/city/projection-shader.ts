/**
 * `projected(position)`: city metres to clip space, for one eye or, under multiview, for both.
 * A material that uses it names `viewProjection` and `viewProjectionR` among its uniforms.
 */
export const projectionShader = `
uniform mat4 viewProjection;
#ifdef MULTIVIEW
uniform mat4 viewProjectionR;
#endif

vec4 projected(vec3 position) {
#ifdef MULTIVIEW
  return (gl_ViewID_OVR == 0u ? viewProjection : viewProjectionR) * vec4(position, 1.0);
#else
  return viewProjection * vec4(position, 1.0);
#endif
}
`;

export const projectionUniforms = ['viewProjection', 'viewProjectionR'] as const;
