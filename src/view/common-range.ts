/**
 * One scale of light for all layers of a hook, from each layer's [median, 99.5th percentile]: dark at
 * the median of the medians, full at the largest of the percentiles.
 */
export function commonRange(
  pairs: readonly (readonly [number, number])[],
): readonly [dark: number, full: number] {
  const medians = pairs.map(([median]) => median).sort((a, b) => a - b);
  return [
    medians[Math.floor(medians.length / 2)] ?? 0,
    Math.max(...pairs.map(([, percentile]) => percentile)),
  ];
}
