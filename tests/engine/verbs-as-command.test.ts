import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { interventionsOf, type Change } from '#contract/change.ts';
import type { Intervention } from '#contract/interventions.ts';
import { requireTensor } from '#contract/safetensors.ts';
import type { ScoredToken } from '#engine/log-probabilities.ts';
import { loadDefaultModel } from '#server/default-model-files.ts';
import { startNotedProducer, type NotedProducer } from '#tests/fakes/noted-producer.ts';
import { PlainRowMath } from '#tests/fakes/plain-row-math.ts';
import {
  openActivationsRuns,
  rowOf,
  type ActivationsRuns,
} from '#tests/support/activation-runs.ts';
import { bounds, largestDifference, topDifference } from '#tests/support/bounds.ts';
import { readReference } from '#tests/support/reference.ts';

const capital = readReference('capital');
const last = capital.ids.length - 1;

/** What a visitor does, and what PyTorch makes of it on this prompt. */
const verbs: readonly { title: string; change: Change; note: string; says: string }[] = [
  {
    title: 'layer 23 pulled free',
    change: { kind: 'layer', layer: 23, by: 'zero' },
    note: 'layer 23 pulled free',
    says: ' New',
  },
  {
    title: 'sliced after layer 26',
    change: { kind: 'stop', layer: 26 },
    note: 'slice at layer 26: early exit',
    says: ' the',
  },
  {
    title: 'the beam from “ France” torn out of layer 23, head 4',
    change: { kind: 'beam', layer: 23, head: 4, query: 4, key: 3, scope: 'later' },
    note: 'one beam torn out: layer 23, head 4, from France to the last token',
    says: ' the',
  },
];

describe('what is done in the city is what the activations command does', () => {
  let runs: ActivationsRuns;
  let started: NotedProducer;
  let textOf: (token: number) => string;
  let before: readonly number[];

  beforeAll(async () => {
    runs = openActivationsRuns('i16');
    const model = await loadDefaultModel('stored');
    textOf = (token) => model.textOf(token);
    started = startNotedProducer(undefined, model);
    started.run(capital.text);
    await started.until(() => started.count('overview') === capital.ids.length);
    before = await logitsOfLast();
  });
  afterAll(() => {
    started.dispose();
    runs.dispose();
  });

  async function logitsOfLast(): Promise<readonly number[]> {
    const { send, until, count, sent } = started;
    const had = count('values');
    send({ kind: 'values', request: 50, site: 'logits', layer: 0, positions: [last] });
    await until(() => count('values') > had);
    const { blob } = sent.filter(({ kind }) => kind === 'values').at(-1) ?? {};
    return blob ? [...requireTensor(blob, 'logits', 'F32').data] : [];
  }

  /** Has the list in force and all it shows; returns the newest position's top five. */
  async function intervene(list: Intervention[]): Promise<readonly ScoredToken[]> {
    const { send, until, sent } = started;
    send({ kind: 'intervene', request: 40, interventions: list });
    const newest = (): (typeof sent)[number] | undefined =>
      sent.filter(({ kind }) => kind === 'overview').at(-1);
    const had = sent.length;
    await until(
      () =>
        sent.slice(had).some(({ kind }) => kind === 'branch') &&
        sent.slice(had).some(({ kind, clock }) => kind === 'overview' && clock?.[2] === last),
    );
    const blob = newest()?.blob;
    if (!blob) return [];
    const logprobs = requireTensor(blob, 'prediction.logprob', 'F32').data;
    const tokens = requireTensor(blob, 'prediction.token', 'I32').data;
    return Array.from(tokens, (token, place) => [token, logprobs[place] ?? NaN] as const);
  }

  test.each(verbs)('$title: the same answer as the command’s, and PyTorch’s', async (verb) => {
    const list = interventionsOf([verb.change]);
    const shown = await intervene(list);
    expect(textOf(shown[0]?.[0] ?? -1)).toBe(verb.says);

    const { report, tensors } = await runs.run(
      ['--prompt', capital.text, '--sites', 'logits'],
      list,
    );
    const told = rowOf(tensors, 'logits', last);
    expect(
      largestDifference(logProbabilities(await logitsOfLast()), logProbabilities(told)),
    ).toBeLessThanOrEqual(1e-6);
    expect(topDifference(shown, report.top5)).toBeLessThanOrEqual(1e-6);

    const wanted = capital.interventions.find(({ note }) => note === verb.note)?.top5_last;
    expect(wanted).toHaveLength(5);
    const range = Math.max(...told) - Math.min(...told);
    const allowed = Math.max(bounds.i16.logit, 1e-3 * range);
    expect(topDifference(shown, wanted ?? [])).toBeLessThan(allowed);

    started.send({ kind: 'intervene', request: 41, interventions: [] });
    expect(await logitsOfLast()).toEqual(before);
  });
});

function logProbabilities(logits: ArrayLike<number>): readonly number[] {
  const row = Float32Array.from(logits);
  const normalizer = new PlainRowMath().logSumExp(row);
  return Array.from(row, (logit) => logit - normalizer);
}
