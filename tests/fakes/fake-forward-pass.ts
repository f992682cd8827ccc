import type { Branch, ForwardPass, Progress, TestedLogits } from '#contract/forward-pass.ts';
import { rowShape, type Site } from '#contract/hook-site.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { PlainRowMath } from './plain-row-math.ts';

/** Small, but with two query heads to a key-value head and bins that hold several values. */
export const fakeShape: ModelShape = {
  layerCount: 3,
  width: 128,
  headCount: 4,
  kvHeadCount: 2,
  headWidth: 32,
  neuronCount: 192,
  vocabularySize: 300,
  contextLength: 128,
};

/** Where a test looks into what was asked of the fake. */
export interface FakeCounts {
  steps: number;
  prefilled: number;
  unembedded: number;
}

/**
 * Stands in for a model: every row is noise that depends only on tokens, layer, position and
 * interventions. Attention rows are shares; position 0 has a residual 100 times the others'.
 */
export class FakeForwardPass implements ForwardPass {
  readonly shape: ModelShape;
  readonly precision = 'i16';
  readonly rowMath = new PlainRowMath();
  readonly maxPositions: number;
  readonly counts: FakeCounts = { steps: 0, prefilled: 0, unembedded: 0 };

  constructor(shape: ModelShape = fakeShape, maxPositions = 128) {
    this.shape = shape;
    this.maxPositions = maxPositions;
  }

  createBranch(interventions: readonly Intervention[] = []): Branch {
    return new FakeBranch(this, { interventions, tokens: [], revision: 0 });
  }

  borrowUnembedded(residual: Float32Array): Float32Array {
    this.counts.unembedded++;
    const seed = residual.reduce((sum, value) => sum + value * 1000, 0);
    return noise(Math.round(seed), this.shape.vocabularySize, 4);
  }

  borrowUnembeddingDirection(token: number): Float32Array {
    return noise(token, this.shape.width, 1);
  }

  borrowHeadOutputs(layer: number, values: Float32Array): Float32Array {
    const { headCount, width } = this.shape;
    const seed = values.reduce((sum, value) => sum + value * 1000, layer);
    return noise(Math.round(seed), headCount * width, 1);
  }

  borrowNeuronDirection(layer: number, neuron: number): Float32Array {
    if (layer >= this.shape.layerCount || neuron >= this.shape.neuronCount) {
      throw new RangeError(`There is no neuron ${String(neuron)} in layer ${String(layer)}.`);
    }
    return noise(layer * this.shape.neuronCount + neuron, this.shape.width, 1);
  }

  borrowDirectionLogits(direction: Float32Array): Float32Array {
    const seed = direction.reduce((sum, value) => sum + value * 1000, 0);
    return noise(Math.round(seed), this.shape.vocabularySize, 4);
  }
}

interface FakeState {
  readonly interventions: readonly Intervention[];
  readonly tokens: readonly number[];
  readonly revision: number;
}

class FakeBranch implements Branch {
  readonly id = 0;
  readonly interventions: readonly Intervention[];
  readonly revision: number;
  readonly #pass: FakeForwardPass;
  #tokens: number[];

  constructor(pass: FakeForwardPass, state: FakeState) {
    this.#pass = pass;
    this.interventions = state.interventions;
    this.revision = state.revision;
    this.#tokens = [...state.tokens];
  }

  get tokens(): readonly number[] {
    return this.#tokens;
  }

  *prefill(tokens: readonly number[]): Generator<Progress, void, void> {
    const tile = 4;
    for (let first = 0; first < tokens.length; first += tile) {
      const part = tokens.slice(first, first + tile);
      yield* this.#layers(this.#tokens.length, part.length, () => {
        this.#tokens.push(...part);
        this.#pass.counts.prefilled += part.length;
      });
    }
  }

  step(token: number): void {
    this.#pass.counts.steps++;
    this.#tokens.push(token);
  }

  borrowLogits(): Float32Array {
    return this.borrowRow('logits', 0, this.#tokens.length - 1);
  }

  borrowRow(site: Site, layer: number, position: number): Float32Array {
    const { shape } = this.#pass;
    if (position >= this.#tokens.length || layer >= shape.layerCount) {
      throw new RangeError(`There is no position ${String(position)} in layer ${String(layer)}.`);
    }
    if (site === 'hook_resid_pre' && layer > 0) {
      return this.borrowRow('hook_resid_post', layer - 1, position);
    }
    const sizes = rowShape(site, shape, position + 1);
    const length = sizes.reduce((all, size) => all * size, 1);
    const seed = this.#seed(site, layer, position);
    if (site === 'attn.hook_pattern') return shares(seed, shape.headCount, position + 1);
    const values = noise(seed, length, position === 0 && site.startsWith('hook_resid') ? 100 : 1);
    return site.endsWith('hook_scale') ? values.map(Math.abs) : values;
  }

  *fork(interventions: readonly Intervention[]): Generator<Progress, Branch, void> {
    yield* this.#layers(0, this.#tokens.length, () => undefined);
    const revision = this.revision + 1;
    return new FakeBranch(this.#pass, { interventions, tokens: this.#tokens, revision });
  }

  *runTests(
    position: number,
    tests: readonly (readonly Intervention[])[],
  ): Generator<readonly TestedLogits[], void, void> {
    for (const [test, list] of tests.entries()) {
      yield [];
      const interventions = [...this.interventions, ...list];
      const { revision } = this;
      const fork = new FakeBranch(this.#pass, { interventions, tokens: this.#tokens, revision });
      yield [{ test, logits: fork.borrowRow('logits', 0, position) }];
    }
  }

  truncatedTo(positionCount: number): Branch {
    const tokens = this.#tokens.slice(0, positionCount);
    const { interventions, revision } = this;
    return new FakeBranch(this.#pass, { interventions, revision, tokens });
  }

  dispose(): void {
    this.#tokens = [];
  }

  *#layers(
    firstPosition: number,
    positionCount: number,
    finish: () => void,
  ): Generator<Progress, void, void> {
    for (let layer = 0; layer < this.#pass.shape.layerCount; layer++) {
      const finished = layer === this.#pass.shape.layerCount - 1;
      if (finished) finish();
      yield { layer, firstPosition, positionCount, finished };
    }
  }

  #seed(site: string, layer: number, position: number): number {
    const changes = JSON.stringify(this.interventions);
    const text = `${site}/${String(layer)}/${this.#tokens.slice(0, position + 1).join()}${changes}`;
    let hash = 0;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash, 31) + text.charCodeAt(i);
    return hash >>> 0;
  }
}

function noise(seed: number, length: number, scale: number): Float32Array {
  const random = createSeededRandom(seed >>> 0);
  return Float32Array.from({ length }, () => scale * (random() + random() + random() - 1.5));
}

function shares(seed: number, headCount: number, keyCount: number): Float32Array {
  const random = createSeededRandom(seed);
  const rows = new Float32Array(headCount * keyCount);
  for (let head = 0; head < headCount; head++) {
    const row = Array.from({ length: keyCount }, () => random() ** 4);
    const total = row.reduce((sum, value) => sum + value, 0);
    for (const [key, value] of row.entries()) rows[head * keyCount + key] = value / total;
  }
  return rows;
}
