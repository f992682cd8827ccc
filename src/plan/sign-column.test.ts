import { expect, test } from 'vitest';
import type { Vec3 } from '#contract/preview.ts';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { avenuePlan, towerMiddleMetres } from '#tests/support/avenue.ts';
import { cityMeasures } from './city-measures.ts';
import { emptySignColumn, signShare, writeSignColumn } from './sign-column.ts';

const tokenCount = 9;
const plan = avenuePlan(tokenCount);

/** Whether a line of sight, prolonged for ever, meets any tower, seen from above. */
function meetsTower(eye: Vec3, x: number, z: number): boolean {
  for (let position = 0; position < tokenCount; position += 1) {
    const half = cityMeasures.towerMetres / 2 - 1e-4;
    const low = [towerMiddleMetres(position) - half, -half] as const;
    const high = [towerMiddleMetres(position) + half, half] as const;
    const origin = [eye.x, eye.z] as const;
    const step = [x - eye.x, z - eye.z] as const;
    let near = 0;
    let far = Infinity;
    for (const axis of [0, 1] as const) {
      const a = (low[axis] - origin[axis]) / step[axis];
      const b = (high[axis] - origin[axis]) / step[axis];
      near = Math.max(near, Math.min(a, b));
      far = Math.min(far, Math.max(a, b));
    }
    if (near < far) return true;
  }
  return false;
}

test('a sign within its room covers no window of any tower, wherever the eye stands', () => {
  const random = createSeededRandom(4);
  let tried = 0;
  let shown = 0;
  for (let nth = 0; nth < 3000; nth += 1) {
    const eye = {
      x: towerMiddleMetres(tokenCount) * (random() * 1.6 - 0.3),
      y: 2,
      z: (2 + random() * 30) * (random() < 0.8 ? -1 : 1),
    };
    const position = Math.floor(random() * tokenCount);
    const column = emptySignColumn();
    const place = {
      position,
      standingCount: tokenCount,
      preferredSide: 1,
      neededMetres: 2,
    } as const;
    expect(writeSignColumn(column, plan, eye, place)).toBe(true);
    tried += 1;
    const width = Math.min(column.roomMetres, 2);
    if (width < 0.05) continue;
    shown += 1;
    for (const share of [0.01, 0.5, 0.99]) {
      const beside = width * share * column.side;
      const x = column.cornerX + column.rightX * beside;
      const z = column.cornerZ + column.rightZ * beside;
      expect(meetsTower(eye, x, z), `eye ${JSON.stringify(eye)}, tower ${String(position)}`).toBe(
        false,
      );
    }
  }
  expect(shown).toBeGreaterThan(tried / 3);
});

test('from the street the last tower’s signs hang on its right and the first one’s on its left, with all the room', () => {
  const eye = { x: towerMiddleMetres(4), y: 6, z: -20 };
  const column = emptySignColumn();
  writeSignColumn(column, plan, eye, {
    position: 8,
    standingCount: tokenCount,
    preferredSide: 1,
    neededMetres: 2,
  });
  expect(column).toMatchObject({ side: 1, roomMetres: Infinity });
  writeSignColumn(column, plan, eye, {
    position: 0,
    standingCount: tokenCount,
    preferredSide: -1,
    neededMetres: 2,
  });
  expect(column).toMatchObject({ side: -1, roomMetres: Infinity });
});

test('signs shrink into the gap between two towers and go where it is too narrow', () => {
  const column = emptySignColumn();
  const place = {
    position: 4,
    standingCount: tokenCount,
    preferredSide: 1,
    neededMetres: 2,
  } as const;
  writeSignColumn(column, plan, { x: towerMiddleMetres(4), y: 6, z: -8 }, place);
  expect(column.roomMetres).toBeLessThan(cityMeasures.pitchMetres - cityMeasures.towerMetres);
  expect(signShare(column, 0.4)).toBe(1);
  expect(signShare(column, 1.2)).toBeGreaterThan(0.3);
  expect(signShare(column, 20)).toBe(0);
});

test('inside or above a tower there is no beside', () => {
  const column = emptySignColumn();
  const place = {
    position: 2,
    standingCount: tokenCount,
    preferredSide: 1,
    neededMetres: 2,
  } as const;
  const above = { x: towerMiddleMetres(2) + 0.2, y: 30, z: 0.3 };
  expect(writeSignColumn(column, plan, above, place)).toBe(false);
});
