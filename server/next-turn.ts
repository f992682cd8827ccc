/** Lets the event loop have a turn, so that signals are heard during long computations. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
