import { expect, test } from 'vitest';
import { defaultModel } from '#contract/default-model.ts';
import kernelsUrl from '#engine/kernels/kernels.wasm?url';
import { digestLogits } from '#tests/support/logit-digests.ts';
import kept from '#tests/reference/logit-digests.json';

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  expect(response.ok, url).toBe(true);
  return new Uint8Array(await response.arrayBuffer());
}

test('Chromium computes the very bits that Node does, on three prompts', async () => {
  const digests = await digestLogits(
    await fetchBytes(defaultModel.url),
    await fetchBytes(kernelsUrl),
  );

  expect(digests).toEqual(kept);
});
