import type { Dispatch } from '#contract/intent.ts';
import type { Preview, Ray } from '#contract/preview.ts';
import type { XrBoards, XrFrameSource, XrRig } from '#contract/xr.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import type { Gripped, Hand } from '#plan/pick-grip.ts';
import type { Picked } from '#plan/pick-scene.ts';
import type { InputFacts } from '#input/input-world.ts';

/** Everything input in a headset is handed. */
export interface XrInputWorld {
  readonly frames: XrFrameSource;
  readonly rig: XrRig;
  readonly preview: Preview;
  readonly dispatch: Dispatch;
  readonly facts: () => InputFacts;
  /** Where things stand now; undefined until a model has said hello. */
  readonly plan: () => CityPlan | undefined;
  /** What a ray meets first, city metres. */
  readonly pickRay: (ray: Ray) => Picked | undefined;
  /** What a hand can take hold of, city metres. */
  readonly gripOfRay: (ray: Ray, hand: Hand) => Gripped | undefined;
  readonly sliceLayerAt: (yMetres: number) => number | undefined;
  /** What in the room gets each press before the city. */
  readonly boards?: XrBoards;
}
