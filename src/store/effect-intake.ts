import type { DecodedEffect } from '#contract/decoded-message.ts';
import { predictionCount } from '#contract/overview.ts';
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
      token: message.predictionToken[at * predictionCount] ?? 0,
      logprob: message.predictionLogprob[at * predictionCount] ?? 0,
    };
    results[index] = result;
    measuredCount += 1;
  }
  const isMeasuring = effects.isMeasuring && measuredCount < effects.tests.length;
  return { ...effects, results, measuredCount, isMeasuring };
}

/** Test 0 spares the sinks, test 1 does not. */
function withAnswer(spared: SparedAnswer, message: DecodedEffect): SparedAnswer {
  const { test, answerLogprob } = message;
  const [sparing, all] = [test.indexOf(0), test.indexOf(1)];
  return {
    ...spared,
    ...(sparing >= 0 && { answerLogprob: answerLogprob[sparing] }),
    ...(all >= 0 && { allAnswerLogprob: answerLogprob[all] }),
  };
}
