import { expect, test } from 'vitest';
import type { Vec3 } from '#contract/preview.ts';
import { cityPlan } from './city-plan.ts';
import { pointOnExhibit } from './exhibit-frame.ts';
import type { ExhibitPlace } from './exhibit-frame.ts';
import { pickExhibit } from './exhibit-pick.ts';
import { cellRect } from './exhibit-plan.ts';
import type { ExhibitBoard } from './exhibit-plan.ts';
import { exhibitStand } from './exhibit-stand.ts';
import type { ExhibitStand } from './exhibit-stand.ts';

const shape = {
  layerCount: 30,
  headCount: 9,
  kvHeadCount: 3,
  headWidth: 64,
  width: 576,
  neuronCount: 1536,
  vocabularySize: 49152,
  contextLength: 2048,
};
const canvases = [
  { width: 1600, height: 900 },
  { width: 390, height: 844 },
] as const;
const places: readonly ExhibitPlace[] = [
  { level: 'layer', layer: 0 },
  { level: 'layer', layer: 23 },
  { level: 'component', layer: 29, position: 3, storey: 'attention' },
  { level: 'token', position: 2 },
];

function boards(tokenCount: number): readonly ExhibitBoard[] {
  return ['one', 'two', 'three'].map((key, nth) => ({
    key,
    group: 'tower',
    title: key,
    chart: 'heat',
    rowCount: 30,
    columnCount: nth === 2 ? tokenCount : 1,
    rowNames: [],
    columnNames: [],
  }));
}

function stands(): { readonly stand: ExhibitStand; readonly isInRing: boolean }[] {
  const found: { readonly stand: ExhibitStand; readonly isInRing: boolean }[] = [];
  for (const layout of ['avenue', 'ring', 'blocks'] as const) {
    for (const place of places) {
      for (const canvas of canvases) {
        for (const tokenCount of [1, 20]) {
          const openLayers = 'layer' in place ? [place.layer] : [];
          const city = cityPlan({ tokenCount, shape, layout, openLayers });
          const rises = (): boolean => true;
          const contents = { place, boards: boards(tokenCount), rises, promptTokenCount: 5 };
          const stand = exhibitStand(city, contents, canvas);
          found.push({ stand, isInRing: layout === 'ring' });
        }
      }
    }
  }
  return found;
}

function towards(from: Vec3, to: Vec3): Vec3 {
  const away = { x: to.x - from.x, y: to.y - from.y, z: to.z - from.z };
  const metres = Math.hypot(away.x, away.y, away.z);
  return { x: away.x / metres, y: away.y / metres, z: away.z / metres };
}

test('what is found under a cell’s middle is that cell, wherever the exhibit stands', () => {
  for (const { stand } of stands()) {
    const eye = pointOnExhibit(stand.frame, 1, 2, 6);
    for (const board of stand.plan.boards) {
      for (const row of [0, 7, 29]) {
        const rect = cellRect(board, row, board.columnCount - 1);
        if (!rect) throw new Error('There should be a cell.');
        const right = (rect.left + rect.right) / 2;
        const up = (rect.bottom + rect.top) / 2;
        const point = pointOnExhibit(stand.frame, right, up);
        const hit = pickExhibit({ origin: eye, direction: towards(eye, point) }, stand, 0);
        expect(hit?.cell).toEqual({ key: board.key, row, column: board.columnCount - 1 });
        expect(hit?.point.y).toBeCloseTo(point.y, 6);
      }
    }
  }
});

test('a ray past the exhibit, or away from it, finds nothing of it', () => {
  for (const { stand } of stands()) {
    const { frame, plan } = stand;
    const eye = pointOnExhibit(frame, 1, 2, 6);
    const beside = pointOnExhibit(frame, plan.width + 0.2, 1);
    const direction = towards(eye, beside);
    expect(pickExhibit({ origin: eye, direction }, stand, 0.001)).toBeUndefined();
    const back = { x: -direction.x, y: -direction.y, z: -direction.z };
    expect(pickExhibit({ origin: eye, direction: back }, stand, 0)).toBeUndefined();
  }
});

test('an exhibit keeps above the street, below its floor and before the towers', () => {
  for (const { stand, isInRing } of stands()) {
    const { frame, plan, place } = stand;
    const corners = [0, plan.width].flatMap((right) =>
      [0, plan.height].map((up) => pointOnExhibit(frame, right, up)),
    );
    const lowest = Math.min(...corners.map(({ y }) => y));
    const highest = Math.max(...corners.map(({ y }) => y));
    expect(lowest).toBeGreaterThanOrEqual(place.level === 'token' ? 0.19 : 0.29);
    if (place.level === 'token') continue;
    const base = 0.6 + (place.layer * 0.5) / 3;
    expect(highest).toBeLessThanOrEqual(base + 1e-6);
    if (isInRing) continue;
    for (const { z } of corners) expect(z).toBeLessThan(-1);
    const { slab } = frame;
    expect(highest + (slab?.y ?? NaN)).toBeCloseTo(base, 6);
  }
});
