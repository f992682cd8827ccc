import type { DecodedOverview } from '#contract/decoded-message.ts';
import { noKey } from '#contract/overview.ts';
import type { StoreState } from '#store/read.ts';
import { carriedBy, fullCarriedShare } from './carried-strength.ts';
import { litLayerAt } from './focus-position.ts';
import { headsOfRole } from './head-roles.ts';
import { sinkPosition, sinksOfRun } from '#store/read/sink-position.ts';

/** What a beam's weight rests on: an ordinary key, a sink (on whatever layer), or the reading position itself. */
export const beamKinds = ['key', 'sink', 'self'] as const;
export type BeamKind = (typeof beamKinds)[number];

export interface Beam {
  readonly layer: number;
  readonly head: number;
  readonly query: number;
  readonly key: number;
  /** Share of the head's attention, from a share code: ±2.3 %. */
  readonly weight: number;
  readonly kind: BeamKind;
}

/**
 * Beams to draw, in flat arrays that are kept and filled again: thousands come and go with a token
 * and leave nothing behind. In order of query, layer and head; beams the cursor has not reached are
 * in it too (`isBeamLit`), so that it stays the same while the cursor climbs one tower.
 */
export class BeamList {
  #count = 0;
  #places = new Uint16Array(4 * 1024);
  #weights = new Float32Array(1024);
  #strengths = new Float32Array(1024);
  #unknownCount = 0;
  #kinds = new Uint8Array(1024);

  get count(): number {
    return this.#count;
  }

  layer(index: number): number {
    return this.#places[4 * index] ?? 0;
  }

  head(index: number): number {
    return this.#places[4 * index + 1] ?? 0;
  }

  query(index: number): number {
    return this.#places[4 * index + 2] ?? 0;
  }

  key(index: number): number {
    return this.#places[4 * index + 3] ?? 0;
  }

  weight(index: number): number {
    return this.#weights[index] ?? 0;
  }

  /**
   * How thick and bright it is, 0 … 1: its weight, or the share that what it carries is of the
   * residual it is added to, 1 from `fullCarriedShare` on; NaN while that is not known.
   */
  strength(index: number): number {
    return this.#strengths[index] ?? 0;
  }

  /** Beams whose strength is not known. */
  get unknownCount(): number {
    return this.#unknownCount;
  }

  kind(index: number): BeamKind {
    return beamKinds[this.#kinds[index] ?? 0] ?? 'key';
  }

  at(index: number): Beam {
    return {
      layer: this.layer(index),
      head: this.head(index),
      query: this.query(index),
      key: this.key(index),
      weight: this.weight(index),
      kind: this.kind(index),
    };
  }

  /**
   * Takes what the settings ask for: the selected token's beams in and out, else the newest token's
   * in, over all layers; with an isolated layer and no selection, every token's on that layer. To be
   * called when overviews, the cursor's position, the selection or the settings changed.
   */
  collect(state: StoreState): void {
    this.#count = 0;
    this.#unknownCount = 0;
    const { settings, hello, selectedPosition, overviews, cursor } = state;
    if (!settings.shown.beams || !hello) return;
    const showsAll = settings.isolatedLayer !== null && selectedPosition === null;
    const focus = selectedPosition ?? cursor.position;
    const first = showsAll ? 0 : focus;
    const last = showsAll || selectedPosition !== null ? overviews.length - 1 : focus;
    for (let query = first; query <= last; query += 1) {
      const overview = overviews[query];
      const onlyKey = showsAll || query === focus ? undefined : focus;
      if (overview) this.#addQuery(state, { overview, query, onlyKey });
    }
  }

  #addQuery(state: StoreState, reading: Reading): void {
    const { layerCount, headCount } = state.hello?.model ?? { layerCount: 0, headCount: 0 };
    const { isolatedLayer, isolatedHead, headRole } = state.settings;
    const known = headRole === null ? undefined : headsOfRole(state, headRole);
    for (let layer = isolatedLayer ?? 0; layer < layerCount; layer += 1) {
      const sink = sinkPosition(state, layer, reading.query);
      for (let head = isolatedHead ?? 0; head < headCount; head += 1) {
        const isKnown = known?.has(layer * headCount + head) ?? true;
        if (isKnown) this.#addHead(state, reading, { layer, head, sink });
        if (isolatedHead !== null) break;
      }
      if (isolatedLayer !== null) break;
    }
  }

  #addHead(state: StoreState, reading: Reading, at: HeadPlace): void {
    const { attentionKey, attentionWeight, attentionSelf, attentionSink } = reading.overview;
    const { topK } = state.hello?.display ?? { topK: 0 };
    const row = at.layer * (state.hello?.model.headCount ?? 0) + at.head;
    const threshold = state.settings.beamThreshold;
    const sinks = sinksOfRun(state);
    for (let place = row * topK; place < (row + 1) * topK; place += 1) {
      const key = attentionKey[place] ?? noKey;
      const weight = attentionWeight[place] ?? 0;
      if (key === noKey || weight < threshold) break;
      this.#add(state, { ...at, key, weight, kind: Number(sinks.has(key)) }, reading);
    }
    const sinkWeight = attentionSink[row] ?? 0;
    if (at.sink !== undefined && sinkWeight >= threshold) {
      this.#add(state, { ...at, key: at.sink, weight: sinkWeight, kind: 1 }, reading);
    }
    const selfWeight = attentionSelf[row] ?? 0;
    if (selfWeight >= threshold) {
      this.#add(state, { ...at, key: reading.query, weight: selfWeight, kind: 2 }, reading);
    }
  }

  #add(
    state: StoreState,
    { layer, head, key, weight, kind }: FoundBeam,
    { query, onlyKey }: Reading,
  ): void {
    if (weight === 0 || (onlyKey !== undefined && onlyKey !== key)) return;
    if (this.#count === this.#weights.length) this.#grow();
    const index = this.#count;
    this.#places[4 * index] = layer;
    this.#places[4 * index + 1] = head;
    this.#places[4 * index + 2] = query;
    this.#places[4 * index + 3] = key;
    this.#weights[index] = weight;
    this.#kinds[index] = kind;
    this.#count += 1;
    let strength = weight;
    if (state.settings.beamStrength === 'carried') {
      const carried = carriedBy(state, { layer, head, query, key }, weight);
      strength = carried ? Math.min(1, carried.share / fullCarriedShare) : NaN;
      if (!carried) this.#unknownCount += 1;
    }
    this.#strengths[index] = strength;
  }

  #grow(): void {
    const capacity = 2 * this.#weights.length;
    const places = new Uint16Array(4 * capacity);
    const weights = new Float32Array(capacity);
    const strengths = new Float32Array(capacity);
    const kinds = new Uint8Array(capacity);
    places.set(this.#places);
    weights.set(this.#weights);
    strengths.set(this.#strengths);
    kinds.set(this.#kinds);
    this.#places = places;
    this.#weights = weights;
    this.#strengths = strengths;
    this.#kinds = kinds;
  }
}

interface Reading {
  readonly overview: DecodedOverview;
  readonly query: number;
  /** Set: only the beam to that key is wanted. */
  readonly onlyKey: number | undefined;
}

interface HeadPlace {
  readonly layer: number;
  readonly head: number;
  readonly sink: number | undefined;
}

interface FoundBeam {
  readonly layer: number;
  readonly head: number;
  readonly key: number;
  readonly weight: number;
  readonly kind: number;
}

/** Whether the replay has reached the layer on which a beam is read. */
export function isBeamLit(list: BeamList, index: number, state: StoreState): boolean {
  return list.layer(index) <= litLayerAt(state, list.query(index));
}
