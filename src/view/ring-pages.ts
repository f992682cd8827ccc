import { ringPage, ringPageTokens } from '#plan/ring-page.ts';
import type { StoreState } from '#store/read.ts';
import { newestLitPosition } from './focus-position.ts';

/** Which page of a long text stands in the ring. */
export interface RingPageShown {
  /** Counted from 0; while it follows what is read, the one that its last token is on. */
  readonly page: number;
  readonly pageCount: number;
  readonly isFollowing: boolean;
}

export function shownRingPage(state: StoreState): RingPageShown {
  const { tokens, settings } = state;
  const newest = newestLitPosition(state) ?? 0;
  const { page, last, pageCount } = ringPage({
    tokenCount: tokens.length,
    newest,
    page: settings.ringPage,
  });
  const near = Math.min(pageCount - 1, Math.max(0, Math.ceil(last / ringPageTokens) - 1));
  return { page: page ?? near, pageCount, isFollowing: page === null };
}

/** "page 2 of 5". */
export function ringPageWords({ page, pageCount, isFollowing }: RingPageShown): string {
  const which = isFollowing ? 'near page' : 'page';
  return `${which} ${String(page + 1)} of ${String(pageCount)}`;
}
