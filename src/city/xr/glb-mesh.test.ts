import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readGlbMesh } from './glb-mesh.ts';

test.each(['left', 'right'])('the %s controller is one mesh, as large as a hand', async (side) => {
  const file = await readFile(`assets/controllers/${side}.glb`);
  const bytes = new Uint8Array(file).buffer;
  const { positions, normals, indices } = await readGlbMesh(bytes);
  expect(positions.length).toBe(normals.length);
  expect(Math.max(...indices)).toBe(positions.length / 3 - 1);
  const xs = positions.filter((_, at) => at % 3 === 0);
  const zs = positions.filter((_, at) => at % 3 === 2);
  for (const values of [xs, zs]) {
    const metres = Math.max(...values) - Math.min(...values);
    expect(metres).toBeGreaterThan(0.04);
    expect(metres).toBeLessThan(0.2);
  }
});

test('another file is refused', async () => {
  await expect(readGlbMesh(new ArrayBuffer(64))).rejects.toThrow();
});
