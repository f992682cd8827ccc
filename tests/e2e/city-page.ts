import { expect, type Locator, type Page } from '@playwright/test';
import type { City } from '#city/city.ts';
import type { Cursor, Dispatch, Intent } from '#contract/intent.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import type { CameraPose, Preview, Vec3 } from '#contract/preview.ts';
import type { ReadableStore } from '#store/read.ts';
import type { CanvasRegion, RegionPixels } from './canvas-region.ts';
import { summarise, type CitySummary } from './city-summary.ts';
import { usualView } from './usual-view.ts';

/** What `main.ts` hands to tests where the address says `?probe`. */
interface Probe {
  readonly store: ReadableStore;
  readonly preview: Preview;
  readonly city: City | undefined;
  readonly dispatch: Dispatch;
  readonly storeHash: () => Promise<string>;
  /** What devices said, from the first. */
  readonly spokenIntents: readonly Intent[];
}

declare global {
  interface Window {
    readonly neuralCity: Probe;
    /** Animation frames asked for and not yet called; kept by {@link CityPage.prepare}. */
    awaitedFrameCount: number;
  }
}

/** A point on the page, CSS pixels. */
export interface PagePoint {
  readonly x: number;
  readonly y: number;
}

/** Runs in the page before anything of the app: what was drawn can be read back, frames are counted. */
function prepareWindow(): void {
  const counting = window;
  counting.awaitedFrameCount = 0;
  const awaited = new Set<number>();
  const ask = window.requestAnimationFrame.bind(window);
  const cancel = window.cancelAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => {
    const handle = ask((time) => {
      awaited.delete(handle);
      counting.awaitedFrameCount = awaited.size;
      callback(time);
    });
    awaited.add(handle);
    counting.awaitedFrameCount = awaited.size;
    return handle;
  };
  window.cancelAnimationFrame = (handle) => {
    awaited.delete(handle);
    counting.awaitedFrameCount = awaited.size;
    cancel(handle);
  };
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below.
  const getContext = HTMLCanvasElement.prototype.getContext as (
    this: HTMLCanvasElement,
    kind: string,
    options?: object,
  ) => RenderingContext | null;
  Object.assign(HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement, kind: string, options?: object) {
      const kept = kind === 'webgl2' ? { ...options, preserveDrawingBuffer: true } : options;
      return getContext.call(this, kind, kept);
    },
  });
}

/** The app in a page, with what tests ask of it. */
export class CityPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async prepare(page: Page): Promise<CityPage> {
    await page.addInitScript(prepareWindow);
    return new CityPage(page);
  }

  /** Opens the app and waits for the first light. `fragment` begins with `#`. */
  async open(fragment = ''): Promise<void> {
    await this.page.goto(`/?probe${fragment}`);
    await this.waitForFirstLight();
  }

  async waitForFirstLight(): Promise<void> {
    await this.page.waitForFunction(() => performance.getEntriesByName('first-light').length > 0);
  }

  /** Until the model runs here and has taken over what the recording showed. */
  async waitForModel(): Promise<void> {
    await this.expectState({ engine: 'ready', runSource: 'live' });
  }

  async state(): Promise<CitySummary> {
    return this.page.evaluate(summarise);
  }

  /** Waits until the app's state holds these values. */
  async expectState(expected: Partial<CitySummary>, timeout?: number): Promise<void> {
    await expect
      .poll(() => this.state(), { intervals: [100], ...(timeout !== undefined && { timeout }) })
      .toMatchObject(expected);
  }

  async expectCursor(expected: Partial<Cursor>): Promise<void> {
    await expect
      .poll(async () => (await this.state()).cursor, { intervals: [100] })
      .toMatchObject(expected);
  }

  find(testid: string): Locator {
    return this.page.getByTestId(testid);
  }

  /** Writes a prompt, runs it and waits until all of it is read and shown. */
  async run(prompt: string): Promise<void> {
    const { request } = await this.state();
    await this.find('prompt').fill(prompt);
    await this.find('prompt').press('Enter');
    await this.expectRead(prompt, request);
  }

  /** Waits until a run with that prompt is read and shown: another one than `before`. */
  async expectRead(prompt: string, before?: number): Promise<void> {
    await expect.poll(async () => (await this.state()).request).not.toBe(before);
    await this.expectState({ prompt, runSource: 'live', playback: 'paused' });
    await this.settle();
  }

  /** Waits until nothing is drawn, uploaded, played or computed any more. */
  async settle(): Promise<void> {
    await this.page.waitForFunction(
      () => {
        const { store, city } = window.neuralCity;
        const { playback, awaitedTokens, prefill, awaitedPrompt } = store.state;
        return (
          window.awaitedFrameCount === 0 &&
          (city?.figures.waitingUploads ?? 0) === 0 &&
          (city?.fittings.areLabelsComplete ?? true) &&
          playback.kind === 'paused' &&
          awaitedTokens === 0 &&
          prefill === undefined &&
          store.state.pendingChanges === undefined &&
          awaitedPrompt === undefined
        );
      },
      undefined,
      { polling: 100 },
    );
  }

  /** One sentence of the city in words, by its key (src/view/outline.ts). */
  sentence(key: string): Locator {
    return this.page.locator(`[data-testid="outline-${key}"] > span`);
  }

  /** The city in words, as screen readers get it: a line for each sentence. */
  async outline(): Promise<string> {
    return (await this.find('outline').locator('span').allTextContents()).join('\n');
  }

  async dispatch(...intents: readonly Intent[]): Promise<void> {
    await this.page.evaluate((list) => {
      for (const intent of list) window.neuralCity.dispatch(intent);
    }, intents);
  }

  /**
   * Back to how the page looked after `prompt` was read: settings, time, camera, nothing changed,
   * open or pointed at.
   */
  async reset(prompt: string): Promise<void> {
    const { prompt: shown, texts, promptTokenCount, ...state } = await this.state();
    const isWhole = shown === prompt && texts.length === promptTokenCount;
    const isChanged = state.changes.length > 0 || state.canUndoChange || state.canRedoChange;
    // The city's keys do nothing while something on the page has the focus.
    await this.page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await this.page.keyboard.press('Escape');
    if (!isWhole || isChanged) await this.run(prompt);
    await this.page.evaluate((usual) => {
      const { dispatch, preview, store } = window.neuralCity;
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      preview.set({ hover: undefined, focus: undefined });
      const more = '[data-testid="dock"][data-open="true"] [data-testid="dock-more"]';
      document.querySelector<HTMLElement>(more)?.click();
      const { notices: told, hello, openLayers } = store.state;
      const position = (hello?.run.promptTokenCount ?? 1) - 1;
      const list: readonly Intent[] = [
        ...usual,
        { kind: 'seek', position, layer: (hello?.model.layerCount ?? 1) - 1 },
        ...openLayers.map((layer) => ({ kind: 'set-layer-open', layer, open: false }) as const),
        { kind: 'zoom-to', place: { level: 'model' } },
        { kind: 'fly-to', target: 'overview' },
        ...told.map(({ id }) => ({ kind: 'dismiss-notice', notice: id }) as const),
      ];
      for (const intent of list) dispatch(intent);
    }, usualView);
    await this.settle();
  }

  /** Opens a side panel where it is not open yet. */
  async openDrawer(name: string): Promise<void> {
    const opener = this.find(`open-${name}`);
    if ((await opener.getAttribute('aria-expanded')) !== 'true') await opener.click();
  }

  /** SHA-256 of what the run shown is (src/store/store-hash.ts). */
  async storeHash(): Promise<string> {
    return this.page.evaluate(() => window.neuralCity.storeHash());
  }

  async shape(): Promise<ModelShape> {
    return this.page.evaluate(() => {
      const { hello } = window.neuralCity.store.state;
      if (!hello) throw new Error('No model has said hello yet.');
      return hello.model;
    });
  }

  async pose(): Promise<CameraPose> {
    return this.page.evaluate(() => {
      const { city } = window.neuralCity;
      if (!city) throw new Error('There is no city.');
      return city.rig.pose;
    });
  }

  async drawnFrames(): Promise<number> {
    return this.page.evaluate(() => window.neuralCity.city?.figures.drawnFrames ?? 0);
  }

  /** Where points of the city fall on the page. */
  async project(points: readonly Vec3[]): Promise<readonly (PagePoint | undefined)[]> {
    return this.page.evaluate((list) => {
      const { city } = window.neuralCity;
      return list.map((point) => city?.rig.project(point));
    }, points);
  }

  /** What was last drawn there, without drawing anew. */
  async pixels({ x, y, width, height }: CanvasRegion): Promise<RegionPixels> {
    const text = await this.page.evaluate(
      (region) => {
        const canvas = document.querySelector<HTMLCanvasElement>('#city');
        const gl = canvas?.getContext('webgl2');
        if (!canvas || !gl) throw new Error('There is no canvas to read.');
        const scale = canvas.width / canvas.clientWidth;
        const [left, bottom] = [region.x, canvas.clientHeight - region.y - region.height];
        const [w, h] = [Math.round(region.width * scale), Math.round(region.height * scale)];
        const bytes = new Uint8Array(w * h * 4);
        gl.bindFramebuffer(gl.FRAMEBUFFER, null);
        const place = [Math.round(left * scale), Math.round(bottom * scale)] as const;
        gl.readPixels(...place, w, h, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
        let binary = '';
        for (const byte of bytes) binary += String.fromCharCode(byte);
        return btoa(binary);
      },
      { x, y, width, height },
    );
    return { bytes: Buffer.from(text, 'base64') };
  }
}
