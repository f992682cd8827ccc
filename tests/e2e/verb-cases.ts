import { interventionsOf, type Change } from '#contract/change.ts';
import type { Intent } from '#contract/intent.ts';
import type { Intervention } from '#contract/interventions.ts';
import { bounds, largestDifference } from '#tests/support/bounds.ts';
import { openActivationsRuns } from '#tests/support/activation-runs.ts';
import { readReference } from '#tests/support/reference.ts';
import { expect, livePrompt } from './app-test.ts';
import type { CityPage } from './city-page.ts';

/** One of the three verbs, carried out all the way on "The capital of France is". */
export interface VerbCase {
  readonly title: string;
  readonly change: Change;
  /** What every device must end in. */
  readonly intent: Intent;
  /** What the model says then. */
  readonly answer: string;
  /** Its note among PyTorch's interventions. */
  readonly note: string;
}

export const layerPulled: VerbCase = {
  title: 'layer 23 pulled free',
  change: { kind: 'layer', layer: 23, by: 'zero' },
  intent: { kind: 'verb', verb: 'grab', layer: 23, stage: 'change' },
  answer: ' New',
  note: 'layer 23 pulled free',
};
export const sliced: VerbCase = {
  title: 'sliced at layer 26',
  change: { kind: 'stop', layer: 26 },
  intent: { kind: 'verb', verb: 'slice', layer: 26, stage: 'change' },
  answer: ' the',
  note: 'slice at layer 26: early exit',
};
export const beamTorn: VerbCase = {
  title: 'head 4 of layer 23 torn from “ France”',
  change: { kind: 'beam', layer: 23, head: 4, query: 4, key: 3, scope: 'later' },
  intent: { kind: 'verb', verb: 'pull', layer: 23, head: 4, query: 4, key: 3, stage: 'change' },
  answer: ' the',
  note: 'one beam torn out: layer 23, head 4, from France to the last token',
};
export const verbCases: readonly VerbCase[] = [layerPulled, sliced, beamTorn];

interface Scored {
  readonly token: readonly number[];
  readonly logprob: readonly number[];
}

/** The five likeliest next tokens after the prompt, as the store has them. */
async function topFive(city: CityPage): Promise<Scored> {
  return city.page.evaluate(() => {
    const { overviews } = window.neuralCity.store.state;
    const last = overviews[4];
    return {
      token: [...(last?.predictionToken ?? [])],
      logprob: [...(last?.predictionLogprob ?? [])],
    };
  });
}

/** The answers of PyTorch and of the command `activations` with the same list. */
export class VerbAnswers {
  readonly #runs = openActivationsRuns('i16');
  readonly #reference = readReference('capital');

  /** Waits until the change has arrived and compares its five likeliest tokens with both. */
  async expectAnswer(city: CityPage, verb: VerbCase): Promise<void> {
    await expect
      .poll(() => city.page.evaluate(() => window.neuralCity.store.state.branch))
      .toBeGreaterThan(0);
    const seen = await topFive(city);
    const list = interventionsOf([verb.change]);
    const command = await this.#command(list);
    expect(seen.token).toEqual(command.token);
    expect(largestDifference(seen.logprob, command.logprob)).toBeLessThanOrEqual(1e-6);
    const wanted = this.#reference.interventions.find(({ note }) => note === verb.note);
    const reference = (wanted?.top5_last ?? []).map(([token, logprob]) => ({ token, logprob }));
    // Where two of PyTorch's own are nearer than the bound, either may come first.
    for (const { token, logprob } of reference) {
      const at = seen.token.indexOf(token);
      expect(at, `${verb.title}: token ${String(token)} among the five`).toBeGreaterThanOrEqual(0);
      expect(Math.abs((seen.logprob[at] ?? NaN) - logprob)).toBeLessThanOrEqual(bounds.i16.logit);
    }
    const texts = await city.page.evaluate(() => {
      const { vocabulary, overviews } = window.neuralCity.store.state;
      const token = overviews[4]?.predictionToken[0] ?? 0;
      const [from, to] = [vocabulary?.offset[token] ?? 0, vocabulary?.offset[token + 1] ?? 0];
      return new TextDecoder().decode(vocabulary?.bytes.subarray(from, to));
    });
    expect(texts).toBe(verb.answer);
  }

  async #command(list: readonly Intervention[]): Promise<Scored> {
    const { report } = await this.#runs.run(['--prompt', livePrompt], list);
    return {
      token: report.top5.map(([token]) => token),
      logprob: report.top5.map(([, logprob]) => logprob),
    };
  }

  dispose(): void {
    this.#runs.dispose();
  }
}
