import type { HeadScores } from '#contract/control-message.ts';
import type { ForwardPass } from '#contract/forward-pass.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { SinkTracker } from '#workers/produce/sink-tracker.ts';

/** Token ids of the two texts heads are scored over (SPEC.md, ROLE1). */
export interface ScoredText {
  readonly prose: readonly number[];
  /** A lead, and then the same tokens twice. */
  readonly repeated: readonly number[];
}

/** Scores every head (SPEC.md, ROLE2), [layer, head] flat, to four digits after the point. */
export function measureHeadScores(
  forward: ForwardPass,
  { prose, repeated }: ScoredText,
): Omit<HeadScores, 'text'> {
  const { shape } = forward;
  const mean = (): MeanWeight => new MeanWeight(shape);
  const [previousToken, duplicate, induction, sink] = [mean(), mean(), mean(), mean()];
  const sinks = new SinkTracker(shape.layerCount, prose.length);
  for (const reading of readings(forward, prose)) {
    const { layer, query, norm } = reading;
    sinks.add(layer, norm);
    previousToken.add(reading, query > 0 ? [query - 1] : []);
    sink.add(
      reading,
      earlier(query).filter((key) => sinks.isSink(layer, key)),
    );
  }
  for (const reading of readings(forward, repeated)) {
    const { query } = reading;
    const before = earlier(query).filter((key) => repeated[key] === repeated[query]);
    duplicate.add(reading, before);
    induction.add(
      reading,
      before.map((key) => key + 1).filter((key) => key < query),
    );
  }
  return {
    'previous-token': previousToken.scores(),
    duplicate: duplicate.scores(),
    induction: induction.scores(),
    sink: sink.scores(),
  };
}

/** What one position reads on one layer. */
interface Reading {
  readonly layer: number;
  readonly query: number;
  /** ‖hook_resid_pre‖ */
  readonly norm: number;
  /** [headCount, query + 1], borrowed until the next reading. */
  readonly pattern: Float32Array;
}

/** Runs the tokens and tells every position on every layer, position by position. */
function* readings(forward: ForwardPass, tokens: readonly number[]): Generator<Reading> {
  const branch = forward.createBranch();
  try {
    for (const { finished, firstPosition, positionCount } of branch.prefill(tokens)) {
      if (!finished) continue;
      for (let query = firstPosition; query < firstPosition + positionCount; query++) {
        for (let layer = 0; layer < forward.shape.layerCount; layer++) {
          const residual = branch.borrowRow('hook_resid_pre', layer, query);
          const norm = Math.sqrt(forward.rowMath.dot(residual, residual));
          yield {
            layer,
            query,
            norm,
            pattern: branch.borrowRow('attn.hook_pattern', layer, query),
          };
        }
      }
    }
  } finally {
    branch.dispose();
  }
}

function earlier(query: number): number[] {
  return Array.from({ length: query }, (_, key) => key);
}

/** The weight every head puts on certain keys, averaged over the positions that have such keys. */
class MeanWeight {
  readonly #shape: ModelShape;
  /** [layer, head] */
  readonly #sums: Float64Array;
  /** Positions that had such keys, by layer. */
  readonly #counts: Uint32Array;

  constructor(shape: ModelShape) {
    this.#shape = shape;
    this.#sums = new Float64Array(shape.layerCount * shape.headCount);
    this.#counts = new Uint32Array(shape.layerCount);
  }

  add({ layer, query, pattern }: Reading, keys: readonly number[]): void {
    if (keys.length === 0) return;
    const { headCount } = this.#shape;
    this.#counts[layer] = (this.#counts[layer] ?? 0) + 1;
    for (let head = 0; head < headCount; head++) {
      const at = layer * headCount + head;
      for (const key of keys) {
        this.#sums[at] = (this.#sums[at] ?? 0) + (pattern[head * (query + 1) + key] ?? NaN);
      }
    }
  }

  /** 0 where there never was such a key. */
  scores(): number[] {
    const { headCount } = this.#shape;
    return Array.from(this.#sums, (sum, index) => {
      const count = this.#counts[Math.floor(index / headCount)] ?? 0;
      // A softmax may sum to a little more than one.
      return count === 0 ? 0 : Number(Math.min(1, sum / count).toFixed(4));
    });
  }
}
