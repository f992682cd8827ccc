import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { defaultModel } from '#contract/default-model.ts';
import { digestLogits } from '#tests/support/logit-digests.ts';

function readProject(path: string): Uint8Array {
  return new Uint8Array(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url))));
}

test('Node computes the logits whose bits are kept, on three prompts', async () => {
  const kept = JSON.parse(
    Buffer.from(readProject('tests/reference/logit-digests.json')).toString('utf8'),
  ) as Record<string, string>;
  const digests = await digestLogits(
    readProject(`assets${defaultModel.url}`),
    readProject('src/engine/kernels/kernels.wasm'),
  );

  expect(digests).toEqual(kept);
});
