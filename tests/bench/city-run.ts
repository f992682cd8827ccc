import type { Page } from '@playwright/test';
import type { Intent } from '#contract/intent.ts';
import { countGraphics } from '#tests/bench/graphics-counts.ts';
import { CityPage } from '#tests/e2e/city-page.ts';

/** Views that a frame's cost is looked at from. */
const views = ['overview', 'street', 'close'] as const;

export interface FrameCounts {
  readonly drawCalls: number;
  readonly triangles: number;
}

/** The app with a live model, and what a bench asks of it. */
export class CityRun {
  readonly page: Page;
  readonly #city: CityPage;

  private constructor(city: CityPage) {
    this.page = city.page;
    this.#city = city;
  }

  /** Opens the app and waits until its own model can be asked. */
  static async open(page: Page): Promise<CityRun> {
    const city = await CityPage.prepare(page);
    await page.addInitScript(countGraphics);
    await city.open();
    await page.waitForFunction(
      () => window.neuralCity.store.state.engine.kind === 'ready',
      undefined,
      { polling: 200 },
    );
    await city.dispatch({ kind: 'set-speed', layersPerSecond: 300 });
    return new CityRun(city);
  }

  /** Has the model read a prompt and waits until every token of it stands. */
  async read(text: string, tokenCount: number): Promise<void> {
    await this.#city.dispatch({ kind: 'submit-prompt', text, chat: false });
    await this.page.waitForFunction(
      (prompt) => window.neuralCity.store.state.hello?.run.prompt === prompt,
      text,
      { polling: 200 },
    );
    await this.#settle(tokenCount);
  }

  /** Has the model write one token, the run's last but `tokenCount` − 1. */
  async writeToken(tokenCount: number): Promise<void> {
    await this.#city.dispatch({ kind: 'step-token', direction: 1 });
    await this.#settle(tokenCount);
  }

  /** Waits until so many tokens have arrived and the city has come to rest. */
  async #settle(tokenCount: number): Promise<void> {
    await this.page.waitForFunction(
      (count) => window.neuralCity.store.state.overviews.length === count,
      tokenCount,
      { polling: 200 },
    );
    await this.#city.settle();
  }

  /** Opens a layer and returns how many frames were drawn until its first matrix stood lit in one. */
  async openLayer(layer: number): Promise<number> {
    return this.page.evaluate(async (wanted) => {
      const { city, dispatch } = window.neuralCity;
      const canvas = document.querySelector<HTMLCanvasElement>('#city');
      const gl = canvas?.getContext('webgl2');
      if (!city || !canvas || !gl) throw new Error('There is no city to draw.');
      const first = city.figures.drawnFrames;
      dispatch({ kind: 'zoom-to', place: { level: 'layer', layer: wanted } });
      const pixels = new Uint8Array(4 * 3 * 3);
      const brightest = (row: number, column: number): number => {
        const at = city.fittings.cellPoint('pattern-0', row, column);
        if (!at) return 0;
        const scale = canvas.width / canvas.clientWidth;
        const [left, low] = [at.x * scale - 1, canvas.height - at.y * scale - 1].map(Math.round);
        gl.readPixels(left ?? 0, low ?? 0, 3, 3, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
        return Math.max(...pixels.filter((_, place) => place % 4 < 3));
      };
      // Every token reads something of the first; above the diagonal there is nothing but dark glass.
      const isLit = (): boolean => brightest(64, 0) > brightest(10, 110) + 6;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (isLit()) resolve();
          else requestAnimationFrame(look);
        };
        look();
      });
      return city.figures.drawnFrames - first;
    }, layer);
  }

  /**
   * Asks for something that brings a position another overview, and tells how long it took to reach
   * the store and how many frames were drawn until the card had it.
   */
  async timeToOverview(
    intent: Intent,
    position: number,
  ): Promise<{ readonly millis: number; readonly frames: number }> {
    return this.page.evaluate(
      async ([asked, at]) => {
        const { city, dispatch, store } = window.neuralCity;
        const before = store.state.overviews[at];
        const firstFrame = city?.figures.drawnFrames ?? 0;
        const started = performance.now();
        const arrived = new Promise<void>((resolve) => {
          const stop = store.subscribe(() => {
            if (store.state.overviews[at] === before) return;
            stop();
            resolve();
          });
        });
        dispatch(asked);
        await arrived;
        const millis = performance.now() - started;
        // The frame that uploads it is the one that shows it.
        while ((city?.figures.drawnFrames ?? 0) === firstFrame || city?.figures.waitingUploads) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        return { millis, frames: (city?.figures.drawnFrames ?? 0) - firstFrame };
      },
      [intent, position] as const,
    );
  }

  /** Back to the run without changes. */
  async undoChanges(): Promise<void> {
    await this.#city.dispatch({ kind: 'clear-changes' });
    await this.page.waitForFunction(() => window.neuralCity.store.state.branch === 0, undefined, {
      polling: 100,
    });
    await this.settle();
  }

  /** Looks at the whole city again, all floors at their full height. */
  async closeLayers(): Promise<void> {
    await this.#city.dispatch({ kind: 'zoom-to', place: { level: 'model' } });
    await this.settle();
  }

  /** Waits until the city has come to rest. */
  async settle(): Promise<void> {
    await this.#city.settle();
  }

  /** What one frame of what is looked at now costs. */
  async countFrameHere(): Promise<FrameCounts> {
    return this.page.evaluate(() => {
      Object.assign(window.graphicsCounts, { drawCalls: 0, triangles: 0 });
      window.neuralCity.city?.drawNow();
      const { drawCalls, triangles } = window.graphicsCounts;
      return { drawCalls, triangles };
    });
  }

  /** Draw calls and triangles of one frame, the most of several views. */
  async countFrame(): Promise<FrameCounts> {
    let most: FrameCounts = { drawCalls: 0, triangles: 0 };
    for (const target of views) {
      await this.#city.dispatch({ kind: 'fly-to', target });
      await this.#city.settle();
      const seen = await this.countFrameHere();
      most = {
        drawCalls: Math.max(most.drawCalls, seen.drawCalls),
        triangles: Math.max(most.triangles, seen.triangles),
      };
    }
    return most;
  }

  /** Bytes given to WebGL since the last call, by function. */
  async takeUploadedBytes(): Promise<Readonly<Record<string, number>>> {
    return this.page.evaluate(() => {
      const { uploadedBytes } = window.graphicsCounts;
      window.graphicsCounts.uploadedBytes = {};
      return uploadedBytes;
    });
  }

  /** Draws so many frames, the camera turning to and fro about what it looks at. */
  async turnCamera(frameCount: number): Promise<void> {
    await this.page.evaluate(async (count) => {
      const { city } = window.neuralCity;
      if (city === undefined) throw new Error('There is no city to draw.');
      const first = city.figures.drawnFrames;
      await new Promise<void>((resolve) => {
        const turn = (): void => {
          const drawn = city.figures.drawnFrames - first;
          if (drawn >= count) {
            resolve();
            return;
          }
          city.rig.orbit(drawn % 40 < 20 ? 0.01 : -0.01, 0);
          requestAnimationFrame(turn);
        };
        turn();
      });
    }, frameCount);
  }
}
