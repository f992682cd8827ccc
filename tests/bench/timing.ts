/** Runs slices to their end. */
export function finish<T>(slices: Generator<unknown, T, void>): T {
  for (;;) {
    const next = slices.next();
    if (next.done === true) return next.value;
  }
}

export function millisOf(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
