/** Replay speeds offered, layers a second; at 30 a token of SmolLM2 takes a second. */
export const speedSteps: readonly number[] = [3, 7.5, 15, 30, 60, 120, 300];
/** Attention weights offered as the least a drawn beam has. */
export const thresholdSteps: readonly number[] = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8];

/** The neighbour of a value on a ladder of rising steps; beyond the ends the value stays. */
export function ladderStep(ladder: readonly number[], value: number, by: 1 | -1): number {
  const next =
    by === 1
      ? ladder.find((each) => each > value * 1.001)
      : ladder.findLast((each) => each < value * 0.999);
  return next ?? value;
}
