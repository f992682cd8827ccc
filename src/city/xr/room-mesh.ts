import type { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { Scene } from '@babylonjs/core/scene';
import { instancedMesh } from '#city/plain-mesh.ts';
import type { PlainMesh } from '#city/plain-mesh.ts';

/** A mesh in the room, whose place is its shader's to know; hidden at first. */
export function roomMesh(scene: Scene, plain: PlainMesh, material: ShaderMaterial): Mesh {
  const mesh = instancedMesh(scene, material.name, plain);
  mesh.material = material;
  mesh.setEnabled(false);
  return mesh;
}
