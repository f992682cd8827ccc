import { WebIO, type Node, type Primitive } from '@gltf-transform/core';
import { Matrix, Vector3 } from '@babylonjs/core/Maths/math.vector';

/** All primitives of a binary glTF file as one mesh, in glTF's own right-handed metres. */
export interface MergedMesh {
  /** [vertexCount, 3] */
  readonly positions: number[];
  /** [vertexCount, 3] */
  readonly normals: number[];
  readonly indices: number[];
}

/**
 * Merges a model's primitives, so that it takes one draw; materials and pictures are left out.
 * @throws Error when the file is no such model.
 */
export async function readGlbMesh(bytes: ArrayBuffer): Promise<MergedMesh> {
  const document = await new WebIO().readBinary(new Uint8Array(bytes));
  const merged: MergedMesh = { positions: [], normals: [], indices: [] };
  for (const node of document.getRoot().listNodes()) addNode(node, merged);
  return merged;
}

function addNode(node: Node, merged: MergedMesh): void {
  const world = Matrix.FromArray(node.getWorldMatrix());
  for (const primitive of node.getMesh()?.listPrimitives() ?? []) {
    addPrimitive(primitive, world, merged);
  }
}

function addPrimitive(primitive: Primitive, world: Matrix, merged: MergedMesh): void {
  const positions = primitive.getAttribute('POSITION');
  const normals = primitive.getAttribute('NORMAL');
  const indices = primitive.getIndices();
  if (!positions || !normals || !indices) return;
  const first = merged.positions.length / 3;
  const element: number[] = [];
  for (let vertex = 0; vertex < positions.getCount(); vertex += 1) {
    const point = Vector3.FromArray(positions.getElement(vertex, element));
    merged.positions.push(...Vector3.TransformCoordinates(point, world).asArray());
    const normal = Vector3.FromArray(normals.getElement(vertex, element));
    merged.normals.push(...Vector3.TransformNormal(normal, world).normalize().asArray());
  }
  for (let at = 0; at < indices.getCount(); at += 1) {
    merged.indices.push(first + indices.getScalar(at));
  }
}
