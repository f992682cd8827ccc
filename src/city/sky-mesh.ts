import { easedShare, fixedRandom } from './fixed-random.ts';

/**
 * The sky as points of a sphere around the eye, in the order they are painted: air, stars, hills.
 * A point is (turn, height, shade): share of the way round −0.5 … 0.5, sine of the elevation, and
 * 1 for air, less for hills. `stars` holds (corner x, corner y, strength) a point, 0 for no star.
 */
export interface SkyMesh {
  /** [vertexCount, 3] */
  readonly positions: Float32Array;
  /** [vertexCount, 3] */
  readonly stars: Float32Array;
  readonly indices: Uint32Array;
}

/** Fine enough that colours run straight from point to point; rows crowd where the glow is steep. */
const airColumns = 64;
const airRows = 28;
/** Height of a ring of stars; each has cells as wide as high, with one chance of a star a cell. */
const ringHeight = 0.034;
const starChance = 0.16;
/** Fainter ones are not seen before the sky. */
const faintestStar = 0.001;
/** Ranges one behind the other: cells around the horizon, seed, share of the full height, shade. */
const hillRanges = [
  { around: 150, row: 0, tall: 1, shade: 0.72 },
  { around: 246, row: 9, tall: 0.55, shade: 0.42 },
] as const;

/** More than there are: arrays that grow cost the first frame some 10 ms. */
const pointLimit = 16_384;

interface SkyDraft extends SkyMesh {
  pointCount: number;
  indexCount: number;
}

export function skyMesh(): SkyMesh {
  const draft: SkyDraft = {
    positions: new Float32Array(pointLimit * 3),
    stars: new Float32Array(pointLimit * 3),
    indices: new Uint32Array(pointLimit * 6),
    pointCount: 0,
    indexCount: 0,
  };
  addAir(draft);
  addStars(draft);
  for (const range of hillRanges) addHills(draft, range);
  return {
    positions: draft.positions.slice(0, draft.pointCount * 3),
    stars: draft.stars.slice(0, draft.pointCount * 3),
    indices: draft.indices.slice(0, draft.indexCount),
  };
}

function addAir(draft: SkyDraft): void {
  for (let row = -airRows; row <= airRows; row += 1) {
    const height = (row * Math.abs(row)) / airRows ** 2;
    for (let column = 0; column <= airColumns; column += 1) {
      const point = addPoint(draft, column / airColumns - 0.5, height, 1);
      if (row > -airRows && column > 0) addQuad(draft, point, airColumns + 1);
    }
  }
}

function addStars(draft: SkyDraft): void {
  for (let row = 1; (row + 1) * ringHeight < 1; row += 1) {
    const middle = (row + 0.5) * ringHeight;
    const around = Math.max(5, Math.floor((2 * Math.PI * Math.sqrt(1 - middle ** 2)) / ringHeight));
    for (let cell = 0; cell < around; cell += 1) {
      if (fixedRandom(cell, row, 2) > starChance) continue;
      const height = middle + (fixedRandom(cell, row, 3) - 0.5) * 0.5 * ringHeight;
      const turn = (cell + 0.25 + 0.5 * fixedRandom(cell, row, 4)) / around - 0.5;
      // Air dims them near the horizon.
      const clear = easedShare(Math.min(1, Math.max(0, (height - 0.04) / 0.31)));
      const strength = fixedRandom(cell, row, 5) ** 4 * clear;
      if (strength < faintestStar) continue;
      for (const y of [-1, 1]) {
        for (const x of [-1, 1]) {
          const point = addPoint(draft, turn, height, 1);
          draft.stars.set([x, y, strength], point * 3);
          if (x + y === 2) addQuad(draft, point, 2);
        }
      }
    }
  }
}

/** Dark against the sunset, without a light in them, and upside down below the horizon. */
function addHills(draft: SkyDraft, range: (typeof hillRanges)[number]): void {
  const { around, row, tall, shade } = range;
  const slow = ringNoise(around, row);
  const quick = ringNoise(around * 4, 3);
  const columns = around * 8;
  for (let column = 0; column <= columns; column += 1) {
    const turn = column / columns - 0.5;
    const top = (0.006 + 0.026 * slow(turn) + 0.007 * quick(turn)) * tall;
    addPoint(draft, turn, -top, shade);
    const point = addPoint(draft, turn, top, shade);
    if (column > 0) addQuad(draft, point, 2);
  }
}

/** Returns the point's index. */
function addPoint(draft: SkyDraft, turn: number, height: number, shade: number): number {
  const at = draft.pointCount * 3;
  draft.positions[at] = turn;
  draft.positions[at + 1] = height;
  draft.positions[at + 2] = shade;
  draft.pointCount += 1;
  return draft.pointCount - 1;
}

/** The quadrilateral that ends at a point, its other side `stride` points before. */
function addQuad(draft: SkyDraft, point: number, stride: number): void {
  const before = point - stride;
  const { indices, indexCount } = draft;
  indices[indexCount] = before - 1;
  indices[indexCount + 1] = before;
  indices[indexCount + 2] = point;
  indices[indexCount + 3] = before - 1;
  indices[indexCount + 4] = point;
  indices[indexCount + 5] = point - 1;
  draft.indexCount += 6;
}

/** Noise over the turn that closes around the horizon after `period` cells. */
function ringNoise(period: number, row: number): (turn: number) => number {
  const cellsArray = Float32Array.from({ length: period + 1 }, (_, cell) =>
    fixedRandom(cell % period, row, 1),
  );
  return (turn) => {
    const x = ((turn + 1) % 1) * period;
    const cell = Math.floor(x);
    const left = cellsArray[cell] ?? 0;
    return left + ((cellsArray[cell + 1] ?? 0) - left) * easedShare(x - cell);
  };
}
