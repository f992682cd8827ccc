import type { Engine } from '@babylonjs/core/Engines/engine';
import type { Scene } from '@babylonjs/core/scene';
import type { Vec3 } from '#contract/preview.ts';
import { cityPlan, withOpenLayers } from '#plan/city-plan.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { ringPage } from '#plan/ring-page.ts';
import type { StoreState } from '#store/read.ts';
import { newestStanding } from './view-scene.ts';
import { PlanTexture } from './gpu/plan-texture.ts';

/** Keeps the plan that the store's state asks for, and its copy on the card. */
export class PlanFollower {
  readonly texture: PlanTexture;
  #plan: CityPlan | undefined;
  /** What the plan was made for, in words that can be compared. */
  #towersKey = '';
  #openLayers: readonly number[] | undefined;

  constructor(scene: Scene, engine: Engine) {
    this.texture = new PlanTexture(scene, engine);
  }

  /** Where things stand now; undefined until a model has said hello. */
  get plan(): CityPlan | undefined {
    return this.#plan;
  }

  /** Makes another plan if the state asks for one. */
  follow(state: StoreState): void {
    const { hello, tokens, settings, openLayers } = state;
    if (!hello) return;
    const { layout, ringPage: page } = settings;
    const tokenCount = tokens.length;
    const newest = newestStanding(state, tokenCount);
    const key = layout === 'ring' ? ringKey({ tokenCount, newest, page }) : layout;
    const towersKey = `${key} ${String(tokenCount)}`;
    if (this.#plan?.shape !== hello.model || towersKey !== this.#towersKey) {
      const options = { tokenCount, shape: hello.model, layout, newest, ringPage: page };
      this.#plan = cityPlan({ ...options, openLayers });
    } else if (openLayers !== this.#openLayers) {
      this.#plan = withOpenLayers(this.#plan, openLayers);
    }
    this.#towersKey = towersKey;
    this.#openLayers = openLayers;
  }

  /** Brings the card up to date, before a frame seen from there. */
  upload(eye: Vec3): void {
    if (this.#plan) this.texture.follow(this.#plan, eye);
  }
}

function ringKey(asked: Parameters<typeof ringPage>[0]): string {
  return `ring ${ringPage(asked).positions.join()}`;
}
