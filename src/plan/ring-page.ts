/** Most towers that stand in the ring: token 0, the newest, and a page of the context between. */
export const ringTowerLimit = 24;
/** Tokens of a page; pages follow each other by as many. */
export const ringPageTokens = ringTowerLimit - 2;

export interface RingPage {
  /** Token positions of the towers that stand, in reading order. */
  readonly positions: readonly number[];
  /** First and last token of the page; token 0 and the newest stand there besides. */
  readonly first: number;
  readonly last: number;
  /** The page chosen, counted from 0; null when it follows what is read. */
  readonly page: number | null;
  /** Pages to choose from; 1 when all towers stand at once. */
  readonly pageCount: number;
  /** Tokens without a tower here, on other pages or not reached yet. */
  readonly leftOutCount: number;
}

export interface RingPageOptions {
  readonly tokenCount: number;
  /** The newest token the replay has reached. */
  readonly newest: number;
  /** Counted from 0; null: the page that ends at the newest. */
  readonly page: number | null;
}

/** The circle grows by so many places at a time, so that towers seldom move. */
const growth = 4;
const leastPlaces = 8;

/** Places of a circle for so many towers. */
export function ringPlaceCount(towerCount: number): number {
  return Math.max(leastPlaces, Math.ceil(towerCount / growth) * growth);
}

/**
 * Which towers stand in the ring, and which are left out. While fewer than 24 tokens are reached, the
 * next few stand as plinths and the rest comes with the replay.
 */
export function ringPage({ tokenCount, newest, page }: RingPageOptions): RingPage {
  const reached = Math.min(Math.max(0, newest), tokenCount - 1);
  const isLong = tokenCount > ringTowerLimit;
  const pageCount = isLong ? Math.ceil((tokenCount - 1) / ringPageTokens) : 1;
  if (page === null || !isLong) {
    const places = ringPlaceCount(reached + 1);
    const last = Math.min(tokenCount - 1, Math.max(reached, Math.min(places, ringTowerLimit) - 1));
    const first = last < ringTowerLimit ? 0 : last - ringPageTokens;
    const run = { first, last, page: null, pageCount };
    return { ...run, ...standing(tokenCount, run, reached) };
  }
  const chosen = Math.min(pageCount - 1, Math.max(0, Math.floor(page)));
  const first = 1 + chosen * ringPageTokens;
  const last = Math.min(tokenCount - 1, first + ringPageTokens - 1);
  const run = { first, last, page: chosen, pageCount };
  return { ...run, ...standing(tokenCount, run, reached) };
}

/** Token 0, a run and the newest, each once. */
function standing(
  tokenCount: number,
  { first, last }: { readonly first: number; readonly last: number },
  newest: number,
): Pick<RingPage, 'positions' | 'leftOutCount'> {
  const positions: number[] = [];
  for (let position = 0; position < tokenCount; position += 1) {
    const isInRun = position >= first && position <= last;
    if (position === 0 || position === newest || isInRun) positions.push(position);
  }
  return { positions, leftOutCount: tokenCount - positions.length };
}
