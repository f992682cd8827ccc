import type { Engine } from '@babylonjs/core/Engines/engine';
import { texelLayout } from '#contract/texel-layout.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import type { Topic } from '#store/read.ts';
import { ActivationUploads } from './activation-uploads.ts';
import { createSky, Ground } from './backdrop-draw.ts';
import { brightnessScales } from './brightness-scales.ts';
import type { CityContext, CityFrame, CityPart } from './city-part.ts';
import { ActivationTexture } from './gpu/activation-texture.ts';
import { ScaleTexture } from './gpu/scale-texture.ts';
import { slotCount, SlotTexture } from './gpu/slot-texture.ts';
import { TowerDraw } from './tower-draw.ts';
import type { TowerTextures } from './tower-draw.ts';
import { writeTowerState } from './tower-state.ts';

/** What exists once per model: textures of its size and the shaders compiled for its shape. */
interface ModelTowers {
  readonly shape: ModelShape;
  readonly textures: TowerTextures;
  readonly upright: TowerDraw;
  readonly reflected: TowerDraw;
}

export interface Towers extends CityPart {
  readonly uploadedBytes: number;
  readonly waitingUploads: number;
  /** True when there are numbers and all of the store's are on the card. */
  readonly showsNumbers: boolean;
}

export interface TowersOptions {
  readonly engine: Engine;
  readonly nowMillis: () => number;
}

/**
 * Towers, their mirror image, street and sky: what of the city is drawn from the numbers
 * themselves. Four draws.
 */
export function createTowers(context: CityContext, options: TowersOptions): Towers {
  const { scene, store } = context;
  const slots = new SlotTexture(scene);
  const uploads = new ActivationUploads(options.nowMillis);
  let model: ModelTowers | undefined;
  let isStateStale = true;
  const isUploaded = (position: number): boolean => uploads.isUploaded(position);
  // Solid things first, then the sky behind them, then the translucent street.
  let sky: ReturnType<typeof createSky> | undefined;
  let ground: Ground | undefined;

  const build = (shape: ModelShape): ModelTowers | undefined => {
    const plan = context.plan();
    const display = store.state.hello?.display;
    if (!plan || !display) return undefined;
    const scales = brightnessScales(display, store.state.settings.commonScale);
    const textures: TowerTextures = {
      slots,
      scales: new ScaleTexture(scene, scales, shape.layerCount),
      activations: new ActivationTexture(scene, options.engine, {
        width: texelLayout(shape).width,
        slotCount,
        layerCount: shape.layerCount,
      }),
    };
    return {
      shape,
      textures,
      upright: new TowerDraw(scene, plan, textures, 'upright'),
      reflected: new TowerDraw(scene, plan, textures, 'reflected'),
    };
  };
  const matchModel = (): void => {
    const shape = store.state.hello?.model;
    if (!shape || (model && isSameShape(model.shape, shape))) return;
    disposeModel(model);
    model = build(shape);
    if (model) uploads.fill(model.textures.activations, store.state.overviews);
  };
  const applyTowerCount = (): void => {
    const count = Math.min(slotCount, store.state.tokens.length);
    const hasReflections = store.state.settings.shown.reflections;
    if (model) {
      model.upright.towerCount = count;
      model.reflected.towerCount = hasReflections ? count : 0;
    }
    if (ground) {
      ground.towerCount = count;
      ground.hasReflections = hasReflections;
    }
  };

  return {
    get uploadedBytes() {
      return uploads.uploadedBytes;
    },
    get waitingUploads() {
      return uploads.waitingCount;
    },
    get showsNumbers() {
      return uploads.waitingCount === 0 && uploads.uploadedBytes > 0;
    },
    apply(topics: ReadonlySet<Topic>) {
      const { state } = store;
      matchModel();
      sky ??= createSky(scene);
      ground ??= new Ground(scene, slots);
      uploads.follow(state.overviews);
      if (model && (topics.has('run') || topics.has('settings'))) {
        model.upright.applySettings(state.settings);
        model.reflected.applySettings(state.settings);
        if (state.hello) {
          model.textures.scales.upload(
            brightnessScales(state.hello.display, state.settings.commonScale),
          );
        }
      }
      applyTowerCount();
      isStateStale = true;
    },
    tick(frame: CityFrame) {
      if (uploads.advance(frame.deltaMillis)) isStateStale = true;
      if (isStateStale) {
        writeTowerState(store.state, isUploaded, slots.bytesArray);
        slots.upload();
        isStateStale = false;
      }
      return uploads.waitingCount > 0;
    },
    restore() {
      if (model) uploads.fill(model.textures.activations, store.state.overviews);
      isStateStale = true;
    },
    dispose() {
      disposeModel(model);
      sky?.dispose(false, true);
      ground?.dispose();
      slots.dispose();
    },
  };
}

function disposeModel(model: ModelTowers | undefined): void {
  model?.upright.dispose();
  model?.reflected.dispose();
  model?.textures.activations.dispose();
  model?.textures.scales.dispose();
}

function isSameShape(a: ModelShape, b: ModelShape): boolean {
  return (
    a.layerCount === b.layerCount &&
    a.headCount === b.headCount &&
    a.width === b.width &&
    a.neuronCount === b.neuronCount
  );
}
