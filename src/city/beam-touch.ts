import type { HeldGrip } from '#contract/preview.ts';
import { verbDistances } from '#contract/verb.ts';
import { beamCoordinate, beamCurveLength, beamPoint, writeBeamCurve } from '#plan/beam-curve.ts';
import type { BeamEnds } from '#plan/beam-curve.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import type { StoreState } from '#store/read.ts';
import { beamFloats } from './beam-records.ts';
import type { BeamRecords, BeamTouch } from './beam-records.ts';
import { effectHue } from './effect-hue.ts';
import { askedChanges } from './shown-light.ts';

/** Length of a stub, metres, and the most of its beam it takes. */
const stubMetres = 0.5;
const mostStubShare = 0.22;
/** A beam that is drawn taut glows red, and thicker. */
const tautHue = [1, 0.1, 0.03] as const;
const armedGlow = 1.6;
const whole = new Float32Array(beamCurveLength);

function beamKey({ layer, head, query, key }: BeamEnds): string {
  return `${String(layer)}/${String(head)}/${String(query)}/${String(key)}`;
}

/** What is torn, and what was found out about each beam, of the state it was told last. */
export class TouchedBeams implements BeamTouch {
  torn: readonly BeamEnds[] = [];
  readonly #torn = new Set<string>();
  readonly #nats = new Map<string, number>();

  follow(state: StoreState): void {
    this.#torn.clear();
    this.#nats.clear();
    const torn: BeamEnds[] = [];
    for (const { change, isOn } of askedChanges(state)) {
      if (!isOn || change.kind !== 'beam') continue;
      torn.push(change);
      this.#torn.add(beamKey(change));
    }
    // Where no beams are shown there is nothing that a stub would be left of.
    this.torn = state.settings.shown.beams ? torn : [];
    const { effects } = state;
    if (effects?.branch !== state.branch) return;
    for (const result of effects.results) {
      if (result?.test.kind !== 'beam') continue;
      this.#nats.set(beamKey({ ...result.test, query: effects.position }), result.nats);
    }
  }

  isTorn(ends: BeamEnds): boolean {
    return this.#torn.size > 0 && this.#torn.has(beamKey(ends));
  }

  hueOf(ends: BeamEnds): [number, number, number] | undefined {
    const nats = this.#nats.size > 0 ? this.#nats.get(beamKey(ends)) : undefined;
    return nats === undefined ? undefined : effectHue(nats);
  }

  writeStub(
    curves: Float32Array,
    offset: number,
    ends: BeamEnds,
    { plan, end }: { readonly plan: CityPlan; readonly end: 'key' | 'query' },
  ): boolean {
    if (!writeBeamCurve(whole, 0, ends, plan)) return false;
    const [from, to] = [beamPoint(whole, 0, 0), beamPoint(whole, 0, 1)];
    const metres = Math.hypot(to.x - from.x, to.y - from.y, to.z - from.z);
    const share = Math.min(mostStubShare, stubMetres / Math.max(metres, 1e-6));
    const t = end === 'key' ? share : 1 - share;
    // The first part of a curve has its control point that far along the way to the whole one's.
    for (let axis = 0; axis < 3; axis += 1) {
      const start = whole[(end === 'key' ? 0 : 6) + axis] ?? 0;
      const control = start + ((whole[3 + axis] ?? 0) - start) * share;
      const torn = beamCoordinate(whole, 0, axis, t);
      curves[offset + axis] = end === 'key' ? start : torn;
      curves[offset + 3 + axis] = control;
      curves[offset + 6 + axis] = end === 'key' ? torn : start;
    }
    return true;
  }
}

/**
 * Bows a held beam so that it runs through the hand; the tauter the thicker and, out of its own hue,
 * the redder.
 *
 * @returns the record that was written; −1 where the beam is not drawn.
 */
export function bowBeam(
  recordsArray: Float32Array,
  records: BeamRecords,
  { grip, atPoint, pulledMetres, stage }: HeldGrip,
): number {
  const record = grip.verb === 'pull' ? records.indexOfBeam(grip) : -1;
  if (record < 0) return -1;
  const tension = Math.min(1, Math.max(0, pulledMetres) / verbDistances.arms);
  const curve = record * beamCurveLength;
  const at = record * beamFloats;
  const { curves, radiiMetres, hues } = records;
  // A quadratic curve's middle lies half-way between its chord and its control point.
  const bow = (axis: number, hand: number): number =>
    2 * hand - ((curves[curve + axis] ?? 0) + (curves[curve + 6 + axis] ?? 0)) / 2;
  recordsArray[at + 4] = bow(0, atPoint.x);
  recordsArray[at + 5] = bow(1, atPoint.y);
  recordsArray[at + 6] = bow(2, atPoint.z);
  recordsArray[at + 3] = (radiiMetres[record] ?? 0) * (1 + 0.9 * tension);
  const glow = stage === 'change' ? armedGlow : 1;
  const red = stage === 'change' ? 1 : 0.6 * tension;
  for (let channel = 0; channel < 3; channel += 1) {
    const own = hues[3 * record + channel] ?? 0;
    recordsArray[at + 12 + channel] = glow * (own + ((tautHue[channel] ?? 0) - own) * red);
  }
  return record;
}
