/** Starts something once for all who ask for it; what has failed is started anew for whoever asks next. */
export function keptPromise<Value>(start: () => Promise<Value>): () => Promise<Value> {
  let kept: Promise<Value> | undefined;
  return () =>
    (kept ??= start().catch((error: unknown) => {
      kept = undefined;
      throw error;
    }));
}
