import { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import type { Matrix } from '@babylonjs/core/Maths/math.vector';
import type { Scene } from '@babylonjs/core/scene';
import { projectionShader, projectionUniforms } from '#city/projection-shader.ts';

/**
 * `inRoom(point)`: room metres to clip space, for one eye or both. For what is in the room and not of
 * the city: none of it is the model's (GUIDE).
 */
const roomShader = `
uniform mat4 cityFromRoom;
${projectionShader}
vec4 inRoom(vec3 point) {
  return projected((cityFromRoom * vec4(point, 1.0)).xyz);
}
`;

export interface RoomMaterialOptions {
  readonly name: string;
  /** Body of a vertex shader that may call `inRoom`; declares its own inputs. */
  readonly vertex: string;
  readonly fragment: string;
  readonly uniforms?: readonly string[];
  readonly isTranslucent?: boolean;
}

/** A material of something in the room. @param cityFromRoom - kept by reference, and written by the rig. */
export function roomMaterial(
  scene: Scene,
  cityFromRoom: Matrix,
  { name, vertex, fragment, uniforms = [], isTranslucent = false }: RoomMaterialOptions,
): ShaderMaterial {
  const precision = 'precision highp float;\nprecision highp int;\n';
  const material = new ShaderMaterial(
    name,
    scene,
    {
      vertexSource: `${precision}${roomShader}${vertex}`,
      fragmentSource: `${precision}${fragment}`,
    },
    {
      attributes: ['position', 'normal'],
      uniforms: [...projectionUniforms, 'cityFromRoom', ...uniforms],
      needAlphaBlending: isTranslucent,
    },
  );
  material.setMatrix('cityFromRoom', cityFromRoom);
  material.backFaceCulling = false;
  return material;
}
