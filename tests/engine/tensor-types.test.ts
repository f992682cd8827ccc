import { describe, expect, test } from 'vitest';
import { precisions } from '#contract/model-shape.ts';
import { runFloat64 } from '#tests/support/float64-pass.ts';
import type { TensorType } from '#tests/support/tensor-blocks.ts';
import { createTinyForwardPass, drain, rowProblems } from '#tests/support/tiny-engine.ts';
import { createTinyModel, type TinyModelOptions } from '#tests/support/tiny-gguf.ts';

const types: readonly TensorType[] = ['Q4_1', 'Q8_0', 'F32'];
const tokens = [5, 77, 100, 33, 270, 1, 9, 200, 14, 14, 60, 3, 250, 0, 99, 7, 31, 66, 120];

describe.each(precisions)('in %s every site agrees with float64', (precision) => {
  const cases: (TinyModelOptions & { title: string })[] = [
    ...types.map((matrixType, seed) => ({ title: `matrices ${matrixType}`, matrixType, seed })),
    ...types.map((embeddingType, seed) => ({
      ...{ title: `embedding ${embeddingType}`, embeddingType, seed: 10 + seed },
    })),
    { title: 'an unembedding of its own', untied: true, seed: 20 },
  ];
  test.each(cases)('with $title', (options) => {
    const model = createTinyModel(options);
    const branch = createTinyForwardPass(model, precision).createBranch();
    drain(branch.prefill(tokens));
    const wanted = runFloat64(model.weights, tokens);
    expect(rowProblems(branch, wanted, precision, model.shape.layerCount)).toEqual([]);
  });
});
