import type { DecodedEffect } from '#contract/decoded-message.ts';
import { predictionCount } from '#contract/overview.ts';
import { encodeSafetensors } from '#contract/safetensors.ts';
import { writeClock } from './clock.ts';

/** What an effect message holds (SPEC.md, EFF1). */
export type Effect = Omit<DecodedEffect, 'type'>;

/** The blob, of its own memory. */
export function encodeEffectMessage(effect: Effect): Uint8Array<ArrayBuffer> {
  const count = effect.test.length;
  const clock = new Int32Array(5);
  writeClock(clock, effect.clock);
  const shape = [count, predictionCount];
  return encodeSafetensors({
    metadata: new Map([['kind', 'effect']]),
    tensors: new Map([
      ['clock', { dtype: 'I32', shape: [5], data: clock }],
      ['request', { dtype: 'U32', shape: [1], data: Uint32Array.of(effect.request) }],
      ['test', { dtype: 'U32', shape: [count], data: effect.test }],
      ['prediction.token', { dtype: 'I32', shape, data: effect.predictionToken }],
      ['prediction.logprob', { dtype: 'F32', shape, data: effect.predictionLogprob }],
      ['answer.logprob', { dtype: 'F32', shape: [count], data: effect.answerLogprob }],
    ]),
  });
}
