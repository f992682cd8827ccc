import type { Target } from '#contract/intent.ts';
import { zBinsPerHead } from '#contract/texel-layout.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import type { LensSigns } from '#plan/lens-signs.ts';
import { targetFrames } from '#plan/target-frames.ts';
import { newestLitPosition } from '#view/focus-position.ts';
import type { CityContext, CityPart } from './city-part.ts';
import type { LabelInk } from './label-quad.ts';
import { MarkDraw } from './mark-draw.ts';

const hoverInk = { red: 0.93, green: 0.97, blue: 1, alpha: 0.95 } as const;
/** What would be taken hold of here. */
const handleInk = { red: 0.38, green: 0.97, blue: 0.6, alpha: 0.95 } as const;

/** Outlines what the pointer or the keyboard points at. The selected tower marks itself. */
export function createMarks(
  context: CityContext,
  lensSigns: () => LensSigns | undefined,
): CityPart {
  const draw = new MarkDraw(context);
  let shown: Target | undefined;
  let shownInk: LabelInk = hoverInk;
  let shownPlan: CityPlan | undefined;
  let shownEye = context.viewer().pose.position;
  let shownStanding = 0;

  return {
    apply: () => undefined,
    tick() {
      const target = context.preview.state.hover ?? context.preview.state.focus;
      const plan = context.plan();
      const { pose, focalPixels } = context.viewer();
      const eye = pose.position;
      const standingCount = (newestLitPosition(context.store.state) ?? 0) + 1;
      const ink = context.preview.state.handle ? handleInk : hoverInk;
      const isSame =
        target === shown &&
        ink === shownInk &&
        plan === shownPlan &&
        standingCount === shownStanding;
      if (!isSame || (turnsWithEye(target) && eye !== shownEye)) {
        shown = target;
        shownInk = ink;
        shownStanding = standingCount;
        shownPlan = plan;
        shownEye = eye;
        const isThere = target && plan && isInPlan(target, plan);
        const view = plan && { plan, eye, lens: lensSigns(), standingCount };
        draw.show(isThere && view ? targetFrames(target, view) : [], ink);
      }
      draw.upload(focalPixels);
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

function turnsWithEye(target: Target | undefined): boolean {
  return target?.kind === 'lens' || target?.kind === 'prediction';
}

/** A target of the run before may point at what this one has not. */
function isInPlan(target: Target, { tokenCount, shape }: CityPlan): boolean {
  if ('layer' in target && target.layer >= shape.layerCount) return false;
  if ('head' in target && target.head >= shape.headCount) return false;
  const isZBin = target.kind === 'bin' && target.site === 'attn.hook_z';
  if (isZBin && target.bin >= shape.headCount * zBinsPerHead) return false;
  return !('position' in target) || target.position < tokenCount;
}
