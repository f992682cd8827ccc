import { vi } from 'vitest';
import { createCity } from '#city/city.ts';
import type { City } from '#city/city.ts';
import { ExhibitPart } from '#city/exhibit-part.ts';
import { noInsets } from '#city/free-view.ts';
import { LabelAtlas } from '#city/label-atlas.ts';
import { meanLuminance, projectToPixels } from '#city/probe.ts';
import type { CanvasPixels } from '#city/probe.ts';
import type { Preview } from '#contract/preview.ts';
import { createPreview } from '#input/create-preview.ts';
import { pointOnExhibit } from '#plan/exhibit-frame.ts';
import { cellRect } from '#plan/exhibit-plan.ts';
import type { ExhibitRect, PlacedBoard } from '#plan/exhibit-plan.ts';
import type { ExhibitStand } from '#plan/exhibit-stand.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { loadBundledStore } from '#tests/support/bundled-store.ts';
import type { Exhibit } from '#view/exhibit/board.ts';

const size = { width: 760, height: 480 };
/** WebGL runs on the processor, which others may be using too. */
const patience = { timeout: 50_000, interval: 100 };

/** An exhibit of a test's own choice in the city of the bundled run, and what can be read of it. */
export class ExhibitOnCanvas {
  readonly canvas = document.createElement('canvas');
  readonly preview: Preview = createPreview();
  readonly asked: string[] = [];
  readonly city: City;
  #shown: Exhibit;
  #part: ExhibitPart | undefined;

  static async open(exhibit: Exhibit): Promise<ExhibitOnCanvas> {
    const { state } = (await loadBundledStore()).store;
    const { settings } = state;
    const off = { beams: false, labels: false, predictions: false, pulse: false };
    const reflections = { reflections: false };
    const { store } = createFakeStore({
      ...state,
      settings: { ...settings, shown: { ...settings.shown, ...off, ...reflections } },
    });
    const opened = new ExhibitOnCanvas(exhibit, store);
    await opened.city.firstLight;
    await opened.written();
    opened.look();
    return opened;
  }

  private constructor(exhibit: Exhibit, store: ReturnType<typeof createFakeStore>['store']) {
    this.#shown = exhibit;
    this.canvas.style.cssText = `height:${String(size.height)}px;display:block`;
    this.#resize(size.width);
    document.body.append(this.canvas);
    this.city = createCity({
      canvas: this.canvas,
      store,
      preview: this.preview,
      nowMillis: () => performance.now(),
      reducedMotion: () => true,
      parts: [
        (context) => {
          const atlas = new LabelAtlas(context, context.requestFrame);
          const part = new ExhibitPart(context, {
            atlas,
            exhibitOf: () => this.#shown,
            requestValues: (site, layer, ...positions) =>
              this.asked.push(`${site} ${String(layer)} ${positions.join()}`),
          });
          this.#part = part;
          return {
            apply: () => undefined,
            tick: () => {
              atlas.beginFrame();
              return part.tick();
            },
            restore: () => {
              atlas.clear();
              part.restore();
            },
            dispose: () => {
              part.dispose();
              atlas.dispose();
            },
          };
        },
      ],
    });
  }

  get part(): ExhibitPart {
    if (!this.#part) throw new Error('The city has not made its parts.');
    return this.#part;
  }

  get stand(): ExhibitStand {
    const stand = this.part.stand();
    if (!stand) throw new Error('There should be an exhibit.');
    return stand;
  }

  /** Another exhibit; the canvas changes its width a little, so that it is looked for. */
  async show(exhibit: Exhibit): Promise<void> {
    this.#shown = exhibit;
    this.#resize(this.canvas.clientWidth + 1);
    await vi.waitUntil(() => {
      this.city.drawNow();
      const isResized = this.canvas.width === this.canvas.clientWidth;
      return isResized && this.part.regions().length === exhibit.boards.length;
    }, patience);
    this.look();
    await this.written();
  }

  /** Until every text stands there. */
  async written(): Promise<void> {
    await vi.waitUntil(() => {
      this.city.drawNow();
      return this.part.isComplete && this.part.regions().length > 0;
    }, patience);
  }

  /** Sends the eye before the exhibit, or so many times farther away. */
  look(farther = 1): void {
    const { stand, canvas } = this;
    const view = { width: canvas.clientWidth, height: canvas.clientHeight };
    const { position, target } = this.part.poseFor(stand, view, noInsets);
    const away = (from: number, to: number): number => to + (from - to) * farther;
    this.city.rig.setPose({
      position: {
        x: away(position.x, target.x),
        y: away(position.y, target.y),
        z: away(position.z, target.z),
      },
      target,
    });
  }

  board(key: string): PlacedBoard {
    const placed = this.stand.plan.boards.find((board) => board.key === key);
    if (!placed) throw new Error(`There should be a board ${key}.`);
    return placed;
  }

  cell(key: string, row: number, column: number): ExhibitRect {
    const rect = cellRect(this.board(key), row, column);
    if (!rect) throw new Error(`${key} should have a cell ${String(row)}, ${String(column)}.`);
    return rect;
  }

  /** Mean linear luminance of a rectangle of the exhibit's plane. */
  luminance(pixels: CanvasPixels, { left, right, bottom, top }: ExhibitRect): number {
    const ends = [
      [left, bottom],
      [right, bottom],
      [right, top],
      [left, top],
    ] as const;
    const corners = ends.map(([x, y]) => {
      const point = pointOnExhibit(this.stand.frame, x, y);
      return projectToPixels(this.city, this.canvas, point) ?? { x: 0, y: 0 };
    });
    return meanLuminance(pixels, corners);
  }

  #resize(width: number): void {
    this.canvas.style.width = `${String(width)}px`;
  }
}
