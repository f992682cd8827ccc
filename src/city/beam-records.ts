import type { Target } from '#contract/intent.ts';
import { beamCurveLength, beamFacing, beamRadiusMetres, writeBeamCurve } from '#plan/beam-curve.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import type { PickableBeams } from '#plan/pickable-beams.ts';
import type { StoreState } from '#store/read.ts';
import { isBeamLit } from '#view/beam-list.ts';
import type { BeamList } from '#view/beam-list.ts';
import type { HeadColour } from '#view/head-palette.ts';
import { uncutLayers } from './replay-front.ts';

/**
 * Texels of a beam: key end and radius; control point and layer; query end and query; hue and strength,
 * negative for a thread; where the walls of both ends look, and how much of its light is shown.
 */
export const beamTexels = 5;
const beamFloats = beamTexels * 4;
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

/**
 * The drawn beams as flat arrays: one copy for the graphics card, one for picking, both from the
 * same curve.
 */
export class BeamRecords implements PickableBeams {
  readonly curves = new Float32Array(beamLimit * beamCurveLength);
  readonly radiiMetres = new Float32Array(beamLimit);
  /** Index in the list of each record's beam. */
  readonly #listed = new Int32Array(beamLimit);
  readonly #list: BeamList;
  #count = 0;
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
    return this.#list.count - this.#count - this.#absentCount;
  }

  /** Beams that are not drawn because one of their towers is not shown. */
  get absentCount(): number {
    return this.#absentCount;
  }

  /** The state whose cursor decides what is lit. */
  follow(state: StoreState): void {
    this.#state = state;
  }

  /** Writes a record for every beam of the list. */
  write(
    recordsArray: Float32Array,
    look: {
      readonly plan: CityPlan;
      readonly palette: readonly HeadColour[];
      readonly sinksFull: boolean;
    },
  ): void {
    const list = this.#list;
    const least = weakestDrawn(list);
    const { plan } = look;
    this.#count = 0;
    this.#absentCount = 0;
    for (let index = 0; index < list.count && this.#count < beamLimit; index += 1) {
      if (strengthOf(list, index) < least) continue;
      const isUnknown = Number.isNaN(list.strength(index));
      const strength = isUnknown ? unknownStrength : list.strength(index);
      const record = this.#count;
      const ends = list.at(index);
      if (!writeBeamCurve(this.curves, record * beamCurveLength, ends, plan)) {
        this.#absentCount += 1;
        continue;
      }
      this.#count += 1;
      this.#listed[record] = index;
      const isThin = isUnknown || (list.kind(index) !== 'key' && !look.sinksFull);
      const isOpen = plan.floors.isOpen(ends.layer);
      const share = (isThin ? thinRadiusShare : 1) * (isOpen ? 1 : foldedRadiusShare);
      this.radiiMetres[record] = beamRadiusMetres(strength) * share;
      this.#writePoints(recordsArray, record);
      const at = record * beamFloats;
      const [red, green, blue] = isUnknown
        ? unknownHue
        : (look.palette[ends.head]?.linear ?? [1, 1, 1]);
      recordsArray[at + 7] = ends.layer;
      recordsArray[at + 11] = ends.query;
      recordsArray[at + 12] = red;
      recordsArray[at + 13] = green;
      recordsArray[at + 14] = blue;
      // The shader draws what is negative as a thread.
      recordsArray[at + 15] = isThin ? -strength : strength;
      recordsArray[at + 16] = beamFacing(ends, 'key', plan);
      recordsArray[at + 17] = beamFacing(ends, 'query', plan);
      recordsArray[at + 18] = isOpen ? 1 : foldedLightShare;
    }
  }

  readonly isShown = (record: number): boolean => {
    const state = this.#state;
    const index = this.#listed[record] ?? 0;
    if (this.#list.layer(index) >= this.cutLayers) return false;
    return state !== undefined && isBeamLit(this.#list, index, state);
  };

  readonly targetOf = (record: number): Target => {
    const { layer, head, query, key } = this.#list.at(this.#listed[record] ?? 0);
    return { kind: 'beam', layer, head, query, key };
  };

  /** Which record draws a target; −1 for none. */
  indexOf(target: Target | undefined): number {
    if (target?.kind !== 'beam') return -1;
    const list = this.#list;
    for (let record = 0; record < this.#count; record += 1) {
      const index = this.#listed[record] ?? 0;
      const isSame =
        list.layer(index) === target.layer &&
        list.head(index) === target.head &&
        list.query(index) === target.query &&
        list.key(index) === target.key;
      if (isSame) return record;
    }
    return -1;
  }

  /** The `nth`-strongest lit beam into a position on a layer; undefined past the last. */
  strongestInto(position: number, layer: number, nth: number): Target | undefined {
    const records: number[] = [];
    for (let record = 0; record < this.#count; record += 1) {
      const index = this.#listed[record] ?? 0;
      const isWanted = this.#list.query(index) === position && this.#list.layer(index) === layer;
      if (isWanted && this.isShown(record)) records.push(record);
    }
    const weightOf = (record: number): number => this.#list.weight(this.#listed[record] ?? 0);
    const wanted = records.sort((a, b) => weightOf(b) - weightOf(a))[nth];
    return wanted === undefined ? undefined : this.targetOf(wanted);
  }

  #writePoints(recordsArray: Float32Array, record: number): void {
    const at = record * beamFloats;
    const curveAt = record * beamCurveLength;
    for (let point = 0; point < 3; point += 1) {
      for (let axis = 0; axis < 3; axis += 1) {
        recordsArray[at + point * 4 + axis] = this.curves[curveAt + point * 3 + axis] ?? 0;
      }
    }
    recordsArray[at + 3] = this.radiiMetres[record] ?? 0;
  }
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
