import { expect, test } from 'vitest';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { AtlasShelves } from './atlas-shelves.ts';
import type { AtlasPlace } from './atlas-shelves.ts';

function overlap(a: AtlasPlace, b: AtlasPlace): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test('places never overlap and never leave the atlas, whatever is taken and released', () => {
  const random = createSeededRandom(11);
  const shelves = new AtlasShelves(512, 512);
  const taken: AtlasPlace[] = [];
  let refused = 0;
  for (let nth = 0; nth < 4000; nth += 1) {
    if (random() < 0.45 && taken.length > 0) {
      const [gone] = taken.splice(Math.floor(random() * taken.length), 1);
      if (gone) shelves.release(gone);
      continue;
    }
    const place = shelves.take(8 * (1 + Math.floor(random() * 20)), random() < 0.5 ? 80 : 56);
    if (!place) {
      refused += 1;
      continue;
    }
    expect(place.x + place.width).toBeLessThanOrEqual(512);
    expect(place.y + place.height).toBeLessThanOrEqual(512);
    for (const other of taken) expect(overlap(place, other)).toBe(false);
    taken.push(place);
  }
  expect(refused).toBeGreaterThan(0);
});

test('rows fill up: of texts of one height nine tenths of the atlas can be used', () => {
  const random = createSeededRandom(12);
  const shelves = new AtlasShelves(2048, 2048);
  let used = 0;
  for (;;) {
    const place = shelves.take(8 * (8 + Math.floor(random() * 16)), 56);
    if (!place) break;
    used += place.width * place.height;
  }
  expect(used / 2048 ** 2).toBeGreaterThan(0.9);
});

test('a row that is empty again takes texts of another height', () => {
  const shelves = new AtlasShelves(64, 160);
  const first = shelves.take(64, 80);
  const second = shelves.take(64, 80);
  expect(shelves.take(64, 56)).toBeUndefined();
  if (first) shelves.release(first);
  const small = shelves.take(64, 56);
  expect(small).toMatchObject({ y: 0, height: 56 });
  if (second && small) expect(overlap(second, small)).toBe(false);
  expect(shelves.take(65, 56)).toBeUndefined();
});
