import type { CityStage } from '#city/city-stage.ts';

/** A picture is drawn that seldom: whoever wears the headset comes first, most of all while frames are late. */
const everyMillis = { usual: 250, reduced: 1000 } as const;

/**
 * Whether somebody can see the page while the headset is worn: it hangs on a computer.
 * @param wish - `?mirror` of the address: `off` and anything else decide; null leaves it to the browser.
 */
export function wantsMirror(userAgent: string, wish: string | null): boolean {
  if (wish !== null) return wish !== 'off';
  const isComputer = /Windows|X11|Macintosh/.test(userAgent) && /Chrom(e|ium)\//.test(userAgent);
  const isStandalone = /OculusBrowser|Quest|Pico|Wolvic|Android|\bVR\b/.test(userAgent);
  return isComputer && !isStandalone;
}

/**
 * Shows the page what is seen in the headset: the city from between the eyes, level, as the page's own
 * camera draws it. What the eyes are drawn to cannot be read; so it is drawn once more, and copied at
 * once, as Babylon clears the page's picture with every frame of a session.
 */
export class Mirror {
  readonly #stage: CityStage;
  readonly #shown: HTMLCanvasElement;
  #lastMillis = -Infinity;

  /** @param shown - lies over the city's canvas, hidden. */
  constructor(stage: CityStage, shown: HTMLCanvasElement) {
    this.#stage = stage;
    this.#shown = shown;
  }

  /** To be called after all of a frame is drawn for the headset. @param isReduced - frames are late. */
  follow(timeMillis: number, isReduced: boolean): void {
    const wait = isReduced ? everyMillis.reduced : everyMillis.usual;
    if (timeMillis - this.#lastMillis < wait) return;
    this.#lastMillis = timeMillis;
    this.#draw();
  }

  hide(): void {
    this.#lastMillis = -Infinity;
    this.#shown.hidden = true;
  }

  #draw(): void {
    const { engine, scene } = this.#stage.context;
    const source = engine.getRenderingCanvas();
    const eye = scene.getCameraByName('eye');
    const picture = this.#shown.getContext('2d', { alpha: false });
    if (!source || !eye || !picture) return;
    const eyes = scene.activeCamera;
    // The canvas has its own size; the next frame of the session sets the eyes' again.
    engine.framebufferDimensionsObject = null;
    scene.activeCamera = eye;
    scene.render();
    scene.activeCamera = eyes;
    if (this.#shown.width !== source.width || this.#shown.height !== source.height) {
      this.#shown.width = source.width;
      this.#shown.height = source.height;
    }
    picture.drawImage(source, 0, 0);
    this.#shown.hidden = false;
  }
}
