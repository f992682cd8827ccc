import type { DecodedOverview } from '#contract/decoded-message.ts';
import { noKey } from '#contract/overview.ts';
import type { StoreState } from '#store/read.ts';
import { focusPosition, litLayerAt, newestLitPosition } from './focus-position.ts';
import { SinkFinder } from './sink-finder.ts';

/** What a beam's weight rests on: an ordinary key, a sink, or the reading position itself. */
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
 * and leave nothing behind. Sorted by layer, head, then query; all layers of a token are in it, also
 * those above the cursor (`isBeamLit`).
 */
export class BeamList {
  #count = 0;
  #layers = new Uint16Array(1024);
  #heads = new Uint16Array(1024);
  #queries = new Uint16Array(1024);
  #keys = new Uint16Array(1024);
  #weights = new Float32Array(1024);
  #kinds = new Uint8Array(1024);
  readonly #sinks = new SinkFinder();

  get count(): number {
    return this.#count;
  }

  layer(index: number): number {
    return this.#layers[index] ?? 0;
  }

  head(index: number): number {
    return this.#heads[index] ?? 0;
  }

  query(index: number): number {
    return this.#queries[index] ?? 0;
  }

  key(index: number): number {
    return this.#keys[index] ?? 0;
  }

  weight(index: number): number {
    return this.#weights[index] ?? 0;
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
   * Takes what the state says should be drawn: the selected token's beams in and out, else the
   * newest token's in, over all layers; with an isolated layer and no selection every token's there.
   * To be called when overviews, the cursor's position, the selection or the settings changed.
   */
  collect(state: StoreState): void {
    this.#count = 0;
    const { settings, hello, selectedPosition, overviews } = state;
    const newest = newestLitPosition(state);
    if (!settings.shown.beams || !hello || newest === undefined) return;
    const focus = focusPosition(state) ?? newest;
    const showsAll = settings.isolatedLayer !== null && selectedPosition === null;
    const scope: Scope = { state, topK: hello.display.topK, headCount: hello.model.headCount };
    for (let layer = 0; layer < hello.model.layerCount; layer += 1) {
      if (settings.isolatedLayer !== null && settings.isolatedLayer !== layer) continue;
      for (let head = 0; head < hello.model.headCount; head += 1) {
        if (settings.isolatedHead !== null && settings.isolatedHead !== head) continue;
        const first = showsAll ? 0 : focus;
        const last = showsAll || selectedPosition !== null ? newest : focus;
        for (let query = first; query <= last; query += 1) {
          const overview = overviews[query];
          const onlyKey = showsAll || query === focus ? undefined : focus;
          if (overview) this.#addHead(scope, { overview, layer, head, query, onlyKey });
        }
      }
    }
  }

  #addHead({ state, topK, headCount }: Scope, reading: Reading): void {
    const { overview, layer, head, query, onlyKey } = reading;
    const threshold = state.settings.beamThreshold;
    const row = layer * headCount + head;
    for (let place = row * topK; place < (row + 1) * topK; place += 1) {
      const key = overview.attentionKey[place] ?? noKey;
      const weight = overview.attentionWeight[place] ?? 0;
      if (key === noKey || weight < threshold) break;
      if (onlyKey === undefined || key === onlyKey) this.#add(reading, key, weight, 0);
    }
    const sinkWeight = overview.attentionSink[row] ?? 0;
    if (sinkWeight > 0 && sinkWeight >= threshold) {
      const sink = this.#sinks.strongestSink(state, layer, query);
      const isWanted = sink !== undefined && (onlyKey === undefined || sink === onlyKey);
      if (isWanted) this.#add({ layer, head, query }, sink, sinkWeight, 1);
    }
    const selfWeight = overview.attentionSelf[row] ?? 0;
    const isSelfShown = onlyKey === undefined && selfWeight > 0 && selfWeight >= threshold;
    if (isSelfShown) this.#add({ layer, head, query }, query, selfWeight, 2);
  }

  #add(
    { layer, head, query }: Pick<Reading, 'layer' | 'head' | 'query'>,
    key: number,
    weight: number,
    kind: number,
  ): void {
    if (this.#count === this.#layers.length) this.#grow();
    const index = this.#count;
    this.#layers[index] = layer;
    this.#heads[index] = head;
    this.#queries[index] = query;
    this.#keys[index] = key;
    this.#weights[index] = weight;
    this.#kinds[index] = kind;
    this.#count += 1;
  }

  #grow(): void {
    const length = this.#layers.length * 2;
    const wider = (from: Uint16Array): Uint16Array<ArrayBuffer> => {
      const to = new Uint16Array(length);
      to.set(from);
      return to;
    };
    this.#layers = wider(this.#layers);
    this.#heads = wider(this.#heads);
    this.#queries = wider(this.#queries);
    this.#keys = wider(this.#keys);
    const weights = new Float32Array(length);
    weights.set(this.#weights);
    this.#weights = weights;
    const kinds = new Uint8Array(length);
    kinds.set(this.#kinds);
    this.#kinds = kinds;
  }
}

interface Scope {
  readonly state: StoreState;
  readonly topK: number;
  readonly headCount: number;
}

interface Reading {
  readonly overview: DecodedOverview;
  readonly layer: number;
  readonly head: number;
  readonly query: number;
  /** Set: only the beam to that key is wanted. */
  readonly onlyKey: number | undefined;
}

/** Whether the replay has reached the layer on which a beam is read. */
export function isBeamLit(list: BeamList, index: number, state: StoreState): boolean {
  return list.layer(index) <= litLayerAt(state, list.query(index));
}
