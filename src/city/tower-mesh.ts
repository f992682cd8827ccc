import type { ModelShape } from '#contract/model-shape.ts';
import { cityMeasures } from '#plan/city-measures.ts';

/** What a surface of a tower is; the shader chooses its light by it. */
export const towerParts = { wall: 0, spine: 1, trim: 2, plinth: 3, roof: 4 } as const;
type TowerPart = (typeof towerParts)[keyof typeof towerParts];

/** One tower's triangles, tower coordinates in metres; clockwise seen from outside (left-handed). */
export interface TowerMesh {
  /** [vertexCount, 3] */
  readonly positions: readonly number[];
  /** [vertexCount, 3] */
  readonly normals: readonly number[];
  /** Part of each vertex, constant over a triangle. [vertexCount] */
  readonly parts: readonly number[];
  readonly indices: readonly number[];
}

/** A solid box; its sides are those to the street, right, back and left. */
interface Box {
  readonly middle: readonly [number, number];
  readonly halfWidth: number;
  readonly bottom: number;
  readonly top: number;
  readonly sides: readonly [TowerPart, TowerPart, TowerPart, TowerPart];
  readonly cap: TowerPart;
}

/** Outward directions of a box's sides: street, right, back, left. */
const outward = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;

/**
 * A tower with all its floors open: plinth, body, a spine on two opposite corners, parapet and
 * penthouse. Solid boxes without undersides; 2 × (4 sides + cap) triangles each.
 */
export function towerMesh({ layerCount }: Pick<ModelShape, 'layerCount'>): TowerMesh {
  const m = cityMeasures;
  const roofMetres = m.plinthHeightMetres + layerCount * m.floorMetres;
  const { wall, spine, trim, plinth, roof } = towerParts;
  const half = m.towerMetres / 2;
  const spineHalf = (m.spineMetres + m.spineReliefMetres) / 2;
  const spineMiddle = half + m.spineReliefMetres - spineHalf;
  const parapetTop = roofMetres + m.parapetMetres;
  const boxes: Box[] = [
    {
      middle: [0, 0],
      halfWidth: m.plinthMetres / 2,
      bottom: 0,
      top: m.plinthHeightMetres,
      sides: [plinth, plinth, plinth, plinth],
      cap: plinth,
    },
    {
      middle: [0, 0],
      halfWidth: half,
      bottom: m.plinthHeightMetres,
      top: roofMetres,
      sides: [wall, wall, wall, wall],
      cap: roof,
    },
    {
      middle: [0, 0],
      halfWidth: half + m.parapetReliefMetres,
      bottom: roofMetres,
      top: parapetTop,
      sides: [trim, trim, trim, trim],
      cap: roof,
    },
    {
      middle: [0, 0],
      halfWidth: m.penthouseMetres / 2,
      bottom: parapetTop,
      top: parapetTop + m.penthouseHeightMetres,
      sides: [trim, trim, trim, trim],
      cap: roof,
    },
    {
      middle: [spineMiddle, -spineMiddle],
      halfWidth: spineHalf,
      bottom: m.plinthHeightMetres,
      top: parapetTop + m.spineReliefMetres,
      sides: [spine, spine, trim, trim],
      cap: trim,
    },
    {
      middle: [-spineMiddle, spineMiddle],
      halfWidth: spineHalf,
      bottom: m.plinthHeightMetres,
      top: parapetTop + m.spineReliefMetres,
      sides: [trim, trim, spine, spine],
      cap: trim,
    },
  ];
  return boxMesh(boxes);
}

interface GrowingMesh {
  readonly positions: number[];
  readonly normals: number[];
  readonly parts: number[];
  readonly indices: number[];
}

/** Four sides and a cap each. */
export function boxMesh(boxes: readonly Box[]): GrowingMesh {
  const mesh: GrowingMesh = { positions: [], normals: [], parts: [], indices: [] };
  for (const box of boxes) {
    outward.forEach(([x, z], side) => {
      addSide(mesh, box, { x, z, part: box.sides[side] ?? towerParts.trim });
    });
    addCap(mesh, box);
  }
  return mesh;
}

function addSide(
  mesh: GrowingMesh,
  box: Box,
  side: { readonly x: number; readonly z: number; readonly part: TowerPart },
): void {
  const { x, z, part } = side;
  // Read left to right as seen from outside.
  const [alongX, alongZ] = [-z, x];
  const corner = (sideways: number): readonly [number, number] => [
    box.middle[0] + (x + alongX * sideways) * box.halfWidth,
    box.middle[1] + (z + alongZ * sideways) * box.halfWidth,
  ];
  const [left, right] = [corner(-1), corner(1)];
  addQuad(mesh, part, {
    normal: [x, 0, z],
    corners: [
      [left[0], box.bottom, left[1]],
      [left[0], box.top, left[1]],
      [right[0], box.top, right[1]],
      [right[0], box.bottom, right[1]],
    ],
  });
}

function addCap(mesh: GrowingMesh, box: Box): void {
  const [x, z] = box.middle;
  const h = box.halfWidth;
  addQuad(mesh, box.cap, {
    normal: [0, 1, 0],
    corners: [
      [x - h, box.top, z - h],
      [x - h, box.top, z + h],
      [x + h, box.top, z + h],
      [x + h, box.top, z - h],
    ],
  });
}

/** Corners clockwise as seen from the side the normal points to. */
export function addQuad(
  mesh: GrowingMesh,
  part: TowerPart,
  quad: {
    readonly normal: readonly [number, number, number];
    readonly corners: readonly (readonly [number, number, number])[];
  },
): void {
  const first = mesh.parts.length;
  for (const corner of quad.corners) {
    mesh.positions.push(...corner);
    mesh.normals.push(...quad.normal);
    mesh.parts.push(part);
  }
  mesh.indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
}
