import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { greedySampling } from '#contract/sampling.ts';
import type { StoredCalibration } from '#contract/stored-calibration.ts';
import { readGgufHeader } from '#engine/gguf.ts';
import { readTokenizerSource, Tokenizer } from '#engine/tokenizer.ts';
import { loadWeights } from '#engine/weight-loader.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';
import { MessageDecoder } from '#workers/decode/message-decoder.ts';
import { helloMessage } from '#workers/produce/hello-message.ts';
import { LiveRun } from '#workers/produce/live-run.ts';
import { createRunEncoders } from '#workers/produce/run-encoders.ts';
import { readyModel } from '#workers/produce/ready-model.ts';

const kernels = new Uint8Array(
  readFileSync(new URL('../../src/engine/kernels/kernels.wasm', import.meta.url)),
);
const tiny = createTinyModel();

/** From a file to the texels that light the city, one array per position; and the scale used. */
async function lightOf(
  file: Uint8Array,
  stored?: StoredCalibration,
): Promise<{ texels: Uint8Array[]; calibration: StoredCalibration }> {
  const weights = loadWeights(kernels, file);
  const source = readTokenizerSource(weights.header.metadata, weights.config.shape.vocabularySize);
  const sha256 = '0'.repeat(64);
  const tokenizer = new Tokenizer(source);
  const model = await readyModel({ weights, tokenizer, sha256, precision: 'i16', stored });
  const decoder = new MessageDecoder();
  const takeTexels = (): Uint8Array<ArrayBuffer> => new Uint8Array(decoder.texelByteLength);
  const tokens = [20, 30, 40, 50];
  const asked = { kind: 'run', request: 1, prompt: 'x', chat: false } as const;
  const facts = { id: 1, promptTokenCount: tokens.length };
  decoder.decode(helloMessage(model, { ...asked, sampling: greedySampling }, facts), takeTexels);
  const texels: Uint8Array[] = [];
  const run = new LiveRun(model, createRunEncoders(model), tokens, {
    control: () => undefined,
    tensors: (message) => {
      const decoded = decoder.decode(message, takeTexels);
      if (decoded.type !== 'overview') throw new Error(JSON.stringify(decoded));
      texels.push(decoded.texels);
    },
  });
  for (const slices = run.prefill(1); slices.next().done !== true;);
  run.dispose();
  return { texels, calibration: { model: sha256, display: model.display } };
}

/** A Q4_1 block is two f16, then 32 nibbles: one nibble of a matrix in the middle is one weight. */
function withOneWeightChanged(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const header = readGgufHeader(file, file.length);
  const tensor = header?.tensors.find(({ name }) => name === 'blk.1.ffn_up.weight');
  expect(tensor?.type).toBe('Q4_1');
  const place = (tensor?.byteOffset ?? 0) + 4;
  return file.with(place, (file[place] ?? 0) ^ 0x08);
}

test('a change of one weight changes the light, and nothing else does', async () => {
  const { texels, calibration } = await lightOf(tiny.bytes);
  const again = await lightOf(tiny.bytes, calibration);
  expect(again.texels).toEqual(texels);
  const other = await lightOf(withOneWeightChanged(tiny.bytes), calibration);
  expect(other.texels).toHaveLength(texels.length);
  expect(other.texels).not.toEqual(texels);
});
