import { LoadAssetContainerAsync } from '@babylonjs/core/Loading/sceneLoader';
import { VertexBuffer } from '@babylonjs/core/Buffers/buffer';
import { Matrix, Vector3 } from '@babylonjs/core/Maths/math.vector';
import type { AbstractMesh } from '@babylonjs/core/Meshes/abstractMesh';
import type { Scene } from '@babylonjs/core/scene';
import '@babylonjs/loaders/glTF/2.0/glTFLoader';
import '@babylonjs/loaders/glTF/glTFFileLoader';

/** All primitives of a binary glTF file as one mesh, in glTF's own right-handed metres. */
export interface MergedMesh {
  /** [vertexCount, 3] */
  readonly positions: number[];
  /** [vertexCount, 3] */
  readonly normals: number[];
  readonly indices: number[];
}

/**
 * Merges a model's primitives, so that it takes one draw; materials and pictures are left out, and
 * nothing of it stays in the scene.
 * @throws Error when the file is no such model.
 */
export async function readGlbMesh(bytes: ArrayBuffer, scene: Scene): Promise<MergedMesh> {
  const container = await LoadAssetContainerAsync(new Uint8Array(bytes), scene, {
    pluginExtension: '.glb',
    pluginOptions: { gltf: { skipMaterials: true } },
  });
  const merged: MergedMesh = { positions: [], normals: [], indices: [] };
  // Babylon hangs the model under a node that makes it left-handed.
  const [root] = container.rootNodes;
  const rightFromLeft = root ? Matrix.Invert(root.computeWorldMatrix(true)) : Matrix.Identity();
  for (const mesh of container.meshes) addPrimitive(mesh, rightFromLeft, merged);
  container.dispose();
  return merged;
}

function addPrimitive(mesh: AbstractMesh, rightFromLeft: Matrix, merged: MergedMesh): void {
  const positions = mesh.getVerticesData(VertexBuffer.PositionKind);
  const normals = mesh.getVerticesData(VertexBuffer.NormalKind);
  const indices = mesh.getIndices();
  if (!positions || !normals || !indices) return;
  const world = mesh.computeWorldMatrix(true).multiply(rightFromLeft);
  const first = merged.positions.length / 3;
  for (let at = 0; at < positions.length; at += 3) {
    const point = Vector3.FromArray(positions, at);
    const normal = Vector3.FromArray(normals, at);
    merged.positions.push(...Vector3.TransformCoordinates(point, world).asArray());
    merged.normals.push(...Vector3.TransformNormal(normal, world).normalize().asArray());
  }
  for (const index of indices) merged.indices.push(first + index);
}
