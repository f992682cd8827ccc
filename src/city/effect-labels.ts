import type { Vec3 } from '#contract/preview.ts';
import { attentionBaseMetres, cityMeasures } from '#plan/city-measures.ts';
import { beamCurveLength, beamPoint, writeBeamCurve } from '#plan/beam-curve.ts';
import { cityPoint } from '#plan/city-plan.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { bayRect } from '#plan/facade-plan.ts';
import type { EffectResult, EffectState } from '#store/read/change-state.ts';
import { litLayerAt } from '#view/focus-position.ts';
import { shortNumber } from '#view/number-words.ts';
import { strongestEffect } from '#view/strongest-effect.ts';
import type { StrongestEffect } from '#view/strongest-effect.ts';
import type { CityContext } from './city-part.ts';
import { labelInks } from './label-inks.ts';
import { quadAnchors } from './label-quad.ts';
import { effectRecordCount } from './label-set.ts';
import type { LabelSet, LateWriter } from './label-set.ts';

/** Letters are at least that large, CSS pixels, and metres. */
const leastPixels = 14;
const leastEm = 0.16;
/** Above the thing it names. */
const aboveMetres = 0.22;
/** Towards the eye by half the longer line, so that seen aslant no tower cuts it off. */
const towardEm = 4;
/** A bay's word stands that far in front of the wall. */
const outMetres = 0.3;
/** The word is turned to the eye and sized for it anew from such a step on. */
const turnRadians = 0.05;
const sizeStep = 1.1;

const curve = new Float32Array(beamCurveLength);

/** Says which to try, at the beam or head without which the answer would lose most. */
export class EffectLabels implements LateWriter {
  readonly #context: CityContext;
  #effects: EffectState | undefined;
  #plan: CityPlan | undefined;
  #strongest: StrongestEffect | undefined;
  #place: Vec3 | undefined;
  /** What the records hold. */
  #written: 'unknown' | 'nothing' | 'word' = 'unknown';
  #facingRadians = 0;
  #riseRadians = 0;
  #em = 0;
  #towardMetres = 0;

  constructor(context: CityContext) {
    this.#context = context;
  }

  forget(): void {
    this.#written = 'unknown';
  }

  write(set: LabelSet, plan: CityPlan): boolean {
    const at = this.#seenPlace(plan);
    const strongest = this.#strongest;
    if (!at || !strongest) {
      if (this.#written !== 'nothing') set.board.clearRange(set.effectRecord, effectRecordCount);
      this.#written = 'nothing';
      return true;
    }
    const hasMoved = this.#turn(at);
    if (this.#written === 'word' && !hasMoved) return true;
    const isWritten = this.#writeAt(set, at, strongest);
    this.#written = isWritten ? 'word' : 'unknown';
    return isWritten;
  }

  /** Where the word belongs, as far as the replay and a cut let it be seen. */
  #seenPlace(plan: CityPlan): Vec3 | undefined {
    const { store, front } = this.#context;
    const { state } = store;
    const effects = state.effects?.branch === state.branch ? state.effects : undefined;
    if (effects !== this.#effects || plan !== this.#plan) {
      this.#effects = effects;
      this.#plan = plan;
      this.#strongest = effects && strongestEffect(effects);
      this.#place = effects && this.#strongest && placeOf(effects, this.#strongest.result, plan);
      this.#written = 'unknown';
    }
    if (!effects || !this.#strongest || !state.settings.shown.labels) return undefined;
    const { layer } = this.#strongest.result.test;
    const isSeen = layer <= litLayerAt(state, effects.position) && layer < front.cutLayers;
    return isSeen ? this.#place : undefined;
  }

  /** Turns the word to the eye. Returns whether that asks for writing it anew. */
  #turn(at: Vec3): boolean {
    const { pose, focalPixels } = this.#context.viewer();
    const [awayX, awayY] = [at.x - pose.position.x, at.y - pose.position.y];
    const awayZ = at.z - pose.position.z;
    const facing = Math.atan2(awayX, awayZ);
    const rise = Math.atan2(awayY, Math.hypot(awayX, awayZ));
    const metres = Math.hypot(awayX, awayY, awayZ);
    const em = Math.max(leastEm, (leastPixels * metres) / focalPixels);
    const turned = 2 * Math.abs(Math.sin((facing - this.#facingRadians) / 2));
    const grown = Math.abs(Math.log(em / this.#em));
    const risen = Math.abs(rise - this.#riseRadians);
    if (Math.max(turned, risen) <= turnRadians && grown <= Math.log(sizeStep)) return false;
    this.#facingRadians = facing;
    this.#riseRadians = rise;
    this.#em = em;
    this.#towardMetres = Math.min(towardEm * em, metres / 2);
    return true;
  }

  #writeAt(set: LabelSet, { x, y, z }: Vec3, { result, mark }: StrongestEffect): boolean {
    const em = this.#em;
    const along = this.#towardMetres * Math.cos(this.#riseRadians);
    const surface = {
      anchor: quadAnchors.wall,
      x: x - along * Math.sin(this.#facingRadians),
      y: y + aboveMetres - this.#towardMetres * Math.sin(this.#riseRadians),
      z: z - along * Math.cos(this.#facingRadians),
      out: 0,
      facingRadians: this.#facingRadians,
    };
    const spot = { right: 0, align: 'middle', ink: labelInks.handle } as const;
    const { board, effectRecord } = set;
    const title = { text: mark.toLowerCase(), grade: 'small' } as const;
    const value = { text: `${shortNumber(result.nats)} nats without it`, grade: 'small' } as const;
    const first = board.text(effectRecord, surface, title, { ...spot, up: em * 1.35, em });
    const second = board.text(effectRecord + 1, surface, value, {
      ...spot,
      up: 0.2 * em,
      em: em * 0.8,
    });
    return first !== undefined && second !== undefined;
  }
}

function placeOf(
  { position }: EffectState,
  { test }: EffectResult,
  plan: CityPlan,
): Vec3 | undefined {
  if (test.kind === 'beam') {
    const ends = { ...test, query: position };
    return writeBeamCurve(curve, 0, ends, plan) ? beamPoint(curve, 0, 0.5) : undefined;
  }
  if (!plan.towers[position]) return undefined;
  const { left, right } = bayRect(test.head, plan.shape, 'street');
  const v = attentionBaseMetres + cityMeasures.storeyMetres;
  const at = { position, layer: test.layer, face: 'street', u: (left + right) / 2, v } as const;
  return cityPoint(plan, { ...at, out: outMetres });
}
