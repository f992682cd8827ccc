import { afterEach, describe, expect, test } from 'vitest';
import type { Intervention } from '#contract/interventions.ts';
import { requireTensor } from '#contract/safetensors.ts';
import { topTokens } from '#engine/log-probabilities.ts';
import { startNotedProducer, type Sent } from '#tests/fakes/noted-producer.ts';
import { drain } from '#tests/support/tiny-engine.ts';
import { createTinyRunnableModel } from '#tests/support/tiny-runnable-model.ts';

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

function startProducer(): ReturnType<typeof startNotedProducer> {
  const started = startNotedProducer();
  disposals.push(started.dispose);
  return started;
}

const scale: Intervention = { op: 'scale', site: 'hook_mlp_out', layer: 1, value: 0 };

/** Head tests of a model of so many layers and heads. */
function headTests(position: number, layerCount = 3, headCount = 4): Intervention[][] {
  return Array.from({ length: layerCount * headCount }, (_, index) => [
    {
      ...{ op: 'scale', site: 'attn.hook_z', value: 0, positions: [position] },
      ...{ layer: Math.floor(index / headCount), head: index % headCount },
    },
  ]);
}

interface Answer {
  readonly tokens: readonly number[];
  readonly logprobs: readonly number[];
  readonly ofAnswer: number;
}

/** What all effect messages of a request say, by test; none is answered twice. */
function answersOf(sent: readonly Sent[], request: number): Map<number, Answer> {
  const answers = new Map<number, Answer>();
  for (const { kind, blob } of sent) {
    if (kind !== 'effect' || !blob) continue;
    if (requireTensor(blob, 'request', 'U32').data[0] !== request) continue;
    const tokens = requireTensor(blob, 'prediction.token', 'I32').data;
    const logprobs = requireTensor(blob, 'prediction.logprob', 'F32').data;
    const ofAnswer = requireTensor(blob, 'answer.logprob', 'F32').data;
    for (const [row, test] of requireTensor(blob, 'test', 'U32').data.entries()) {
      expect(answers.has(test)).toBe(false);
      answers.set(test, {
        tokens: [...tokens.subarray(5 * row, 5 * row + 5)],
        logprobs: [...logprobs.subarray(5 * row, 5 * row + 5)],
        ofAnswer: ofAnswer[row] ?? NaN,
      });
    }
  }
  return answers;
}

describe('effect', () => {
  test('[EFF1] answers each test with the numbers of a run with that list, bit for bit', async () => {
    const model = await createTinyRunnableModel({ seed: 8 });
    const started = startNotedProducer(undefined, model);
    disposals.push(started.dispose);
    const { run, send, until, sent, count } = started;
    const prompt = 'The cat is on the mat';
    const tokens = model.encodePrompt(prompt, false);
    const last = tokens.length - 1;
    run(prompt);
    send({ kind: 'intervene', request: 2, interventions: [scale] });
    const tests: Intervention[][] = [
      ...headTests(last),
      [{ site: 'attn.hook_attn_scores', layer: 1, head: 0, query: last, key: 2, op: 'knock-out' }],
      [{ site: 'hook_attn_out', layer: 0, op: 'scale', value: 0, positions: [1, 2, last] }],
      [{ layer: 1, op: 'stop' }],
      [],
    ];
    await until(() => count('branch') === 1);
    send({ kind: 'effect', request: 3, branch: 1, position: last, tests });
    await until(() => answersOf(sent, 3).size === tests.length);
    const overview = sent.filter(({ kind }) => kind === 'overview').at(-1);
    const answer =
      overview?.blob && requireTensor(overview.blob, 'prediction.token', 'I32').data[0];
    expect(sent.at(-1)?.clock).toEqual(overview?.clock);
    const { forward } = model;
    for (const [index, list] of tests.entries()) {
      const branch = forward.createBranch([scale, ...list]);
      drain(branch.prefill(tokens));
      const top = topTokens(forward.rowMath, branch.borrowLogits(), 5);
      const logits = branch.borrowLogits();
      const ofAnswer = (logits[answer ?? -1] ?? NaN) - forward.rowMath.logSumExp(logits);
      expect(answersOf(sent, 3).get(index)).toEqual({
        tokens: top.map(([token]) => token),
        logprobs: top.map(([, logprob]) => Math.fround(logprob)),
        ofAnswer: Math.fround(ofAnswer),
      });
      branch.dispose();
    }
  });

  test('[EFF2] comes in several messages and yields to everything else', async () => {
    const { run, send, generate, until, kinds, sent, count } = startProducer();
    run('Hi!');
    send({ kind: 'effect', request: 2, branch: 0, position: 2, tests: headTests(2, 3, 12) });
    send({ kind: 'carried', request: 3, position: 1 });
    generate(2, 4);
    await until(() => answersOf(sent, 2).size === 36);
    expect(kinds().slice(-4)).toEqual(['carried', 'effect', 'effect', 'effect']);
    expect(count('overview')).toBe(5);
    expect(sent.at(-1)?.clock?.slice(0, 3)).toEqual([0, 2, 2]);
  });

  test.each<[string, Parameters<ReturnType<typeof startProducer>['send']>[0]]>([
    ['stop-effect', { kind: 'stop-effect', request: 2 }],
    ['another branch', { kind: 'intervene', request: 3, interventions: [scale] }],
    ['going back', { kind: 'switch', request: 3, branch: 0 }],
  ])('[EFF2] is ended by %s, without an answer', async (_, message) => {
    const { run, send, until, sent, count, settle } = startProducer();
    run('Hi!');
    send({ kind: 'effect', request: 2, branch: 0, position: 2, tests: headTests(2, 3, 99) });
    await until(() => count('effect') === 2);
    send(message);
    for (let turn = 0; turn < 12; turn += 1) await settle();
    expect(count('effect')).toBeLessThan(4);
    expect(count('error')).toBe(0);
    send({ kind: 'effect', request: 5, branch: 0, position: 1, tests: headTests(1) });
    await until(() => answersOf(sent, 5).size === 12);
  });

  test('[EFF2] only the effect that is named is stopped', async () => {
    const { run, send, until, sent } = startProducer();
    run('Hi!');
    send({ kind: 'effect', request: 2, branch: 0, position: 2, tests: headTests(2) });
    send({ kind: 'stop-effect', request: 9 });
    await until(() => answersOf(sent, 2).size === 12);
  });

  test('[EFF1] [VAL3] is not there for a branch or position that is not', async () => {
    const { run, send, until, sent, count } = startProducer();
    run('Hi!');
    send({ kind: 'effect', request: 2, branch: 1, position: 2, tests: [[]] });
    send({ kind: 'effect', request: 3, branch: 0, position: 3, tests: [[]] });
    await until(() => count('error') === 2);
    expect(sent.slice(-2)).toMatchObject([
      { request: 2, code: 'not-there' },
      { request: 3, code: 'not-there' },
    ]);
  });
});
