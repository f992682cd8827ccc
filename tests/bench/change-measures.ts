import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import type { Intervention } from '#contract/interventions.ts';
import { predictionCount } from '#contract/overview.ts';
import { median } from '#tests/bench/median.ts';
import { finish, millisOf } from '#tests/bench/timing.ts';

const tearRounds = 40;
const effectRounds = 5;

/** What every separate run of a test ends with, and every test measured together too. */
class TopFive {
  readonly #forward: ForwardPass;
  readonly #tokens = new Int32Array(predictionCount);
  readonly #logprobs = new Float32Array(predictionCount);

  constructor(forward: ForwardPass) {
    this.#forward = forward;
  }

  of(logits: Float32Array): void {
    this.#forward.rowMath.fillTopTokens(logits, this.#tokens, this.#logprobs);
  }
}

/**
 * One beam of the last token torn out at layer 20 of 30: the fork and its logits, against a whole
 * step of the same token.
 */
export function measureTear(forward: ForwardPass, tokens: readonly number[]): number {
  const last = tokens.length - 1;
  const site = 'attn.hook_attn_scores';
  const tear: Intervention = { site, layer: 20, head: 4, query: last, key: 3, op: 'knock-out' };
  const ratios: number[] = [];
  const before = forward.createBranch();
  finish(before.prefill(tokens.slice(0, last)));
  for (let round = 0; round < tearRounds; round++) {
    const branch = before.truncatedTo(last);
    const stepMillis = millisOf(() => {
      branch.step(tokens[last] ?? 0);
      branch.borrowLogits();
    });
    const tearMillis = millisOf(() => {
      runAlone(branch, [tear], (logits) => logits[0]);
    });
    ratios.push(tearMillis / stepMillis);
    branch.dispose();
  }
  before.dispose();
  return median(ratios);
}

/**
 * Every head's z × 0 at the last token: measured together, against as many runs of their own. Turn
 * by turn, so that the machine's moods meet both; of each turn and each run the median over rounds.
 */
export function measureEffectOfHeads(forward: ForwardPass, tokens: readonly number[]): number {
  const branch = forward.createBranch();
  finish(branch.prefill(tokens));
  const tests = headTests(forward, tokens.length - 1);
  const topFive = new TopFive(forward);
  const together: number[][] = [];
  const alone: number[][] = tests.map(() => []);
  for (let round = 0; round < effectRounds; round++) {
    let nth = 0;
    let started = performance.now();
    for (const turn of branch.runTests(tokens.length - 1, tests)) {
      for (const { logits } of turn) topFive.of(logits);
      (together[nth++] ??= []).push(performance.now() - started);
      for (const { test } of turn) {
        const millis = millisOf(() => {
          runAlone(branch, tests[test] ?? [], (logits) => {
            topFive.of(logits);
          });
        });
        alone[test]?.push(millis);
      }
      started = performance.now();
    }
  }
  branch.dispose();
  return sumOfMedians(together) / sumOfMedians(alone);
}

function sumOfMedians(times: readonly (readonly number[])[]): number {
  return times.reduce((sum, each) => sum + median(each), 0);
}

function runAlone(
  branch: Branch,
  list: readonly Intervention[],
  read: (logits: Float32Array) => unknown,
): void {
  const fork = finish(branch.fork([...branch.interventions, ...list]));
  read(fork.borrowLogits());
  fork.dispose();
}

function headTests({ shape }: ForwardPass, position: number): readonly (readonly Intervention[])[] {
  const { layerCount, headCount } = shape;
  return Array.from({ length: layerCount * headCount }, (_, index) => {
    const [layer, head] = [Math.floor(index / headCount), index % headCount];
    const positions = [position];
    return [{ site: 'attn.hook_z', layer, head, positions, op: 'scale', value: 0 }];
  });
}
