import type { Display } from '#contract/control-message.ts';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import { createForwardPass } from '#engine/create-forward-pass.ts';
import { readTokenizerSource, Tokenizer } from '#engine/tokenizer.ts';
import { WeightLoader } from '#engine/weight-loader.ts';
import type { ModelWeights } from '#engine/weights.ts';
import type { Figure } from '#tests/bench/emit.ts';
import { measureEffectOfHeads, measureTear } from '#tests/bench/change-measures.ts';
import { median } from '#tests/bench/median.ts';
import { finish, millisOf } from '#tests/bench/timing.ts';
import { OverviewEncoder } from '#workers/produce/overview-encoder.ts';
import { SinkTracker } from '#workers/produce/sink-tracker.ts';

/** What the engine needs, as bytes, so that Node and a browser's worker measure the same code. */
export interface EngineBenchInput {
  readonly file: Uint8Array;
  readonly kernels: Uint8Array;
  readonly display: Display;
}

const positionLimit = 128;
const prompt = 'The capital of France is';
const pairCount = 240;
const warmUpCount = 120;
const chunkBytes = 1 << 20;

interface Loaded {
  readonly weights: ModelWeights;
  readonly millis: number;
}

function load({ file, kernels }: EngineBenchInput): Loaded {
  const started = performance.now();
  const loader = new WeightLoader({ kernels, fileLength: file.length });
  for (let first = 0; first < file.length; first += chunkBytes) {
    loader.push(file.subarray(first, first + chunkBytes));
  }
  const weights = loader.finish();
  return { weights, millis: performance.now() - started };
}

/** Steps that keep every hook and make their overview message, as the live run does. */
class KeepingRun {
  readonly #branch: Branch;
  readonly #encoder: OverviewEncoder;
  readonly #sinks: SinkTracker;
  #step = 0;

  constructor(forward: ForwardPass, display: Display) {
    this.#branch = forward.createBranch();
    this.#encoder = new OverviewEncoder(forward, display, positionLimit);
    this.#sinks = new SinkTracker(forward.shape.layerCount, positionLimit);
  }

  step(token: number): number {
    this.#branch.step(token);
    const position = this.#branch.tokens.length - 1;
    const clock = { branch: 0, step: this.#step, position, token, revision: 0 };
    this.#encoder.encode(this.#branch, clock, this.#sinks);
    this.#step += 1;
    return this.#encoder.likeliestToken;
  }

  dispose(): void {
    this.#branch.dispose();
  }
}

/**
 * Feeds both the same tokens, in turn, each first every other time. Pairs before the compiler has
 * made both sides fast are left out.
 */
function measureDecode(keeping: ForwardPass, plain: ForwardPass, ids: number[], display: Display) {
  const pairs: { readonly keepingMillis: number; readonly plainMillis: number }[] = [];
  while (pairs.length < warmUpCount + pairCount) {
    const run = new KeepingRun(keeping, display);
    const branch = plain.createBranch();
    let next = 0;
    for (let position = 0; position < positionLimit; position++) {
      const token = ids[position] ?? next;
      const keep = (): number => millisOf(() => (next = run.step(token)));
      const step = (): number =>
        millisOf(() => {
          branch.step(token);
          branch.borrowLogits();
        });
      const first = position % 2 === 0 ? keep() : step();
      const second = position % 2 === 0 ? step() : keep();
      const [keepingMillis, plainMillis] = position % 2 === 0 ? [first, second] : [second, first];
      if (position >= ids.length) pairs.push({ keepingMillis, plainMillis });
    }
    run.dispose();
    branch.dispose();
  }
  const measured = pairs.slice(warmUpCount);
  return {
    millis: median(measured.map(({ keepingMillis }) => keepingMillis)),
    ratio: median(measured.map(({ keepingMillis, plainMillis }) => keepingMillis / plainMillis)),
  };
}

function measurePrefill(forward: ForwardPass, tokens: readonly number[]): number {
  const times: number[] = [];
  for (let run = 0; run < 7; run++) {
    const branch = forward.createBranch();
    times.push(
      millisOf(() => {
        finish(branch.prefill(tokens));
        branch.borrowLogits();
      }) / tokens.length,
    );
    branch.dispose();
  }
  return median(times);
}

/** The last token again from layer 20 upwards, against a whole step of the same branch. */
function measureRerun(forward: ForwardPass, tokens: readonly number[]): number {
  const last = tokens.length - 1;
  const lastToken = tokens[last] ?? 0;
  const ratios: number[] = [];
  for (let run = 0; run < 15; run++) {
    const branch = forward.createBranch();
    finish(branch.prefill(tokens.slice(0, last)));
    const stepMillis = millisOf(() => {
      branch.step(lastToken);
      branch.borrowLogits();
    });
    const rerunMillis = millisOf(() => {
      const fork = finish(
        branch.fork([
          { site: 'hook_attn_out', layer: 20, positions: [last], op: 'scale', value: 0 },
        ]),
      );
      fork.borrowLogits();
      fork.dispose();
    });
    ratios.push(rerunMillis / stepMillis);
    branch.dispose();
  }
  return median(ratios);
}

/**
 * Measures load, decode, prefill, re-run, and what changes cost.
 * @param suffix - where it ran: `node` or `chromium`
 */
export function measureEngine(input: EngineBenchInput, suffix: string): readonly Figure[] {
  load(input);
  const first = load(input);
  const second = load(input);
  const options = { precision: 'i16', maxPositions: positionLimit } as const;
  const keeping = createForwardPass({ ...options, weights: first.weights });
  const plain = createForwardPass({ ...options, weights: second.weights, keepHooks: false });
  const source = readTokenizerSource(
    first.weights.header.metadata,
    first.weights.config.shape.vocabularySize,
  );
  const ids = [...new Tokenizer(source).encode(prompt)];
  const decode = measureDecode(keeping, plain, ids, input.display);
  const long = Array.from({ length: 64 }, (_, i) => ids[i % ids.length] ?? 0);
  const figures: Figure[] = [
    { name: 'engine.load.millis', value: median([first.millis, second.millis]), unit: 'ms' },
    { name: 'engine.decode.millis', value: decode.millis, unit: 'ms' },
    { name: 'engine.decode.hooksOverPlain', value: decode.ratio, unit: 'ratio' },
    { name: 'engine.prefill.millisPerToken', value: measurePrefill(keeping, long), unit: 'ms' },
    { name: 'engine.rerunFromLayer', value: measureRerun(keeping, long), unit: 'ratio' },
    { name: 'engine.tearLastToken', value: measureTear(keeping, long), unit: 'ratio' },
    { name: 'engine.effectOfHeads', value: measureEffectOfHeads(keeping, long), unit: 'ratio' },
  ];
  return figures.map((figure) => ({ ...figure, name: `${figure.name}.${suffix}` }));
}
