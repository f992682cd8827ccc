import type { DecodedEffect } from '#contract/decoded-message.ts';
import type { RunState, Topic } from './read.ts';
import type { EffectResult, EffectState, SparedAnswer } from './read/change-state.ts';

export interface EffectChange {
  readonly next: Partial<RunState>;
  readonly topics: readonly Topic[];
}

/** Takes what an effect message answers: effects being measured, or the answer that spares the sinks. */
export function applyEffect(run: RunState, message: DecodedEffect): EffectChange | undefined {
  const { effects, spared } = run;
  if (effects?.request === message.request) {
    return { next: { effects: withResults(effects, run, message) }, topics: ['effects'] };
  }
  if (spared?.request === message.request) {
    return { next: { spared: withAnswer(spared, message) }, topics: ['changes'] };
  }
  return undefined;
}

function withResults(effects: EffectState, run: RunState, message: DecodedEffect): EffectState {
  const results = [...effects.results];
  const answer = run.overviews[effects.position]?.predictionLogprob[0] ?? 0;
  let { measuredCount } = effects;
  for (const [at, index] of message.test.entries()) {
    const test = effects.tests[index];
    if (!test || results[index]) continue;
    const result: EffectResult = {
      test,
      nats: (message.answerLogprob[at] ?? 0) - answer,
      token: message.predictionToken[at * 5] ?? 0,
      logprob: message.predictionLogprob[at * 5] ?? 0,
    };
    results[index] = result;
    measuredCount += 1;
  }
  const isMeasuring = effects.isMeasuring && measuredCount < effects.tests.length;
  return { ...effects, results, measuredCount, isMeasuring };
}

function withAnswer(spared: SparedAnswer, message: DecodedEffect): SparedAnswer {
  return {
    ...spared,
    token: [...message.predictionToken.subarray(0, 5)],
    logprob: [...message.predictionLogprob.subarray(0, 5)],
    answerLogprob: message.answerLogprob[0],
  };
}
