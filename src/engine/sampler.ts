import type { Sampling } from '#contract/sampling.ts';
import { createSeededRandom } from '#kit/seeded-random.ts';

/**
 * Chooses next tokens. Temperature first, then the `topK` likeliest, then of these the fewest whose
 * share reaches `topP` (nucleus sampling, Holtzman et al. 2020), as Hugging Face orders them; equal
 * logits by id. It keeps its buffers, so a choice makes no typed array.
 */
export class Sampler {
  private readonly vocabularySize: number;
  private readonly sampling: Sampling;
  private readonly random: () => number;
  /** exp((logit − largest) / temperature) per token. */
  private readonly weightArray: Float64Array;
  /** A binary heap of token ids, the likeliest at 0; what was popped lies behind it. */
  private readonly heapArray: Uint32Array;
  private drawCount = 0;

  constructor(vocabularySize: number, sampling: Sampling) {
    this.vocabularySize = vocabularySize;
    this.sampling = sampling;
    this.random = createSeededRandom(sampling.seed);
    const drawing = sampling.temperature > 0;
    this.weightArray = new Float64Array(drawing ? vocabularySize : 0);
    this.heapArray = new Uint32Array(drawing ? vocabularySize : 0);
  }

  /** Another sampler that will draw what this one would draw next. */
  copy(): Sampler {
    const copy = new Sampler(this.vocabularySize, this.sampling);
    while (copy.drawCount < this.drawCount) copy.drawShare();
    return copy;
  }

  /**
   * @param logits - shape [vocabularySize]
   * @returns the token's id
   * @throws RangeError when the logits are not finite.
   */
  choose(logits: Float32Array): number {
    const likeliest = argmax(logits);
    return this.sampling.temperature === 0 ? likeliest : this.draw(logits, likeliest);
  }

  private draw(logits: Float32Array, likeliest: number): number {
    const { temperature, topK, topP } = this.sampling;
    const largest = logits[likeliest]!;
    let total = 0;
    for (let id = 0; id < logits.length; id += 1) {
      const weight = Math.exp((logits[id]! - largest) / temperature);
      this.weightArray[id] = weight;
      total += weight;
    }
    const unlimited = (topK === 0 || topK >= logits.length) && topP === 1;
    if (unlimited) return this.drawFromAll(total);
    return this.drawFromLikeliest(topK === 0 ? logits.length : topK, total);
  }

  /** Uniform in [0, 1). */
  private drawShare(): number {
    this.drawCount += 1;
    return this.random();
  }

  private drawFromAll(total: number): number {
    let left = this.drawShare() * total;
    let last = 0;
    for (let id = 0; id < this.weightArray.length; id += 1) {
      const weight = this.weightArray[id]!;
      if (weight === 0) continue;
      last = id;
      left -= weight;
      if (left < 0) return id;
    }
    // Rounding can leave a crumb: the last token that had any weight takes it.
    return last;
  }

  private drawFromLikeliest(limit: number, total: number): number {
    const { topK, topP } = this.sampling;
    const size = this.heapify();
    let kept = 0;
    let keptWeight = 0;
    // With a top-k limit the nucleus is a share of those k; without, of everything.
    while (kept < Math.min(limit, size) && (topK > 0 || keptWeight < topP * total)) {
      keptWeight += this.weightArray[this.popLikeliest(size - kept)]!;
      kept += 1;
    }
    if (topK > 0) {
      const share = topP * keptWeight;
      keptWeight = 0;
      for (let place = 1; place <= kept; place += 1) {
        keptWeight += this.weightArray[this.heapArray[size - place]!]!;
        if (keptWeight >= share) kept = place;
      }
    }
    let left = this.drawShare() * keptWeight;
    for (let place = 1; place < kept; place += 1) {
      const id = this.heapArray[size - place]!;
      left -= this.weightArray[id]!;
      if (left < 0) return id;
    }
    return this.heapArray[size - kept]!;
  }

  private heapify(): number {
    const size = this.heapArray.length;
    for (let id = 0; id < size; id += 1) this.heapArray[id] = id;
    for (let place = (size >> 1) - 1; place >= 0; place -= 1) this.siftDown(place, size);
    return size;
  }

  /** Moves the root of a heap of `size` ids to its end, one place behind what is left, and returns it. */
  private popLikeliest(size: number): number {
    const root = this.heapArray[0]!;
    this.heapArray[0] = this.heapArray[size - 1]!;
    this.heapArray[size - 1] = root;
    this.siftDown(0, size - 1);
    return root;
  }

  private siftDown(start: number, size: number): void {
    const heap = this.heapArray;
    const moving = heap[start]!;
    let place = start;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && this.comesBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (this.comesBefore(moving, heap[child]!)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = moving;
  }

  private comesBefore(a: number, b: number): boolean {
    const weightA = this.weightArray[a]!;
    const weightB = this.weightArray[b]!;
    return weightA > weightB || (weightA === weightB && a < b);
  }
}

/** @throws RangeError where there is none: all are −∞, or one is NaN or ∞. */
function argmax(logits: Float32Array): number {
  let best = 0;
  let largest = -Infinity;
  let sum = 0;
  for (let id = 0; id < logits.length; id += 1) {
    const logit = logits[id]!;
    sum += logit;
    if (logit <= largest) continue;
    largest = logit;
    best = id;
  }
  if (Number.isFinite(largest) && !Number.isNaN(sum)) return best;
  throw new RangeError(
    'The model’s logits are not finite numbers: undo the change that drove it out of range.',
  );
}
