import type { DecodedOverview } from '#contract/decoded-message.ts';
import { noKey, sinkRatio } from '#contract/overview.ts';
import type { StoreState } from '#store/read.ts';

/** What a beam's weight rests on: an ordinary key, a sink, or the reading position itself. */
export type BeamKind = 'key' | 'sink' | 'self';

export interface Beam {
  readonly layer: number;
  readonly head: number;
  readonly query: number;
  readonly key: number;
  /** Share of the head's attention, from a share code: ±2.3 %. */
  readonly weight: number;
  readonly kind: BeamKind;
}

export interface BeamChoice {
  /** Strongest first. */
  readonly beams: readonly Beam[];
  /** Weaker ones above the threshold that are more than can be drawn. */
  readonly leftOutCount: number;
}

/** Most beams drawn at once. */
export const beamLimit = 2048;

/**
 * The beams the settings ask for: the selected token's in and out, else the newest token's in, over
 * all layers; with an isolated layer and no selection, every token's on that layer. Beams above the
 * cursor are among them: whoever draws hides what is not lit yet.
 */
export function beamList(state: StoreState): BeamChoice {
  const { settings, hello, overviews, selectedPosition, cursor } = state;
  if (!settings.shown.beams || !hello) return { beams: [], leftOutCount: 0 };
  const { isolatedLayer } = settings;
  const showsAll = isolatedLayer !== null && selectedPosition === null;
  const focus = selectedPosition ?? cursor.position;
  const collector = new BeamCollector(state, hello.display.topK, hello.model.headCount);
  const first = showsAll ? 0 : focus;
  const last = showsAll || selectedPosition !== null ? overviews.length - 1 : focus;
  for (let query = first; query <= last; query += 1) {
    const overview = overviews[query];
    if (!overview) continue;
    const onlyKey = showsAll || query === focus ? undefined : focus;
    for (let layer = 0; layer < hello.model.layerCount; layer += 1) {
      if (isolatedLayer === null || isolatedLayer === layer) {
        collector.addLayer({ overview, query, layer, onlyKey });
      }
    }
  }
  const beams = collector.beams.sort((a, b) => b.weight - a.weight);
  const leftOutCount = Math.max(0, beams.length - beamLimit);
  return { beams: beams.slice(0, beamLimit), leftOutCount };
}

interface Reading {
  readonly overview: DecodedOverview;
  readonly query: number;
  readonly layer: number;
  /** Set: only the beam to that key is wanted. */
  readonly onlyKey: number | undefined;
}

class BeamCollector {
  readonly beams: Beam[] = [];
  readonly #state: StoreState;
  readonly #topK: number;
  readonly #headCount: number;

  constructor(state: StoreState, topK: number, headCount: number) {
    this.#state = state;
    this.#topK = topK;
    this.#headCount = headCount;
  }

  addLayer(reading: Reading): void {
    const { overview, query, layer } = reading;
    const { isolatedHead } = this.#state.settings;
    const sink = sinkPosition(this.#state, layer, query);
    for (let head = 0; head < this.#headCount; head += 1) {
      if (isolatedHead !== null && isolatedHead !== head) continue;
      const row = layer * this.#headCount + head;
      this.#addKeys(reading, head, row);
      this.#add(reading, { head, key: query, weight: overview.attentionSelf[row], kind: 'self' });
      if (sink !== undefined) {
        this.#add(reading, { head, key: sink, weight: overview.attentionSink[row], kind: 'sink' });
      }
    }
  }

  #addKeys(reading: Reading, head: number, row: number): void {
    const { attentionKey, attentionWeight } = reading.overview;
    for (let place = row * this.#topK; place < (row + 1) * this.#topK; place += 1) {
      const key = attentionKey[place] ?? noKey;
      if (key === noKey) return;
      this.#add(reading, { head, key, weight: attentionWeight[place], kind: 'key' });
    }
  }

  #add(
    { query, layer, onlyKey }: Reading,
    beam: Pick<Beam, 'head' | 'key' | 'kind'> & { readonly weight: number | undefined },
  ): void {
    const { weight = 0, head, key, kind } = beam;
    if (!(weight > 0) || weight < this.#state.settings.beamThreshold) return;
    if (onlyKey === undefined || key === onlyKey) {
      this.beams.push({ layer, head, query, key, weight, kind });
    }
  }
}

/**
 * The sink with the largest norm among the positions before `query` on a layer, or undefined: norms
 * of hook_resid_pre more than ten times their lower median over 0 … query (SPEC.md, OV5). They come
 * from the layer below; layer 0 reads the embedding, whose norm is not sent.
 */
export function sinkPosition(state: StoreState, layer: number, query: number): number | undefined {
  if (layer === 0) return undefined;
  const norms: number[] = [];
  for (let position = 0; position <= query; position += 1) {
    norms.push(state.overviews[position]?.residNorm[layer - 1] ?? 0);
  }
  const sorted = norms.toSorted((a, b) => a - b);
  let largest = sinkRatio * (sorted[Math.floor(query / 2)] ?? Infinity);
  let found: number | undefined;
  for (let position = 0; position < query; position += 1) {
    const norm = norms[position] ?? 0;
    if (norm <= largest) continue;
    largest = norm;
    found = position;
  }
  return found;
}
