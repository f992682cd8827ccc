import { element, setText } from './element.ts';

const lookedAtMillis = 1000;
const shownEveryMillis = 500;
/** More frames than any display shows in a second. */
const keptFrames = 512;

/** When frames were drawn, and how long each came after the one before. */
export class FrameTimes {
  readonly #nowMillisArray = new Float64Array(keptFrames).fill(-Infinity);
  readonly #sinceMillisArray = new Float64Array(keptFrames);
  #next = 0;

  /** @param sinceMillis - after the frame before; 0 after a rest. */
  note(nowMillis: number, sinceMillis: number): void {
    this.#nowMillisArray[this.#next] = nowMillis;
    this.#sinceMillisArray[this.#next] = sinceMillis;
    this.#next = (this.#next + 1) % keptFrames;
  }

  /** What the last second was like, in words. */
  sentence(nowMillis: number): string {
    let count = 0;
    let slowest = 0;
    this.#nowMillisArray.forEach((at, index) => {
      if (at <= nowMillis - lookedAtMillis) return;
      count += 1;
      slowest = Math.max(slowest, this.#sinceMillisArray[index] ?? 0);
    });
    if (count === 0) return 'at rest: nothing to draw';
    const frames = `${String(count)} frames/s`;
    return slowest === 0 ? frames : `${frames}, slowest ${slowest.toFixed(1)} ms`;
  }
}

/** `?stats`: frame times for developers, in a corner of the page. */
export function frameStats(
  watch: (listener: (sinceMillis: number) => void) => void,
  nowMillis: () => number,
): HTMLElement {
  const times = new FrameTimes();
  const words = element('output', { class: 'frame-stats', testid: 'frame-stats' });
  watch((sinceMillis) => {
    times.note(nowMillis(), sinceMillis);
  });
  setInterval(() => {
    setText(words, times.sentence(nowMillis()));
  }, shownEveryMillis);
  return words;
}
