import { cityMeasures } from '#plan/city-measures.ts';
import { towerParts } from './tower-mesh.ts';
import type { TowerMesh } from './tower-mesh.ts';

/** Added to the part of each vertex of the drawer. */
export const drawerParts = 8;

const outward = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;

/**
 * One floor as a box that can be pulled out: four walls, a top and an underside, as wide and deep
 * as a tower. y from 0 to 1 through the floor's height; the shader puts it at its floor.
 */
function drawerMesh(): TowerMesh {
  const half = cityMeasures.towerMetres / 2;
  // The floor's numbers end a little before the next floor's.
  const [low, high] = [0.002, 0.998];
  const mesh = {
    positions: [] as number[],
    normals: [] as number[],
    parts: [] as number[],
    indices: [] as number[],
  };
  const addQuad = (part: number, normal: Corner, corners: readonly Corner[]): void => {
    const first = mesh.parts.length;
    for (const corner of corners) {
      mesh.positions.push(...corner);
      mesh.normals.push(...normal);
      mesh.parts.push(part + drawerParts);
    }
    mesh.indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
  };
  for (const [x, z] of outward) {
    const at = (sideways: number, y: number): Corner => [
      (x - z * sideways) * half,
      y,
      (z + x * sideways) * half,
    ];
    const corners = [at(-1, low), at(-1, high), at(1, high), at(1, low)];
    addQuad(towerParts.wall, [x, 0, z], corners);
  }
  const ring = (y: number): Corner[] => [
    [-half, y, -half],
    [-half, y, half],
    [half, y, half],
    [half, y, -half],
  ];
  addQuad(towerParts.roof, [0, 1, 0], ring(high));
  addQuad(towerParts.roof, [0, -1, 0], ring(low).toReversed());
  return mesh;
}

type Corner = readonly [x: number, y: number, z: number];

/** A tower's triangles and the drawer's. */
export function withDrawer(tower: TowerMesh): TowerMesh {
  const drawer = drawerMesh();
  const first = tower.parts.length;
  return {
    positions: [...tower.positions, ...drawer.positions],
    normals: [...tower.normals, ...drawer.normals],
    parts: [...tower.parts, ...drawer.parts],
    indices: [...tower.indices, ...drawer.indices.map((index) => first + index)],
  };
}
