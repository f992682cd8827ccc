import { expect, test } from 'vitest';
import { headScoreConstruction } from '#contract/head-score-text.ts';
import type { StoredHeadScores } from '#contract/stored-head-scores.ts';
import { readTokenizerSource, Tokenizer } from '#engine/tokenizer.ts';
import { loadWeights } from '#engine/weight-loader.ts';
import { sha256Hex } from '#kit/sha256-hex.ts';
import { kernelBytes } from '#tests/support/tiny-engine.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';
import { readyModel } from './ready-model.ts';

const tiny = createTinyModel();
const sha256 = 'a'.repeat(64);

async function headScoresWith(storedHeadScores?: StoredHeadScores) {
  const weights = loadWeights(kernelBytes, tiny.bytes);
  const source = readTokenizerSource(weights.header.metadata, tiny.shape.vocabularySize);
  const tokenizer = new Tokenizer(source);
  const file = { weights, tokenizer, sha256, precision: 'i16', storedHeadScores } as const;
  const { display } = await readyModel(file);
  return display.headScores;
}

test('[ROLE4] stored head scores are told while model and text are those they were measured of', async () => {
  const role = Array.from({ length: 12 }, () => 0.5);
  const roles = { 'previous-token': role, duplicate: role, induction: role, sink: role };
  const headScores = { text: await sha256Hex(headScoreConstruction), ...roles };
  expect(await headScoresWith({ model: sha256, headScores })).toEqual(headScores);
  expect(await headScoresWith({ model: 'b'.repeat(64), headScores })).toBeUndefined();
  const ofOtherText = { ...headScores, text: 'c'.repeat(64) };
  expect(await headScoresWith({ model: sha256, headScores: ofOtherText })).toBeUndefined();
  expect(await headScoresWith()).toBeUndefined();
});
