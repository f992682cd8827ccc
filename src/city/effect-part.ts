import { srgbOfLinear } from '#kit/oklch.ts';
import { targetFrames } from '#plan/target-frames.ts';
import type { TargetFrame } from '#plan/target-frames.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import type { EffectState } from '#store/read/change-state.ts';
import { litLayerAt } from '#view/focus-position.ts';
import type { CityContext, CityPart, CreateCityPart } from './city-part.ts';
import { effectHue, effectRange } from './effect-hue.ts';
import { EffectLabels } from './effect-labels.ts';
import type { LabelInk } from './label-quad.ts';
import type { Labels } from './labels.ts';
import { MarkDraw } from './mark-draw.ts';

/** Rows of 64 outlines: four walls for each of 96 heads. */
const markRows = 6;

/**
 * What ablations are worth, at the bays of the heads they were tried on: a frame round each bay that
 * matters, and a word at the strongest of all. Beams are tinted by themselves (`beam-touch.ts`).
 */
export function effectPart(labels: Labels): CreateCityPart {
  return (context) => createEffectPart(context, labels);
}

function createEffectPart(context: CityContext, labels: Labels): CityPart {
  const draw = new MarkDraw(context, markRows);
  labels.addWriter(new EffectLabels(context));
  let shown: EffectState | undefined;
  let shownPlan: CityPlan | undefined;
  let shownLayer = -1;

  return {
    apply: () => undefined,
    tick() {
      const { state } = context.store;
      const plan = context.plan();
      const effects = state.effects?.branch === state.branch ? state.effects : undefined;
      const cut = context.front.cutLayers - 1;
      const layer = effects ? Math.min(cut, litLayerAt(state, effects.position)) : -1;
      if (effects !== shown || plan !== shownPlan || layer !== shownLayer) {
        shown = effects;
        shownPlan = plan;
        shownLayer = layer;
        const { frames, inks } = bayMarks(effects, plan, layer);
        draw.show(frames, inks);
      }
      draw.upload(context.viewer().focalPixels);
      return false;
    },
    restore() {
      draw.restore();
    },
    dispose() {
      draw.dispose();
    },
  };
}

function bayMarks(
  effects: EffectState | undefined,
  plan: CityPlan | undefined,
  highestLayer: number,
): { readonly frames: readonly TargetFrame[]; readonly inks: readonly LabelInk[] } {
  const frames: TargetFrame[] = [];
  const inks: LabelInk[] = [];
  if (!effects || !plan) return { frames, inks };
  const view = { plan, eye: { x: 0, y: 0, z: 0 }, lens: undefined };
  const heads = effects.results.filter(
    (result) => result?.test.kind === 'head' && Math.abs(result.nats) >= effectRange.low,
  );
  // Where there are more than can be drawn, those that matter most.
  heads.sort((a, b) => Math.abs(b?.nats ?? 0) - Math.abs(a?.nats ?? 0));
  for (const result of heads) {
    if (!result || result.test.layer > highestLayer) continue;
    const { layer, head } = result.test;
    const [red, green, blue] = effectHue(result.nats);
    const ink = {
      red: srgbOfLinear(red),
      green: srgbOfLinear(green),
      blue: srgbOfLinear(blue),
      alpha: 0.95,
    };
    for (const frame of targetFrames(
      { kind: 'head', position: effects.position, layer, head },
      view,
    )) {
      frames.push(frame);
      inks.push(ink);
    }
  }
  return { frames, inks };
}
