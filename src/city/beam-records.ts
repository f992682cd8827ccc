import type { Target } from '#contract/intent.ts';
import { beamCurveLength, beamFacing, beamRadiusMetres, writeBeamCurve } from '#plan/beam-curve.ts';
import type { BeamEnds } from '#plan/beam-curve.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import type { PickableBeams } from '#plan/pickable-beams.ts';
import type { StoreState } from '#store/read.ts';
import type { BeamList } from '#view/beam-list.ts';
import { litLayerAt } from '#view/focus-position.ts';
import type { HeadColour } from '#view/head-palette.ts';
import { uncutLayers } from './replay-front.ts';

/**
 * Texels of a beam: key end and radius; control point and layer; query end and query; hue and strength,
 * negative for a thread; where the walls of both ends look, and how much of its light is shown.
 */
export const beamTexels = 5;
export const beamFloats = beamTexels * 4;
/** Beams to sinks and to self, unless they are asked for in full, are thin; the shader dims them. */
const thinRadiusShare = 0.12;
/** A beam whose strength is not known is a grey thread. */
const unknownHue = [0.3, 0.3, 0.32] as const;
const unknownStrength = 0.05;
/** Beams of folded floors are slimmer and dimmer, so that those of an open one stand out. */
const foldedRadiusShare = 0.5;
const foldedLightShare = 0.3;

/** Most beams drawn at once: with more the weakest are left out and counted. */
export const beamLimit = 2048;

/** How bright and thick what is left of a torn beam is. */
const stubStrength = 1;
const stubRadiusShare = 1.8;
const stubGlow = 1.5;

/** What the verbs and the measuring of effects make of beams. */
export interface BeamTouch {
  /** Beams that were torn out, of which a stub is left at either end. */
  readonly torn: readonly BeamEnds[];
  isTorn(ends: BeamEnds): boolean;
  /** Linear colour by what a beam is worth, instead of its head's; undefined where nobody measured. */
  hueOf(ends: BeamEnds): readonly [number, number, number] | undefined;
  /** Writes a stub's curve as `writeBeamCurve` does a beam's. */
  writeStub(
    curves: Float32Array,
    offset: number,
    ends: BeamEnds,
    stub: { readonly plan: CityPlan; readonly end: 'key' | 'query' },
  ): boolean;
}

interface BeamLook {
  readonly plan: CityPlan;
  readonly palette: readonly HeadColour[];
  readonly sinksFull: boolean;
  readonly touch?: BeamTouch | undefined;
}

interface RecordLook {
  readonly plan: CityPlan;
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly strength: number;
  readonly isThin: boolean;
  /** Index in the list; −1 for a stub. */
  readonly listed: number;
}

/**
 * The drawn beams as flat arrays: one copy for the graphics card, one for picking, both from the
 * same curve.
 */
export class BeamRecords implements PickableBeams {
  readonly curves = new Float32Array(beamLimit * beamCurveLength);
  readonly radiiMetres = new Float32Array(beamLimit);
  /** Linear red, green and blue of each record. */
  readonly hues = new Float32Array(beamLimit * 3);
  /** Index in the list of each record's beam. */
  readonly #listed = new Int32Array(beamLimit);
  /** Layer, head, query and key of each record's beam. */
  readonly #ends = new Uint16Array(beamLimit * 4);
  readonly #list: BeamList;
  #count = 0;
  /** Records that are of the list; behind them are stubs. */
  #listCount = 0;
  #absentCount = 0;
  #state: StoreState | undefined;
  /** Beams of floors above a cut are not shown. */
  cutLayers: number = uncutLayers;

  constructor(list: BeamList) {
    this.#list = list;
  }

  get count(): number {
    return this.#count;
  }

  get leftOutCount(): number {
    return this.#list.count - this.#listCount - this.#absentCount;
  }

  /** Beams that are not drawn because one of their towers is not shown. */
  get absentCount(): number {
    return this.#absentCount;
  }

  /** The state whose cursor decides what is lit. */
  follow(state: StoreState): void {
    this.#state = state;
  }

  /** Writes a record for every beam of the list, and two for each that was torn out. */
  write(recordsArray: Float32Array, look: BeamLook): void {
    const list = this.#list;
    const least = weakestDrawn(list);
    const { plan, touch } = look;
    this.#count = 0;
    this.#absentCount = 0;
    for (let index = 0; index < list.count && this.#count < beamLimit; index += 1) {
      if (strengthOf(list, index) < least) continue;
      const ends = list.at(index);
      // Its stubs stand there instead.
      if (touch?.isTorn(ends) === true) continue;
      if (!writeBeamCurve(this.curves, this.#count * beamCurveLength, ends, plan)) {
        this.#absentCount += 1;
        continue;
      }
      const isUnknown = Number.isNaN(list.strength(index));
      const [red, green, blue] = beamHue(ends, look, isUnknown);
      this.#writeRecord(recordsArray, ends, {
        plan,
        red,
        green,
        blue,
        strength: isUnknown ? unknownStrength : list.strength(index),
        isThin: isUnknown || (list.kind(index) !== 'key' && !look.sinksFull),
        listed: index,
      });
    }
    this.#listCount = this.#count;
    for (const ends of touch?.torn ?? []) this.#writeStubs(recordsArray, ends, look);
  }

  readonly isShown = (record: number): boolean => {
    const state = this.#state;
    const at = 4 * record;
    const layer = this.#ends[at] ?? 0;
    if (state === undefined || layer >= this.cutLayers) return false;
    return layer <= litLayerAt(state, this.#ends[at + 2] ?? 0);
  };

  readonly targetOf = (record: number): Target => {
    const [at, ends] = [4 * record, this.#ends];
    const [layer, head] = [ends[at] ?? 0, ends[at + 1] ?? 0];
    const [query, key] = [ends[at + 2] ?? 0, ends[at + 3] ?? 0];
    return { kind: 'beam', layer, head, query, key };
  };

  /** Which record draws a target; −1 for none. */
  indexOf(target: Target | undefined): number {
    return target?.kind === 'beam' ? this.indexOfBeam(target) : -1;
  }

  indexOfBeam({ layer, head, query, key }: BeamEnds): number {
    for (let record = 0; record < this.#count; record += 1) {
      const at = 4 * record;
      const isSame =
        this.#ends[at] === layer &&
        this.#ends[at + 1] === head &&
        this.#ends[at + 2] === query &&
        this.#ends[at + 3] === key;
      if (isSame) return record;
    }
    return -1;
  }

  /** The `nth`-strongest lit beam into a position on a layer; undefined past the last. */
  strongestInto(position: number, layer: number, nth: number): Target | undefined {
    const records: number[] = [];
    for (let record = 0; record < this.#listCount; record += 1) {
      const index = this.#listed[record] ?? 0;
      const isWanted = this.#list.query(index) === position && this.#list.layer(index) === layer;
      if (isWanted && this.isShown(record)) records.push(record);
    }
    const weightOf = (record: number): number => this.#list.weight(this.#listed[record] ?? 0);
    const wanted = records.sort((a, b) => weightOf(b) - weightOf(a))[nth];
    return wanted === undefined ? undefined : this.targetOf(wanted);
  }

  #writeStubs(recordsArray: Float32Array, ends: BeamEnds, look: BeamLook): void {
    const { plan, touch, palette } = look;
    const hue = palette[ends.head]?.linear ?? [1, 1, 1];
    const [red = 1, green = 1, blue = 1] = hue.map((light) => light * stubGlow);
    const stub = { plan, red, green, blue, strength: stubStrength, isThin: false, listed: -1 };
    for (const end of ['key', 'query'] as const) {
      const record = this.#count;
      if (record >= beamLimit) return;
      const at = { plan, end };
      if (touch?.writeStub(this.curves, record * beamCurveLength, ends, at) !== true) return;
      this.#writeRecord(recordsArray, ends, stub);
    }
  }

  /** Takes the next record for the curve that is written there already. */
  #writeRecord(recordsArray: Float32Array, ends: BeamEnds, look: RecordLook): void {
    const { plan, strength, isThin } = look;
    const record = this.#count;
    this.#count += 1;
    this.#listed[record] = look.listed;
    this.#ends[4 * record] = ends.layer;
    this.#ends[4 * record + 1] = ends.head;
    this.#ends[4 * record + 2] = ends.query;
    this.#ends[4 * record + 3] = ends.key;
    const isOpen = plan.floors.isOpen(ends.layer);
    const share = (isThin ? thinRadiusShare : 1) * (isOpen ? 1 : foldedRadiusShare);
    const stubShare = look.listed < 0 ? stubRadiusShare : 1;
    this.radiiMetres[record] = beamRadiusMetres(strength) * share * stubShare;
    this.hues[3 * record] = look.red;
    this.hues[3 * record + 1] = look.green;
    this.hues[3 * record + 2] = look.blue;
    this.straighten(recordsArray, record);
    const at = record * beamFloats;
    recordsArray[at + 7] = ends.layer;
    recordsArray[at + 11] = ends.query;
    // The shader draws what is negative as a thread.
    recordsArray[at + 15] = isThin ? -strength : strength;
    recordsArray[at + 16] = beamFacing(ends, 'key', plan);
    recordsArray[at + 17] = beamFacing(ends, 'query', plan);
    recordsArray[at + 18] = isOpen ? 1 : foldedLightShare;
  }

  /** Writes a record's curve, radius and hue as they are while no hand holds it. */
  straighten(recordsArray: Float32Array, record: number): void {
    const at = record * beamFloats;
    const curveAt = record * beamCurveLength;
    for (let point = 0; point < 3; point += 1) {
      for (let axis = 0; axis < 3; axis += 1) {
        recordsArray[at + point * 4 + axis] = this.curves[curveAt + point * 3 + axis] ?? 0;
      }
    }
    recordsArray[at + 3] = this.radiiMetres[record] ?? 0;
    for (let channel = 0; channel < 3; channel += 1) {
      recordsArray[at + 12 + channel] = this.hues[3 * record + channel] ?? 0;
    }
  }
}

function beamHue(
  ends: BeamEnds,
  { touch, palette }: BeamLook,
  isUnknown: boolean,
): readonly [number, number, number] {
  const own = isUnknown ? unknownHue : palette[ends.head]?.linear;
  return touch?.hueOf(ends) ?? own ?? [1, 1, 1];
}

/** What is left out first when there are too many: unknown ones, then the weakest. */
function strengthOf(list: BeamList, index: number): number {
  const strength = list.strength(index);
  return Number.isNaN(strength) ? 0 : strength;
}

/** The strength below which beams are left out so that the rest fits. */
function weakestDrawn(list: BeamList): number {
  if (list.count <= beamLimit) return 0;
  const strengths = Float32Array.from({ length: list.count }, (_, index) =>
    strengthOf(list, index),
  );
  return strengths.sort()[list.count - beamLimit] ?? 0;
}
