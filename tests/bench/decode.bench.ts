import { greedySampling } from '#contract/sampling.ts';
import { loadDefaultModel } from '#server/default-model-files.ts';
import type { Emit } from '#tests/bench/emit.ts';
import { median } from '#tests/bench/median.ts';
import { MessageDecoder } from '#workers/decode/message-decoder.ts';
import { helloMessage } from '#workers/produce/hello-message.ts';
import { OverviewEncoder } from '#workers/produce/overview-encoder.ts';
import { SinkTracker } from '#workers/produce/sink-tracker.ts';

const tokenCount = 120;
/** Tokens before the compiler has made both sides fast. */
const warmUpCount = 20;

/**
 * Checking, unpacking and packing an overview, as a share of the token's time before: the step with
 * all hooks kept and the message made of it. Each token's own two times, one after the other, so
 * that the machine's moods cancel out.
 */
export async function run(emit: Emit): Promise<void> {
  const model = await loadDefaultModel('stored');
  const { forward, display } = model;
  const encoder = new OverviewEncoder(forward, display, tokenCount);
  const sinks = new SinkTracker(forward.shape.layerCount, tokenCount);
  const branch = forward.createBranch();
  const decoder = new MessageDecoder();
  const prompt = model.encodePrompt('The capital of France is', false);
  const asked = { kind: 'run', request: 1, prompt: '', chat: false } as const;
  const facts = { id: 1, promptTokenCount: prompt.length };
  const hello = helloMessage(model, { ...asked, sampling: greedySampling }, facts);
  decoder.decode(hello, () => new Uint8Array(0));
  const texels = new Uint8Array(decoder.texelByteLength);
  const shares: number[] = [];
  const decodeMillis: number[] = [];
  for (let position = 0; position < tokenCount; position++) {
    const token = prompt[position] ?? encoder.likeliestToken;
    const started = performance.now();
    branch.step(token);
    branch.borrowLogits();
    const clock = { branch: 0, step: position, position, token, revision: 0 };
    const message = encoder.encode(branch, clock, sinks);
    const encoded = performance.now();
    const { type } = decoder.decode(message, () => texels);
    const decoded = performance.now();
    if (type !== 'overview') throw new Error(`The decoder made ${type} of an overview.`);
    if (position < warmUpCount) continue;
    decodeMillis.push(decoded - encoded);
    shares.push((decoded - encoded) / (encoded - started));
  }
  emit({ name: 'decode.millis', value: median(decodeMillis), unit: 'ms' });
  emit({ name: 'decode.shareOfStep', value: median(shares), unit: 'ratio' });
}
