import { Matrix, Quaternion, Vector3 } from '@babylonjs/core/Maths/math.vector';

/** All primitives of a binary glTF file as one mesh, in glTF's own right-handed metres. */
export interface MergedMesh {
  /** [vertexCount, 3] */
  readonly positions: number[];
  /** [vertexCount, 3] */
  readonly normals: number[];
  readonly indices: number[];
}

/** What of glTF 2.0 is read: meshes in a tree of nodes, in plain buffers. */
interface Gltf {
  readonly scene?: number;
  readonly scenes: readonly { readonly nodes: readonly number[] }[];
  readonly nodes: readonly GltfNode[];
  readonly meshes: readonly { readonly primitives: readonly GltfPrimitive[] }[];
  readonly accessors: readonly GltfAccessor[];
  readonly bufferViews: readonly { readonly byteOffset?: number; readonly byteStride?: number }[];
}
interface GltfNode {
  readonly mesh?: number;
  readonly children?: readonly number[];
  readonly translation?: readonly number[];
  readonly rotation?: readonly number[];
  readonly scale?: readonly number[];
  readonly matrix?: readonly number[];
}
interface GltfPrimitive {
  readonly attributes: { readonly POSITION: number; readonly NORMAL: number };
  readonly indices: number;
}
interface GltfAccessor {
  readonly bufferView: number;
  readonly byteOffset?: number;
  readonly componentType: number;
  readonly count: number;
}

const magic = 0x46546c67;
const headerBytes = 12;
const chunkHeaderBytes = 8;
const floatType = 5126;
const shortType = 5123;

/**
 * Merges a model's primitives, so that it takes one draw; materials and pictures are left out.
 * @throws Error in one sentence when the file is no such model.
 */
export function readGlbMesh(bytes: ArrayBuffer): MergedMesh {
  const view = new DataView(bytes);
  if (bytes.byteLength < headerBytes + chunkHeaderBytes || view.getUint32(0, true) !== magic) {
    throw new Error('This is no binary glTF file.');
  }
  const jsonBytes = view.getUint32(headerBytes, true);
  const jsonStart = headerBytes + chunkHeaderBytes;
  const text = new TextDecoder().decode(new Uint8Array(bytes, jsonStart, jsonBytes));
  const gltf = JSON.parse(text) as Gltf;
  const merged: MergedMesh = { positions: [], normals: [], indices: [] };
  const file = { gltf, view, dataStart: jsonStart + jsonBytes + chunkHeaderBytes };
  for (const root of gltf.scenes[gltf.scene ?? 0]?.nodes ?? []) {
    addNode(file, root, Matrix.Identity(), merged);
  }
  return merged;
}

interface GlbFile {
  readonly gltf: Gltf;
  readonly view: DataView;
  readonly dataStart: number;
}

function addNode(file: GlbFile, index: number, parent: Matrix, merged: MergedMesh): void {
  const node = file.gltf.nodes[index];
  if (!node) return;
  const world = matrixOf(node).multiply(parent);
  const primitives = node.mesh === undefined ? [] : file.gltf.meshes[node.mesh]?.primitives;
  for (const primitive of primitives ?? []) addPrimitive(file, primitive, world, merged);
  for (const child of node.children ?? []) addNode(file, child, world, merged);
}

function matrixOf({ matrix, translation, rotation, scale }: GltfNode): Matrix {
  if (matrix) return Matrix.FromArray(matrix);
  return Matrix.Compose(
    Vector3.FromArray(scale ?? [1, 1, 1]),
    Quaternion.FromArray(rotation ?? [0, 0, 0, 1]),
    Vector3.FromArray(translation ?? [0, 0, 0]),
  );
}

function addPrimitive(
  file: GlbFile,
  { attributes, indices }: GltfPrimitive,
  world: Matrix,
  merged: MergedMesh,
): void {
  const first = merged.positions.length / 3;
  for (const point of readPoints(file, attributes.POSITION)) {
    merged.positions.push(...Vector3.TransformCoordinates(point, world).asArray());
  }
  for (const normal of readPoints(file, attributes.NORMAL)) {
    merged.normals.push(...Vector3.TransformNormal(normal, world).normalize().asArray());
  }
  for (const index of readIndices(file, indices)) merged.indices.push(first + index);
}

function readPoints(file: GlbFile, index: number): Vector3[] {
  const { accessor, start, stride } = placeOf(file, index, floatType, 12);
  return Array.from({ length: accessor.count }, (_, nth) => {
    const at = start + nth * stride;
    const { view } = file;
    return new Vector3(
      view.getFloat32(at, true),
      view.getFloat32(at + 4, true),
      view.getFloat32(at + 8, true),
    );
  });
}

function readIndices(file: GlbFile, index: number): number[] {
  const { accessor, start, stride } = placeOf(file, index, shortType, 2);
  return Array.from({ length: accessor.count }, (_, nth) =>
    file.view.getUint16(start + nth * stride, true),
  );
}

function placeOf(
  { gltf, dataStart }: GlbFile,
  index: number,
  componentType: number,
  elementBytes: number,
): { readonly accessor: GltfAccessor; readonly start: number; readonly stride: number } {
  const accessor = gltf.accessors[index];
  const bufferView = accessor && gltf.bufferViews[accessor.bufferView];
  if (!bufferView || accessor.componentType !== componentType) {
    throw new Error('The model holds numbers of another kind than expected.');
  }
  const start = dataStart + (bufferView.byteOffset ?? 0) + (accessor.byteOffset ?? 0);
  return { accessor, start, stride: bufferView.byteStride ?? elementBytes };
}
