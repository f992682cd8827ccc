/** Runs `work` once after so many milliseconds; a page's `setTimeout`, or a test's stand-in. */
export type Later = (work: () => void, millis: number) => void;

/** Resolves after so many milliseconds. */
export function pause(millis: number, later: Later): Promise<void> {
  return new Promise((resolve) => {
    later(resolve, millis);
  });
}

/**
 * Puts work off until nothing has happened for a while.
 *
 * @param quietMillis - `work` runs once nobody has called for that long, and at most twice that.
 * @returns what to call whenever something happens; a call leaves nothing behind, so that it may
 * come with every frame.
 */
export function whenQuiet(work: () => void, quietMillis: number, later: Later): () => void {
  let isWaiting = false;
  let hasHappened = false;
  const look = (): void => {
    isWaiting = hasHappened;
    hasHappened = false;
    if (isWaiting) later(look, quietMillis);
    else work();
  };
  return () => {
    hasHappened = isWaiting;
    if (isWaiting) return;
    isWaiting = true;
    later(look, quietMillis);
  };
}
