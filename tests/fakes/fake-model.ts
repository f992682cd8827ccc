import type { Display } from '#contract/control-message.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { measureDisplay } from '#workers/produce/calibration.ts';
import type { RunnableModel } from '#workers/produce/runnable-model.ts';
import { FakeForwardPass, fakeShape } from './fake-forward-pass.ts';

/** A model whose tokens are the bytes of the prompt; token 10, a line feed, ends a text. */
export function createFakeModel(
  shape: ModelShape = fakeShape,
): RunnableModel & { readonly forward: FakeForwardPass } {
  const forward = new FakeForwardPass(shape);
  const { contextLength } = shape;
  const vocabularyBytes = Uint8Array.from({ length: shape.vocabularySize }, (_, id) => id & 255);
  const bytesOf = (token: number): Uint8Array => vocabularyBytes.subarray(token, token + 1);
  return {
    forward,
    identity: {
      name: 'Fake',
      revision: '1',
      sha256: '0'.repeat(64),
      architecture: 'llama',
      ...shape,
      contextLength,
      dtype: 'Q4_1',
    },
    display: measureFakeDisplay(new FakeForwardPass(shape)),
    encodePrompt: (prompt, chat) => [
      ...(chat ? [1] : []),
      ...new TextEncoder().encode(prompt.replaceAll('\n', '')),
    ],
    bytesOf,
    textOf: (token) => new TextDecoder().decode(bytesOf(token)),
    endTokens: new Set([10]),
    vocabulary: {
      bytes: vocabularyBytes,
      offsets: Uint32Array.from({ length: shape.vocabularySize + 1 }, (_, id) => id),
    },
  };
}

function measureFakeDisplay(forward: FakeForwardPass): Display {
  const slices = measureDisplay(forward, [3, 1, 4, 1, 5, 9, 2, 6], 'f'.repeat(64));
  for (;;) {
    const next = slices.next();
    if (next.done === true) return next.value;
  }
}
