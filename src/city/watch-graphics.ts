const lostText =
  'The graphics card was taken away from this page; the city comes back as soon as it is there again.';

/** A lost graphics context comes back by itself; meanwhile a sentence says so. */
export function watchGraphics(
  canvas: HTMLCanvasElement,
  { say, unsay }: { readonly say: (text: string) => void; readonly unsay: (text: string) => void },
): void {
  canvas.addEventListener('webglcontextlost', () => {
    say(lostText);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    unsay(lostText);
  });
}
