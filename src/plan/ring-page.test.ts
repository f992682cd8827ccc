import { expect, test } from 'vitest';
import { ringPage, ringPageTokens, ringTowerLimit } from './ring-page.ts';

test('up to 24 tokens all that are reached stand, whatever page is asked for', () => {
  for (const tokenCount of [0, 1, 5, 24]) {
    for (const page of [null, 0, 3]) {
      const shown = ringPage({ tokenCount, newest: tokenCount - 1, page });
      expect(shown.positions).toEqual(Array.from({ length: tokenCount }, (_, nth) => nth));
      expect(shown).toMatchObject({ leftOutCount: 0, pageCount: 1, page: null });
    }
  }
});

test('of what is not reached yet so much stands as the circle has places for', () => {
  const lengths = [0, 4, 7, 8, 11, 12, 23].map(
    (newest) => ringPage({ tokenCount: 90, newest, page: null }).positions.length,
  );
  expect(lengths).toEqual([8, 8, 8, 12, 12, 16, 24]);
  const short = ringPage({ tokenCount: 10, newest: 2, page: null });
  expect(short).toMatchObject({ first: 0, last: 7, leftOutCount: 2 });
});

test('without a choice the page ends at the newest token, after token 0', () => {
  const { positions, first, last, leftOutCount } = ringPage({
    tokenCount: 90,
    newest: 50,
    page: null,
  });
  expect(positions).toHaveLength(ringTowerLimit);
  expect(positions[0]).toBe(0);
  expect(positions[1]).toBe(28);
  expect(positions.at(-1)).toBe(50);
  expect([first, last, leftOutCount]).toEqual([28, 50, 66]);
});

test('a chosen page stands between token 0 and the newest: tokens 23 to 44 of 90', () => {
  const shown = ringPage({ tokenCount: 90, newest: 70, page: 1 });
  expect([shown.first, shown.last]).toEqual([23, 44]);
  expect(shown.positions).toEqual([
    0,
    ...Array.from({ length: ringPageTokens }, (_, nth) => 23 + nth),
    70,
  ]);
});

test('the pages together show every token, and a page past the last is the last', () => {
  for (const tokenCount of [25, 46, 47, 90, 128]) {
    const seen = new Set<number>();
    const { pageCount } = ringPage({ tokenCount, newest: 3, page: 0 });
    for (let page = 0; page < pageCount; page += 1) {
      const { positions } = ringPage({ tokenCount, newest: tokenCount - 1, page });
      expect(positions.length).toBeLessThanOrEqual(ringTowerLimit);
      expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b));
      for (const position of positions) seen.add(position);
    }
    expect(seen.size).toBe(tokenCount);
    const past = ringPage({ tokenCount, newest: 3, page: 99 });
    expect(past).toEqual(ringPage({ tokenCount, newest: 3, page: pageCount - 1 }));
  }
});
