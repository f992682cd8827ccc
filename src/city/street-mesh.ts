/** Directions around the eye, and rings: each lies this much farther off than the one before. */
const columns = 48;
const rings = 34;
const ringRatio = 1.35;
const nearestRing = 0.25;

/** The street as rings around the point below the eye: what changes slowly is computed per point. */
export interface StreetMesh {
  /**
   * [vertexCount, 3]: direction x, distance in heights of the eye, direction z. The last ring lies
   * so far off that the shader's reach bounds it.
   */
  readonly positions: number[];
  readonly indices: number[];
}

export function streetMesh(): StreetMesh {
  const mesh: StreetMesh = { positions: [], indices: [] };
  for (let ring = 0; ring <= rings; ring += 1) {
    const far = ring === rings ? 1e6 : ring && nearestRing * ringRatio ** (ring - 1);
    for (let column = 0; column <= columns; column += 1) {
      const around = (column / columns) * 2 * Math.PI;
      mesh.positions.push(Math.sin(around), far, Math.cos(around));
      if (ring === 0 || column === 0) continue;
      const point = mesh.positions.length / 3 - 1;
      const nearer = point - columns - 1;
      mesh.indices.push(nearer - 1, nearer, point, nearer - 1, point, point - 1);
    }
  }
  return mesh;
}
