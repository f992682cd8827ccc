import type { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import { Matrix } from '@babylonjs/core/Maths/math.vector';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { Scene } from '@babylonjs/core/scene';
import type { MergedMesh } from './glb-mesh.ts';
import { roomMaterial } from './room-material.ts';
import { roomMesh } from './room-mesh.ts';

const vertex = `
in vec3 position;
in vec3 normal;
uniform mat4 roomFromGrip;
out vec3 vNormal;
void main() {
  // The model is right-handed, as WebXR is; the room is left-handed.
  vec3 point = (roomFromGrip * vec4(position, 1.0)).xyz * vec3(1.0, 1.0, -1.0);
  vNormal = (roomFromGrip * vec4(normal, 0.0)).xyz * vec3(1.0, 1.0, -1.0);
  gl_Position = inRoom(point);
}
`;

/** Grey plastic in the dusk: sRGB, brighter towards the sky. */
export const plasticFragment = `
in vec3 vNormal;
void main() {
  vec3 normal = normalize(vNormal);
  float up = normal.y * 0.5 + 0.5;
  float rim = pow(1.0 - abs(normal.z), 3.0);
  glFragColor = vec4(mix(vec3(0.09, 0.10, 0.13), vec3(0.42, 0.46, 0.56), up) + 0.10 * rim, 1.0);
}
`;

/** One controller as it is held: one draw. */
export class ControllerDraw {
  readonly mesh: Mesh;
  readonly #material: ShaderMaterial;
  readonly #roomFromGrip = Matrix.Identity();

  constructor(scene: Scene, cityFromRoom: Matrix, model: MergedMesh) {
    this.#material = roomMaterial(scene, cityFromRoom, {
      name: 'controller',
      vertex,
      fragment: plasticFragment,
      uniforms: ['roomFromGrip'],
    });
    this.#material.setMatrix('roomFromGrip', this.#roomFromGrip);
    this.mesh = roomMesh(scene, model, this.#material);
  }

  /** @param gripMatrix - room from grip, right-handed, column by column. */
  show(isShown: boolean, gripMatrix: Float32Array): void {
    this.mesh.setEnabled(isShown);
    if (isShown) Matrix.FromArrayToRef(gripMatrix, 0, this.#roomFromGrip);
  }

  dispose(): void {
    this.mesh.dispose();
    this.#material.dispose();
  }
}
