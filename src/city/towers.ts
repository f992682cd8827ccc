import type { Engine } from '@babylonjs/core/Engines/engine';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { Display, Hello } from '#contract/control-message.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { texelLayout } from '#contract/texel-layout.ts';
import type { Settings, Topic } from '#store/read.ts';
import { showsDifference } from '#view/difference-legend.ts';
import { ActivationUploads } from './activation-uploads.ts';
import type { ShownNumbers, SlotNumbers } from './activation-uploads.ts';
import { createSky, Ground } from './backdrop-draw.ts';
import { brightnessScales } from './brightness-scales.ts';
import type { ChangedTowers } from './changed-towers.ts';
import type { CityFrame } from './city-frame.ts';
import type { CityContext, CityPart } from './city-part.ts';
import { ActivationTexture } from './gpu/activation-texture.ts';
import { ScaleTexture } from './gpu/scale-texture.ts';
import { slotCount, SlotTexture } from './gpu/slot-texture.ts';
import { LateScript } from './late-script.ts';
import { roleTexels } from './role-texels.ts';
import { hasChangedLook } from './shown-light.ts';
import { TowerDraw } from './tower-draw.ts';
import type { TowerTextures } from './tower-draw.ts';
import { writeTowerState } from './tower-state.ts';

const passes = ['first', 'upright', 'reflected'] as const;
const noDraws: readonly TowerDraw[] = [];
const noNumbers: ShownNumbers = [];

/** What exists once per model: textures of its size and the shaders compiled for its shape. */
interface ModelTowers {
  readonly shape: ModelShape;
  readonly textures: TowerTextures;
  /** By `passes`; all show the same towers. */
  readonly draws: readonly TowerDraw[];
  /** The same towers with what the verbs make of them; made when that is first to be seen. */
  changed?: ChangedTowers;
}

export interface TowersOptions {
  readonly engine: Engine;
  readonly nowMillis: () => number;
}

/**
 * Towers, their mirror image, street and sky: what of the city is drawn from the numbers
 * themselves. Four draws.
 */
export class Towers implements CityPart {
  readonly #context: CityContext;
  readonly #engine: Engine;
  readonly #slots: SlotTexture;
  readonly #uploads: ActivationUploads;
  readonly #changedScript: LateScript<typeof ChangedTowers>;
  readonly #numbersAt = (position: number): SlotNumbers => this.#uploads.numbersAt(position);
  #model: ModelTowers | undefined;
  #sky: Mesh | undefined;
  #ground: Ground | undefined;
  #isStateStale = true;
  #showsChanged = false;
  #hasReflections = true;

  constructor(context: CityContext, options: TowersOptions) {
    this.#context = context;
    this.#engine = options.engine;
    this.#slots = new SlotTexture(context.scene);
    this.#uploads = new ActivationUploads(options.nowMillis);
    this.#changedScript = new LateScript(
      async () => (await import('./changed-towers.ts')).ChangedTowers,
      context.requestFrame,
    );
  }

  /** Bytes of activations sent to the card so far. */
  get uploadedBytes(): number {
    return this.#uploads.uploadedBytes;
  }

  /** Tokens whose numbers are not on the card yet. */
  get waitingUploads(): number {
    return this.#uploads.waitingCount;
  }

  /** What the windows show. Differences need the shader that tells them from activations. */
  get #numbers(): ShownNumbers {
    const { state } = this.#context.store;
    if (!showsDifference(state)) return state.overviews;
    return this.#showsChanged ? state.differences : noNumbers;
  }

  /** True when there are numbers and all of the store's are on the card. */
  get showsNumbers(): boolean {
    return this.waitingUploads === 0 && this.uploadedBytes > 0;
  }

  /** Uploads all that waits, whatever it costs: there is no frame yet that could be late. */
  uploadAll(): void {
    while (this.#uploads.advance(0)) this.#isStateStale = true;
  }

  /** Makes sky and street when they are first to be seen; their hills and puddles take time to compute. */
  makeBackdrop(): void {
    if (this.#ground) return;
    const { scene } = this.#context;
    // Solid things first, then the sky behind them, then the translucent street.
    this.#sky = createSky(scene);
    this.#ground = new Ground(scene, { slots: this.#slots, plan: this.#context.planTexture });
    this.#showTowers();
  }

  apply(topics: ReadonlySet<Topic>): void {
    const { hello, settings } = this.#context.store.state;
    if (hello) this.#matchModel(hello);
    this.#uploads.follow(this.#numbers);
    this.#changedScript.retry();
    if (topics.has('run') || topics.has('settings')) this.#applySettings(settings);
    this.#showTowers();
    this.#isStateStale = true;
  }

  tick(frame: CityFrame): boolean {
    const moves = this.#matchLook(frame);
    if (this.#uploads.advance(frame.deltaMillis)) this.#isStateStale = true;
    if (this.#isStateStale) {
      writeTowerState(this.#context.store.state, this.#numbersAt, this.#slots.bytesArray);
      this.#slots.upload();
      this.#isStateStale = false;
    }
    if (this.#hasReflections !== this.#wantsReflections) this.#showTowers();
    for (const draw of this.#shownDraws) draw.applyFront(this.#context.front);
    return moves || this.waitingUploads > 0;
  }

  restore(): void {
    if (this.#model) this.#uploads.fill(this.#model.textures.activations, this.#numbers);
    this.#isStateStale = true;
  }

  dispose(): void {
    disposeModel(this.#model);
    this.#sky?.dispose(false, true);
    this.#ground?.dispose();
    this.#slots.dispose();
  }

  #matchModel(hello: Hello): void {
    if (this.#model && isSameShape(this.#model.shape, hello.model)) return;
    disposeModel(this.#model);
    this.#model = this.#build(hello);
    this.#showsChanged = false;
    this.#uploads.fill(this.#model.textures.activations, this.#numbers);
  }

  get #shownDraws(): readonly TowerDraw[] {
    return (this.#showsChanged ? this.#model?.changed?.draws : this.#model?.draws) ?? noDraws;
  }

  /**
   * Draws the towers as the verbs leave them, once the script and the shaders for it are there.
   * @returns whether something moves or compiles.
   */
  #matchLook(frame: CityFrame): boolean {
    const { store, preview } = this.#context;
    const model = this.#model;
    // A floor that was let go slides back in under the same look.
    const isSliding = model?.changed?.isOut === true;
    const isWanted =
      model !== undefined && (isSliding || hasChangedLook(store.state, preview.state));
    if (isWanted) {
      this.#changedScript.need();
      const { script } = this.#changedScript;
      if (script) model.changed ??= new script(this.#context, model.shape, model.textures);
    }
    const changed = isWanted ? model.changed : undefined;
    const isShown = changed?.isReady === true;
    if (isShown !== this.#showsChanged) {
      this.#showsChanged = isShown;
      this.#uploads.follow(this.#numbers);
      this.#isStateStale = true;
      this.#showTowers();
    }
    return changed !== undefined && (!isShown || changed.look(frame));
  }

  #build({ model: shape, display }: Hello): ModelTowers {
    const { scene, store, planTexture } = this.#context;
    const scales = scaleTexels(display, shape, store.state.settings.commonScale);
    const textures: TowerTextures = {
      slots: this.#slots,
      plan: planTexture,
      scales: new ScaleTexture(scene, scales, shape.layerCount),
      activations: new ActivationTexture(scene, this.#engine, {
        width: texelLayout(shape).width,
        slotCount,
        layerCount: shape.layerCount,
      }),
    };
    return {
      shape,
      textures,
      draws: passes.map((pass) => new TowerDraw(scene, shape, textures, { pass })),
    };
  }

  #applySettings(settings: Settings): void {
    const display = this.#context.store.state.hello?.display;
    if (!this.#model || !display) return;
    for (const draw of this.#model.draws) draw.applySettings(settings);
    this.#model.changed?.applySettings(settings);
    const { shape, textures } = this.#model;
    textures.scales.upload(scaleTexels(display, shape, settings.commonScale));
  }

  get #wantsReflections(): boolean {
    const { quality, store } = this.#context;
    return quality.hasReflections && store.state.settings.shown.reflections;
  }

  #showTowers(): void {
    const plan = this.#context.plan();
    const count = Math.min(slotCount, plan?.shown.length ?? 0);
    const hasReflections = this.#wantsReflections;
    this.#hasReflections = hasReflections;
    for (const draw of this.#model?.draws ?? noDraws) {
      // The first frame's shader may compile before there is a token.
      if (draw.pass === 'first') draw.towerCount = Math.max(1, count);
      else draw.towerCount = 0;
    }
    this.#model?.changed?.draws.forEach((draw) => (draw.towerCount = 0));
    for (const draw of this.#shownDraws) {
      if (draw.pass === 'first') continue;
      draw.towerCount = draw.pass === 'reflected' && !hasReflections ? 0 : count;
    }
    if (this.#ground) {
      if (plan) this.#ground.plan = plan;
      this.#ground.hasReflections = hasReflections;
    }
  }
}

/** Brightness scales, then what heads are known for. */
function scaleTexels(
  display: Display,
  shape: ModelShape,
  common: boolean,
): Float32Array<ArrayBuffer> {
  const scales = brightnessScales(display, common);
  const roles = roleTexels(display, shape);
  const texelsArray = new Float32Array(scales.length + roles.length);
  texelsArray.set(scales);
  texelsArray.set(roles, scales.length);
  return texelsArray;
}

function disposeModel(model: ModelTowers | undefined): void {
  for (const draw of model?.draws ?? noDraws) draw.dispose();
  model?.changed?.dispose();
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
