import type { ZoomPlace } from '#contract/zoom.ts';
import { expect } from '@playwright/test';
import type { CanvasRegion } from './canvas-region.ts';
import type { CityPage, PagePoint } from './city-page.ts';

/** Where one looks in the model now. */
async function zoomOf(city: CityPage): Promise<ZoomPlace> {
  return city.page.evaluate(() => window.neuralCity.store.state.zoom);
}

export async function expectZoom(city: CityPage, place: ZoomPlace): Promise<void> {
  await expect.poll(() => zoomOf(city), { intervals: [100] }).toEqual(place);
  await city.settle();
}

/** Goes to a place and waits until it stands there with all the numbers it can have. */
export async function goTo(city: CityPage, place: ZoomPlace): Promise<void> {
  await city.dispatch({ kind: 'zoom-to', place });
  await city.settle();
}

/** Waits until a board says what it shows: nothing of it is on its way. */
export async function expectBoard(city: CityPage, key: string, words: RegExp): Promise<void> {
  await expect(city.sentence(`board-${key}`)).toHaveText(words);
  await city.settle();
}

/** The middle of a board's cell on the page. */
export async function cellPoint(
  city: CityPage,
  key: string,
  row: number,
  column: number,
): Promise<PagePoint> {
  const point = await city.page.evaluate(
    ([board, r, c]) => window.neuralCity.city?.fittings.cellPoint(board, r, c),
    [key, row, column] as const,
  );
  if (!point) throw new Error(`The board ${key} has no cell ${String(row)}, ${String(column)}.`);
  return point;
}

export interface BoardOnPage {
  readonly key: string;
  readonly corners: readonly PagePoint[];
}

/** Where the boards of what stands open are. */
export async function boardsOnPage(city: CityPage): Promise<readonly BoardOnPage[]> {
  return city.page.evaluate(() =>
    (window.neuralCity.city?.fittings.exhibitRegions() ?? []).map(({ key, corners }) => ({
      key,
      corners: corners.map(({ x, y }) => ({ x, y })),
    })),
  );
}

/** The rectangle around a board, for its pixels. */
export async function boardRegion(city: CityPage, key: string): Promise<CanvasRegion> {
  const board = (await boardsOnPage(city)).find((each) => each.key === key);
  if (!board) throw new Error(`There is no board ${key}.`);
  const xs = board.corners.map(({ x }) => Math.round(x));
  const ys = board.corners.map(({ y }) => Math.round(y));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Which of these points are covered by something of the page, or lie beyond it. */
export async function coveredPoints(
  city: CityPage,
  points: readonly PagePoint[],
): Promise<readonly string[]> {
  return city.page.evaluate(
    (list) =>
      list.flatMap(({ x, y }) => {
        const top = document.elementFromPoint(x, y);
        if (top?.id === 'city') return [];
        const name = top?.closest('[data-testid]')?.getAttribute('data-testid') ?? 'nothing';
        return [`${name} at ${String(Math.round(x))}, ${String(Math.round(y))}`];
      }),
    points,
  );
}
