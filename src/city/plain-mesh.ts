import { Mesh } from '@babylonjs/core/Meshes/mesh';
import { VertexData } from '@babylonjs/core/Meshes/mesh.vertexData';
import type { Scene } from '@babylonjs/core/scene';

export interface PlainMesh {
  /** [vertexCount, 3] */
  readonly positions: number[];
  /** [vertexCount, 3]; undefined: its shader needs none. */
  readonly normals?: number[];
  readonly indices: number[];
}

/** A square of side 1 around the origin, facing the street. */
export function unitSquare(): PlainMesh {
  return {
    positions: [-0.5, -0.5, 0, 0.5, -0.5, 0, 0.5, 0.5, 0, -0.5, 0.5, 0],
    indices: [0, 1, 2, 0, 2, 3],
  };
}

/** A mesh whose instances are placed by its shader: never culled, never picked by Babylon. */
export function instancedMesh(scene: Scene, name: string, plain: PlainMesh): Mesh {
  const mesh = new Mesh(name, scene);
  const data = new VertexData();
  data.positions = plain.positions;
  if (plain.normals) data.normals = plain.normals;
  data.indices = plain.indices;
  data.applyToMesh(mesh);
  mesh.alwaysSelectAsActiveMesh = true;
  mesh.isPickable = false;
  mesh.doNotSyncBoundingInfo = true;
  return mesh;
}
