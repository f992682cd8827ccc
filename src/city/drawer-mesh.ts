import { cityMeasures } from '#plan/city-measures.ts';
import { addQuad, boxMesh, towerParts } from './tower-mesh.ts';
import type { TowerMesh } from './tower-mesh.ts';

/** Added to the part of each vertex of the drawer. */
export const drawerParts = 8;

/**
 * One floor as a box that can be pulled out, as wide and deep as a tower, with an underside. y from 0
 * to 1 through the floor's height; the shader puts it at its floor.
 */
function drawerMesh(): TowerMesh {
  const { wall, roof } = towerParts;
  const half = cityMeasures.towerMetres / 2;
  // The floor's numbers end a little before the next floor's.
  const [bottom, top] = [0.002, 0.998];
  const box = { middle: [0, 0], halfWidth: half, bottom, top, cap: roof } as const;
  const mesh = boxMesh([{ ...box, sides: [wall, wall, wall, wall] }]);
  addQuad(mesh, roof, {
    normal: [0, -1, 0],
    corners: [
      [half, bottom, -half],
      [half, bottom, half],
      [-half, bottom, half],
      [-half, bottom, -half],
    ],
  });
  return { ...mesh, parts: mesh.parts.map((part) => part + drawerParts) };
}

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
