import { visibleText } from '#kit/visible-text.ts';
import { litLayerAt } from '#view/focus-position.ts';
import { countWords, exactNumber, percentWords } from '#view/number-words.ts';
import { sinksOfRun } from '#store/read/sink-position.ts';
import { tokenWords } from '#view/token-words.ts';
import type { Board } from './board.ts';
import { readingOf, type LayerReading } from './token-attention.ts';
import { towerBoard, type TokenStory } from './token-story.ts';

/** One attention weight and where it is read. */
interface Reading {
  readonly layer: number;
  readonly head: number;
  readonly key: number;
  readonly weight: number;
  readonly isExact: boolean;
}

/** What a token reads on its way up, by layer. */
export class TokenReads {
  readonly #story: TokenStory;
  readonly #byLayer: ReadonlyMap<number, LayerReading>;

  constructor(story: TokenStory) {
    this.#story = story;
    this.#byLayer = new Map(
      story.layers.flatMap((layer) => {
        const reading = readingOf(story.store, layer, story.position);
        return reading ? [[layer, reading] as const] : [];
      }),
    );
  }

  /** Layers of which anything is known. */
  get layerCount(): number {
    return this.#byLayer.size;
  }

  /** Layers of which the model's own weights are here. */
  get exactCount(): number {
    return [...this.#byLayer.values()].filter(({ isExact }) => isExact).length;
  }

  /** Mean over all heads of the weight on a key; NaN on a layer of which nothing is known. */
  shareOf(layer: number, key: number): number {
    const reading = this.#byLayer.get(layer);
    if (!reading) return NaN;
    const { headCount, position } = this.#story;
    let sum = 0;
    for (let head = 0; head < headCount; head += 1) {
      sum += reading.weights[head * (position + 1) + key] ?? 0;
    }
    return sum / headCount;
  }

  /** `shareOf`, its mean over the layers told. */
  meanShareOf(key: number): number {
    const layers = [...this.#byLayer.keys()];
    return layers.reduce((sum, layer) => sum + this.shareOf(layer, key), 0) / layers.length;
  }

  /** Mean share, over layers and heads, that overviews do not place. */
  get unplacedShare(): number {
    const { headCount } = this.#story;
    let sum = 0;
    for (const { unplaced } of this.#byLayer.values()) sum += unplaced / headCount;
    return this.#byLayer.size === 0 ? 0 : sum / this.#byLayer.size;
  }

  /** The head that puts most on a key; undefined where none is known to. */
  strongestOn(layer: number, key: number): Reading | undefined {
    const reading = this.#byLayer.get(layer);
    const { headCount, position } = this.#story;
    let found: Reading | undefined;
    for (let head = 0; head < headCount; head += 1) {
      const weight = reading?.weights[head * (position + 1) + key] ?? 0;
      if (weight <= (found?.weight ?? 0)) continue;
      found = { layer, head, key, weight, isExact: reading?.isExact ?? false };
    }
    return found;
  }

  /** The strongest weights on others than sinks and itself, at most `count`, strongest first. */
  strongest(count: number): readonly Reading[] {
    const { state, position, headCount } = this.#story;
    const sinks = sinksOfRun(state);
    const found: Reading[] = [];
    for (const [layer, { weights, isExact }] of this.#byLayer) {
      for (let head = 0; head < headCount; head += 1) {
        for (let key = 0; key < position; key += 1) {
          const weight = weights[head * (position + 1) + key] ?? 0;
          if (weight > 0 && !sinks.has(key)) found.push({ layer, head, key, weight, isExact });
        }
      }
    }
    return found.sort((a, b) => b.weight - a.weight).slice(0, count);
  }
}

/** Attention in: a row a layer, a column for each token it can read. */
export function readBoard(story: TokenStory, reads: TokenReads): Board {
  const { position, headCount, layers } = story;
  const rough = layers.length - reads.exactCount;
  const roughMade = `; on ${countWords(rough, 'layer')} from share codes, within 2.3 %, without ${percentWords(reads.unplacedShare)} that lies on keys not kept, what rests on several sinks at the strongest`;
  return towerBoard(story, {
    key: 'read',
    title: 'It reads',
    sentence: readWords(story, reads),
    name: `attn.hook_pattern[query ${String(position)}], mean over heads`,
    status: 'DERIVED',
    made: `Σ over ${String(headCount)} heads of softmax(scores) / ${String(headCount)}${rough > 0 ? roughMade : ''}; light ∝ √share`,
    chart: 'heat',
    columnCount: position + 1,
    columnNames: tokenNames(story, 0, position + 1),
    scale: { kind: 'share' },
    hue: { kind: 'attention' },
    valueAt: (layer, key) => reads.shareOf(layer, key),
    targetAt: (layer, key) => {
      const head = reads.strongestOn(layer, key)?.head;
      return head === undefined
        ? { kind: 'attention', position, layer }
        : { kind: 'beam', layer, head, query: position, key };
    },
    columnOf: (target) => (target.kind === 'beam' && target.query === position ? target.key : -1),
  });
}

function readWords({ position, state, words }: TokenStory, reads: TokenReads): string {
  if (reads.layerCount === 0) return 'How much it reads from each token before it.';
  if (position === 0) return `${words} is the first token: it can read nothing but itself.`;
  const sinks = sinksOfRun(state);
  const shareOver = (keys: readonly number[]): number =>
    keys.reduce((sum, key) => sum + reads.meanShareOf(key), 0);
  const others = Array.from({ length: position }, (_, key) => key).filter((key) => !sinks.has(key));
  const onSinks = shareOver([...sinks].filter((key) => key < position));
  const rest = `${percentWords(reads.meanShareOf(position))} stays on itself${onSinks > 0 ? `, ${percentWords(onSinks)} rests on sinks` : ''}`;
  const [most] = others.sort((a, b) => reads.meanShareOf(b) - reads.meanShareOf(a));
  if (most === undefined || !(reads.meanShareOf(most) > 0)) {
    return `Over heads and layers ${rest}.`;
  }
  return `Of the tokens before it, sinks left out, it reads ${tokenWords(state, most)} most: ${percentWords(reads.meanShareOf(most))} over heads and layers; ${rest}.`;
}

/** Attention out: a row a layer, a column for each later token, the head that reads most of it. */
export function readByBoard(story: TokenStory): Board {
  const { store, state, position } = story;
  const litCount = state.tokens.filter((token) => litLayerAt(state, token.position) >= 0).length;
  const laterCount = Math.max(0, litCount - position - 1);
  const strongest = new Map<string, Reading>();
  for (let later = 0; later < laterCount; later += 1) {
    const query = position + 1 + later;
    const lit = litLayerAt(state, query);
    for (const layer of story.layers) {
      const reading = layer > lit ? undefined : readingOf(store, layer, query);
      if (reading) strongest.set(cellKey(layer, later), strongestHead(story, layer, reading));
    }
  }
  const [most] = [...strongest].sort(([, a], [, b]) => b.weight - a.weight);
  return towerBoard(story, {
    key: 'read-by',
    title: 'It is read by',
    sentence: most
      ? readByWords(story, most[1], position + 1 + Number(most[0].split(' ')[1]))
      : unreadWords(story),
    name: `attn.hook_pattern[key ${String(position)}], the largest over heads`,
    status: 'DERIVED',
    made: 'largest of softmax(scores) over heads; from share codes, within 2.3 %, where exact rows are not here; 0 is “not among the keys kept”; light ∝ √share',
    chart: 'heat',
    columnCount: Math.max(1, laterCount),
    columnNames: tokenNames(story, position + 1, litCount),
    scale: { kind: 'share' },
    hue: { kind: 'attention' },
    valueAt: (layer, later) => strongest.get(cellKey(layer, later))?.weight ?? NaN,
    targetAt: (layer, later) => {
      const reading = strongest.get(cellKey(layer, later));
      return reading && reading.weight > 0
        ? { kind: 'beam', layer, head: reading.head, query: position + 1 + later, key: position }
        : undefined;
    },
    columnOf: (target) =>
      target.kind === 'beam' && target.key === position ? target.query - position - 1 : -1,
    missing: laterCount === 0 ? unreadWords(story) : undefined,
  });
}

function unreadWords({ state, position, words }: TokenStory): string {
  return position === state.tokens.length - 1
    ? `${words} is the newest token: nothing can read it yet.`
    : `No later token that could read ${words} is lit yet.`;
}

function cellKey(layer: number, later: number): string {
  return `${String(layer)} ${String(later)}`;
}

/** Which head of a later token's layer puts most on the story's position. */
function strongestHead(
  { position, headCount }: TokenStory,
  layer: number,
  { weights, isExact }: LayerReading,
): Reading {
  const keyCount = weights.length / headCount;
  let [head, weight] = [0, 0];
  for (let each = 0; each < headCount; each += 1) {
    const found = weights[each * keyCount + position] ?? 0;
    if (found > weight) [head, weight] = [each, found];
  }
  return { layer, head, key: position, weight, isExact };
}

function readByWords({ state, words }: TokenStory, most: Reading, query: number): string {
  const { layer, head, weight, isExact } = most;
  return `${tokenWords(state, query)} reads most of it: head ${String(head)} of layer ${String(layer)} puts ${isExact ? '' : '≈ '}${percentWords(weight)} of its weight on ${words}.`;
}

function tokenNames({ state }: TokenStory, from: number, to: number): readonly string[] {
  return state.tokens.slice(from, to).map(({ text, bytes }) => visibleText(text, bytes));
}

const namedScores = 3;

/** Layers whose scores would be named. */
export function scoredLayers(reads: TokenReads): readonly number[] {
  return [...new Set(reads.strongest(namedScores).map(({ layer }) => layer))];
}

/** The strongest attention of the token, with its scores: what the softmax made the weights of. */
export function scoreNotes(story: TokenStory, reads: TokenReads): readonly string[] {
  return reads.strongest(namedScores).map((reading) => {
    const { layer, head, key, weight, isExact } = reading;
    const weightWords = isExact ? exactNumber(weight) : `≈ ${percentWords(weight)}`;
    return `It reads ${tokenWords(story.state, key)} by head ${String(head)} of layer ${String(layer)}: weight ${weightWords}, ${scoreWords(story, reading)}`;
  });
}

function scoreWords({ store, position }: TokenStory, { layer, head, key }: Reading): string {
  const site = 'attn.hook_attn_scores';
  const values = store.valuesOf(site, layer, position);
  const keyCount = values?.shape.at(-1) ?? 0;
  const score = values?.data[head * keyCount + key];
  if (score !== undefined) return `score ${exactNumber(score)} before the softmax.`;
  const refusal = store.refusalOf(site, layer, position);
  return refusal === undefined ? 'its score is on its way.' : `no score: ${refusal}`;
}
