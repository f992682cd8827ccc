import type { BaseTexture } from '@babylonjs/core/Materials/Textures/baseTexture';
import type { Engine } from '@babylonjs/core/Engines/engine';
import type { Scene } from '@babylonjs/core/scene';
import { shownTokenLimit } from '#contract/control-message.ts';
import type { Vec3 } from '#contract/preview.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { foldSteps } from '#plan/floor-stack.ts';
import { NearestFirst } from './nearest-first.ts';
import { RecordTexture } from './record-texture.ts';

/** Rows of the texture; `plan-shader.ts` reads them. */
export const planRows = { place: 0, order: 1, nearest: 2, step: 3, floor: 4 } as const;
/** Room for the steps of so many floors. */
const mostLayers = 128;
const columnCount = mostLayers * foldSteps;
/** How much of its light a folded floor shows. */
const foldedLight = 0.35;

/**
 * The plan for shaders, RGBA32F. By token: `place` (x, z, cosine and sine of the yaw), `order`
 * (whether a tower stands at its left, at its right; w: whether it is shown). By index in reading
 * order: `order` (z: its token). By instance: `nearest` (the token of the instance-th nearest tower). By step of a third of
 * a floor: `step` (its floor, that floor's base above the lowest, share of its height, of its light).
 * By floor: `floor` (base, height, light).
 */
export class PlanTexture {
  readonly #records: RecordTexture;
  readonly #nearest = new NearestFirst(shownTokenLimit);
  #shown: CityPlan['shown'] | undefined;
  #floorsName = '';

  constructor(scene: Scene, engine: Engine) {
    this.#records = new RecordTexture(scene, engine, {
      texelsPerRecord: 1,
      recordsPerRow: columnCount,
      rowCount: Object.keys(planRows).length,
    });
  }

  get texture(): BaseTexture {
    return this.#records.texture;
  }

  /** Uploads what has changed since the frame before: another plan, or another order seen from the eye. */
  follow(plan: CityPlan, eye: Vec3): void {
    const haveMoved = plan.shown !== this.#shown;
    this.#shown = plan.shown;
    if (haveMoved) this.#writeTowers(plan);
    if (plan.floors.name !== this.#floorsName) this.#writeFloors(plan);
    this.#floorsName = plan.floors.name;
    if (this.#nearest.sort(plan.shown, eye, haveMoved)) this.#writeNearest();
    this.#records.upload();
  }

  restore(): void {
    this.#records.markAll();
  }

  dispose(): void {
    this.#records.dispose();
  }

  #writeTowers({ shown }: CityPlan): void {
    const ordered = planRows.order * columnCount * 4;
    this.#records.recordsArray.fill(0, ordered, ordered + columnCount * 4);
    for (const place of shown) {
      const { position, order } = place;
      this.#set(planRows.place, position, [place.x, place.z, place.cosYaw, place.sinYaw]);
      this.#setOne(planRows.order, position, 0, Number(place.hasLeft));
      this.#setOne(planRows.order, position, 1, Number(place.hasRight));
      this.#setOne(planRows.order, position, 3, 1);
      this.#setOne(planRows.order, order, 2, position);
    }
    this.#records.markRow(planRows.place);
    this.#records.markRow(planRows.order);
  }

  #writeFloors({ floors, shape }: CityPlan): void {
    const lowest = floors.baseMetres(0);
    let step = 0;
    for (let layer = 0; layer <= shape.layerCount && layer < mostLayers; layer += 1) {
      const base = floors.baseMetres(layer) - lowest;
      const share = floors.heightShare(layer);
      const light = floors.isOpen(layer) ? 1 : foldedLight;
      this.#set(planRows.floor, layer, [base, floors.heightMetres(layer), light, 0]);
      if (layer === shape.layerCount) break;
      for (let nth = 0; nth < Math.round(share * foldSteps); nth += 1) {
        this.#set(planRows.step, step, [layer, base, share, light]);
        step += 1;
      }
    }
    // What stands above the highest floor belongs to it.
    const top = (planRows.step * columnCount + Math.max(0, step - 1)) * 4;
    const end = (planRows.step + 1) * columnCount * 4;
    for (let at = top + 4; at < end; at += 4) {
      this.#records.recordsArray.copyWithin(at, top, top + 4);
    }
    this.#records.markRow(planRows.step);
    this.#records.markRow(planRows.floor);
  }

  #writeNearest(): void {
    for (let instance = 0; instance < this.#nearest.count; instance += 1) {
      this.#setOne(planRows.nearest, instance, 0, this.#nearest.positionAt(instance));
    }
    this.#records.markRow(planRows.nearest);
  }

  #set(row: number, column: number, values: readonly number[]): void {
    values.forEach((value, channel) => {
      this.#setOne(row, column, channel, value);
    });
  }

  #setOne(row: number, column: number, channel: number, value: number): void {
    if (column >= columnCount) return;
    this.#records.recordsArray[(row * columnCount + column) * 4 + channel] = value;
  }
}
